import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { Message } from '../../../../api/contract/timeline.ts';
import { useNow } from '../../ui/now.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useZone } from '../../ui/preferences.ts';
import styles from './conversation.module.css';
import { MessageRow, type RowContext } from './message-row.tsx';
import type { Outgoing } from './outbox.ts';
import { OutgoingRow } from './outgoing-row.tsx';
import { layRows } from './rows.ts';
import type { useMessages } from './window.ts';

type Props = {
  messages: ReturnType<typeof useMessages>;
  rows: readonly Message[];
  waiting: readonly Outgoing[];
  older: boolean;
  marked: number | undefined;
  me: { id: string; name: string; email: string };
  aimed: string | undefined;
  context: RowContext;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
};

/** The loaded messages under their days, those on their way at the end. */
export function Feed({ messages, rows, waiting, older, marked, me, aimed, context, onRetry, onDiscard }: Props) {
  const now = useNow(60_000);
  const zone = useZone();
  // What was there when the page was opened does not glow.
  const [since] = useState(rows.at(-1)?.position ?? 0);
  const last = rows.at(-1)?.id;
  return (
    <>
      <div className={styles.top}>
        {messages.olderProblem ? (
          <ProblemNotice error={messages.olderProblem} title="Older messages were not loaded" onRetry={() => void messages.loadOlder()} />
        ) : older ? (
          <Button size="xs" variant="subtle" onClick={() => void messages.loadOlder()} loading={messages.loadingOlder}>
            Show older messages
          </Button>
        ) : (
          'This is where the conversation began'
        )}
      </div>
      {layRows(rows, { now, zone, readTo: marked, myId: me.id }).map((row) => (
        <Fragment key={row.id}>
          {row.kind === 'day' && <div className={styles.day}>{row.label}</div>}
          {row.kind === 'unread' && <div className={styles.unread}>New</div>}
          {row.kind === 'message' && <MessageRow message={row.message} joined={row.joined} aimed={row.id === aimed} entry={row.id === last} fresh={row.message.position > since && row.message.author?.id !== me.id} context={context} />}
        </Fragment>
      ))}
      {waiting.map((entry) => (
        <OutgoingRow key={entry.clientId} entry={entry} me={me} names={context.names} onRetry={() => onRetry(entry.clientId)} onDiscard={() => onDiscard(entry.clientId)} />
      ))}
    </>
  );
}
