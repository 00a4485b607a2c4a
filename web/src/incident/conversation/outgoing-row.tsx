import { Button } from '@mantine/core';
import { Markdown } from '../../ui/markdown.tsx';
import { Avatar } from '../../ui/person.tsx';
import styles from './conversation.module.css';
import type { Outgoing } from './outbox.ts';
import { withNames } from './token.ts';

type Props = { entry: Outgoing; me: { name: string; email: string }; names: ReadonlyMap<string, string>; onRetry: () => void; onDiscard: () => void };

/** A message on its way; one that was not sent stays, with what can be done about it. */
export function OutgoingRow({ entry, me, names, onRetry, onDiscard }: Props) {
  const failed = entry.state === 'failed';
  return (
    <article className={styles.message} data-mine={entry.state} aria-label={failed ? 'Your message, not sent' : 'Your message, being sent'}>
      <Avatar person={me} />
      <div>
        <div className={styles.head}>
          <bdi>{me.name}</bdi>
          {!failed && <small>sending</small>}
        </div>
        <div dir="auto" style={failed ? undefined : { opacity: 0.7 }}>
          {entry.body.startsWith('/') ? <span className={styles.command}>{entry.body}</span> : <Markdown compact>{withNames(entry.body, names)}</Markdown>}
        </div>
        {entry.files.length > 0 && (
          <div className={styles.attachments}>
            {entry.files.map((file) => (
              <span key={file.id} className={styles.attachment}>
                <span>{file.name}</span>
              </span>
            ))}
          </div>
        )}
        {failed && (
          <div className={styles.failed} role="alert">
            <span>Not sent. {entry.problem}</span>
            <Button size="xs" onClick={onRetry}>
              Send again
            </Button>
            <Button size="xs" variant="subtle" onClick={onDiscard}>
              Discard
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
