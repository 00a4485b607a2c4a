import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { Message } from '../../../../api/contract/timeline.ts';
import { useSession } from '../../api/session.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toast.ts';
import { can } from '../abilities.ts';
import { copyText, linkTo } from '../copy.ts';
import { type Incident, useCommand } from '../queries.ts';
import { useArrows } from '../use-arrows.ts';
import { showInMiddle } from '../show-in-middle.ts';
import { focusSoon, useView } from '../use-view.ts';
import { useWidth } from '../use-width.ts';
import { Composer } from './composer.tsx';
import look from './composer.module.css';
import styles from './conversation.module.css';
import { Feed } from './feed.tsx';
import type { RowContext } from './message-row.tsx';
import { stillOutgoing } from './outbox.ts';
import { markRead, useReadTo } from './read-marks.ts';
import { type Draft, useOutbox } from './use-outbox.ts';
import { useScroll } from './use-scroll.ts';
import { type MessageWindow, useMessages } from './window.ts';

/** The incident's conversation: history upwards, live, with commands, mentions, files and answers. */
export function Conversation({ incident }: { incident: Incident }) {
  const messages = useMessages(incident.key);
  if (messages.error && !messages.data) {
    return (
      <div style={{ padding: 22 }}>
        <ProblemNotice error={messages.error} title="The conversation cannot be shown" onRetry={() => void messages.refetch()} />
      </div>
    );
  }
  if (!messages.data) {
    return (
      <div style={{ padding: 22 }}>
        <Loading rows={8} height={30} label="Loading the conversation" />
      </div>
    );
  }
  return <Loaded incident={incident} messages={messages} window={messages.data} />;
}

function useRowContext(incident: Incident, rows: readonly Message[], handlers: Pick<RowContext, 'onReply' | 'onAim'>): RowContext {
  const { person } = useSession();
  const keep = useCommand(routes.timeline.addEvent, 'The message was not added to the timeline', { onDone: () => toastDone('Added to the timeline') });
  const names = useMemo(() => {
    const authors = rows.flatMap((message) => (message.author ? [message.author] : []));
    return new Map([person, ...authors, ...incident.participants.map((each) => each.person)].map((each) => [each.email, each.name]));
  }, [incident.participants, rows, person]);
  const mayPost = can(incident, 'post');
  return {
    incident: incident.key,
    me: person,
    names,
    find: (id) => rows.find((message) => message.id === id),
    onReply: mayPost ? handlers.onReply : undefined,
    onKeep: mayPost ? (message) => keep.mutate({ params: { incident: incident.key }, body: { text: `${message.authorName} in the conversation: ${message.body}`.slice(0, 10_000), at: message.createdAt } }) : undefined,
    onLink: (message) => void copyText(linkTo(`/incidents/${incident.key}?tab=conversation&message=${message.id}`), 'Link copied'),
    onAim: handlers.onAim,
  };
}

function Loaded({ incident, messages, window: { rows, older } }: { incident: Incident; messages: ReturnType<typeof useMessages>; window: MessageWindow }) {
  const { person } = useSession();
  const { search, set } = useView();
  const byPage = useWidth() === 'phone';
  const readTo = useReadTo(incident.id);
  // The mark stays where it was when the conversation was opened, while reading moves on.
  const [marked] = useState(readTo < 0 ? undefined : readTo);
  const [replyTo, setReplyTo] = useState<Message | undefined>(undefined);
  const outbox = useOutbox(incident);
  const waiting = stillOutgoing(outbox.outgoing, rows, person.id);
  const newest = rows.at(-1)?.position ?? 0;
  const { box, atEnd, toEnd } = useScroll({ first: rows[0]?.id, last: waiting.at(-1)?.clientId ?? rows.at(-1)?.id, onTop: () => void messages.loadOlder(), byPage });
  useArrows(box, 'article');
  const onAim = (id: string): void => {
    showInMiddle(`message-${id}`);
    set({ message: id });
  };
  const onReply = (message: Message): void => {
    setReplyTo(message);
    focusSoon('message-field');
  };
  const context = useRowContext(incident, rows, { onReply, onAim });
  const canLoad = older !== null && messages.olderProblem === undefined;
  useAimed(search.message, rows, canLoad ? messages.loadOlder : undefined);
  useReading(incident.id, newest, atEnd);
  const unread = rows.some((message) => message.position > readTo && message.author?.id !== person.id);
  const onSend = (draft: Omit<Draft, 'after'>): void => {
    outbox.send({ ...draft, after: newest });
    requestAnimationFrame(toEnd);
  };
  return (
    <div className={styles.conversation}>
      <div ref={box} className={styles.feed} role="log" aria-label="Conversation">
        <div>
          {rows.length === 0 && waiting.length === 0 ? (
            <Empty title="Nobody has said anything yet">Write what you see; everybody engaged reads it here. Type / for what can be done from here.</Empty>
          ) : (
            <Feed messages={messages} rows={rows} waiting={waiting} older={older !== null} marked={marked} me={person} aimed={search.message} context={context} onRetry={outbox.retry} onDiscard={outbox.discard} />
          )}
        </div>
      </div>
      <div className={look.foot}>
        {!atEnd && (
          <Button className={look.jump} size="xs" onClick={toEnd}>
            {unread ? 'New messages ↓' : 'To the newest ↓'}
          </Button>
        )}
        {can(incident, 'post') ? <Composer incident={incident} replyTo={replyTo} onReplyDone={() => setReplyTo(undefined)} onSend={onSend} /> : <p className={look.closed}>You may read this conversation, not write in it. Join the incident first.</p>}
      </div>
    </div>
  );
}

/** Remembers what was read while its end is in view of somebody. */
function useReading(incidentId: string, newest: number, atEnd: boolean): void {
  useEffect(() => {
    if (!atEnd || newest === 0) return undefined;
    const read = (): void => {
      if (document.visibilityState === 'visible') markRead(incidentId, newest);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [atEnd, newest, incidentId]);
}

/** Brings the message that a link points at into view once, loading older pages (while that is possible) until it is there. */
function useAimed(id: string | undefined, rows: readonly Message[], loadOlder: (() => Promise<void>) | undefined): void {
  const reached = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (id === undefined || reached.current === id) return;
    if (!rows.some((message) => message.id === id)) {
      void loadOlder?.();
      return;
    }
    reached.current = id;
    // After the conversation has found its own place.
    requestAnimationFrame(() => showInMiddle(`message-${id}`));
  });
}
