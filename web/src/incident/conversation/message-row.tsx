import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCornerUpLeft, IconEye, IconLink, IconPinFilled, IconRefreshDot, IconTimelineEventPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Message } from '../../../../api/contract/timeline.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Avatar } from '../../ui/person.tsx';
import { Time } from '../../ui/time.tsx';
import { SmartLink } from '../smart-link.tsx';
import { Attachments } from './attachments.tsx';
import styles from './conversation.module.css';
import { withNames } from './token.ts';

/** What a row of the conversation may do and needs to know about the others. */
export type RowContext = {
  incident: string;
  me: { id: string; email: string };
  names: ReadonlyMap<string, string>;
  find: (id: string) => Message | undefined;
  /** Undefined when the viewer may not post. */
  onReply: ((message: Message) => void) | undefined;
  onKeep: ((message: Message) => void) | undefined;
  onLink: (message: Message) => void;
  onAim: (id: string) => void;
};

/** One message; `joined` follows another by the same author and leaves name and face out. `fresh` ones glow once; `entry` is the one that Tab goes to. */
export function MessageRow(props: { message: Message; joined: boolean; aimed: boolean; fresh: boolean; entry: boolean; context: RowContext }) {
  const { message, joined, aimed, fresh, entry, context } = props;
  const [glow] = useState(fresh);
  const system = message.kind === 'system';
  const mentioned = message.mentions.includes(context.me.email) && message.author?.id !== context.me.id;
  // A message that went to mail and chat too offers to open this very page.
  const buttons = message.buttons.filter((button) => !leadsTo(button.url, `/incidents/${context.incident}`));
  const original = message.replyTo === null ? undefined : context.find(message.replyTo);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows move between messages; Tab reaches the newest one.
    <article className={glow ? `${styles.message} glow` : styles.message} data-joined={joined || undefined} data-aimed={aimed || undefined} data-mentions={mentioned || undefined} id={`message-${message.id}`} tabIndex={entry ? 0 : -1} aria-label={`${message.authorName}: message`}>
      {joined ? (
        <span className={styles.gutter}>
          <Time at={message.createdAt} as="clock" />
        </span>
      ) : (
        <Face message={message} />
      )}
      <div>
        {!joined && <Head message={message} />}
        {message.replyTo !== null && <Quote original={original} onAim={context.onAim} />}
        <Body message={message} names={context.names} system={system} />
        <Attachments incident={context.incident} files={message.files} />
        {buttons.length > 0 && (
          <div className={styles.links}>
            {buttons.map((button) => (
              <SmartLink key={button.url} to={button.url} className={styles.attachment}>
                {button.label}
              </SmartLink>
            ))}
          </div>
        )}
      </div>
      <Tools message={message} context={context} />
    </article>
  );
}

function leadsTo(url: string, path: string): boolean {
  const target = URL.parse(url, window.location.origin);
  return target !== null && target.pathname === path && target.search === '' && target.hash === '';
}

function Face({ message }: { message: Message }) {
  if (message.author && message.kind !== 'system') return <Avatar person={message.author} />;
  return (
    <span className={styles.glyph} aria-hidden="true">
      <IconRefreshDot size={14} />
    </span>
  );
}

function Head({ message }: { message: Message }) {
  return (
    <div className={styles.head}>
      <bdi>{message.authorName}</bdi>
      <Time at={message.createdAt} as="clock" />
      {message.editedAt !== null && <small>edited</small>}
      {message.onlyForYou && (
        <small className={styles.only}>
          <IconEye size={12} aria-hidden="true" style={{ verticalAlign: -2 }} /> only you see this
        </small>
      )}
      {message.pinned && (
        <span className={styles.pin}>
          <IconPinFilled size={12} aria-hidden="true" style={{ verticalAlign: -2 }} /> pinned
        </span>
      )}
    </div>
  );
}

function Body({ message, names, system }: { message: Message; names: ReadonlyMap<string, string>; system: boolean }) {
  if (message.kind === 'command') return <div className={styles.command}>{message.body}</div>;
  return (
    <div className={system ? styles.system : undefined} dir="auto">
      <Markdown compact>{withNames(message.body, names)}</Markdown>
    </div>
  );
}

function Quote({ original, onAim }: { original: Message | undefined; onAim: (id: string) => void }) {
  if (!original) return <span className={styles.quote}>Answer to an earlier message</span>;
  return (
    <button type="button" className={styles.quote} style={{ background: 'none', borderWidth: '0 0 0 2px', cursor: 'pointer' }} onClick={() => onAim(original.id)}>
      <bdi>{original.authorName}</bdi>: {original.body.slice(0, 140)}
    </button>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} onClick={onClick} aria-label={label}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Tools({ message, context }: { message: Message; context: RowContext }) {
  const { onReply, onKeep, onLink } = context;
  if (message.onlyForYou || message.kind === 'command') return null;
  return (
    <div className={styles.tools}>
      {onReply && (
        <Tool label="Reply" onClick={() => onReply(message)}>
          <IconCornerUpLeft size={15} aria-hidden="true" />
        </Tool>
      )}
      {onKeep && message.kind === 'person' && (
        <Tool label="Add to the timeline" onClick={() => onKeep(message)}>
          <IconTimelineEventPlus size={15} aria-hidden="true" />
        </Tool>
      )}
      <Tool label="Copy link" onClick={() => onLink(message)}>
        <IconLink size={15} aria-hidden="true" />
      </Tool>
    </div>
  );
}
