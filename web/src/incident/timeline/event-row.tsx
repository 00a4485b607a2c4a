import { ActionIcon, Button, Textarea } from '@mantine/core';
import { IconBell, IconEdit, IconLink, IconPin, IconPinFilled, IconPlug, IconRefreshDot } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Avatar } from '../../ui/person.tsx';
import { Time } from '../../ui/time.tsx';
import { useKeys } from '../use-keys.ts';
import { isAmendable } from './kinds.ts';
import { isBackdated, ownWords, rowDetails, rowText } from './row-text.ts';
import styles from './timeline.module.css';

/** What can be done with a row; undefined members are not offered. */
export type EventActions = { link: (event: TimelineEvent) => void; pin: ((event: TimelineEvent) => void) | undefined; amend: ((event: TimelineEvent, text: string) => Promise<void>) | undefined };

type Props = { event: TimelineEvent; href: string; aimed: boolean; fresh: boolean; entry: boolean; actions: EventActions; /** Names of the people of the incident by lower-case address. */ names: ReadonlyMap<string, string> };

// A report is read at once; the fields of everything else are there for who asks.
const OPEN = new Set(['report.posted']);

/** One event: when, who, what, and its fields; a fresh one glows once. */
export const EventRow = memo(function EventRow({ event, href, aimed, fresh, entry, actions, names }: Props) {
  const [glow] = useState(fresh);
  const [amending, setAmending] = useState(false);
  const person = event.actor.kind === 'person';
  // Who provides a resource is told by its link; alone it is no news.
  const details = rowDetails(event).filter(({ label }) => label !== 'Provider');
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows move between rows; Tab reaches the first one.
    <li className={glow ? `${styles.row} glow` : styles.row} data-aimed={aimed || undefined} data-quiet={!person || undefined} id={`event-${event.seq}`} tabIndex={entry ? 0 : -1}>
      <a className={styles.when} href={href} tabIndex={-1} onClick={(press) => (press.preventDefault(), actions.link(event))}>
        <Time at={event.at} as="clock" />
        <span className="visually-hidden">, copy link</span>
      </a>
      <Face event={event} />
      <div className={styles.text}>
        {amending && actions.amend ? <AmendForm event={event} amend={actions.amend} onDone={() => setAmending(false)} /> : <Markdown compact>{rowText(event, names)}</Markdown>}
        <Notes event={event} />
        <RowDetails details={details} open={OPEN.has(event.kind)} />
      </div>
      <div className={styles.actions}>
        {actions.pin && (
          <ActionIcon size={26} onClick={() => actions.pin?.(event)} aria-label={event.pinned ? 'Unpin the event' : 'Pin the event'} aria-pressed={event.pinned} title={event.pinned ? 'Unpin' : 'Pin'}>
            {event.pinned ? <IconPinFilled size={15} aria-hidden="true" /> : <IconPin size={15} aria-hidden="true" />}
          </ActionIcon>
        )}
        {actions.amend && isAmendable(event.kind) && (
          <ActionIcon size={26} onClick={() => setAmending(true)} aria-label="Correct the text" title="Correct the text; the ledger keeps what it was">
            <IconEdit size={15} aria-hidden="true" />
          </ActionIcon>
        )}
        <ActionIcon size={26} onClick={() => actions.link(event)} aria-label="Copy link" title="Copy link">
          <IconLink size={15} aria-hidden="true" />
        </ActionIcon>
      </div>
    </li>
  );
});

function Face({ event }: { event: TimelineEvent }) {
  const { kind, name, email } = event.actor;
  if (kind === 'person') {
    return (
      <span className={styles.face}>
        <Avatar person={{ name, email: email ?? name }} />
      </span>
    );
  }
  const Icon = event.kind === 'reminder.sent' ? IconBell : kind === 'plugin' ? IconPlug : IconRefreshDot;
  return (
    <span className={`${styles.glyph} ${styles.face}`} data-fail={event.kind === 'step.failed' || undefined} title={name} aria-hidden="true">
      <Icon size={14} />
    </span>
  );
}

function Notes({ event }: { event: TimelineEvent }) {
  const late = isBackdated(event);
  if (!event.pinned && !late && event.amendedText === null) return null;
  return (
    <div className={styles.notes}>
      {event.pinned && <span className={styles.pin}>★ pinned</span>}
      {event.amendedText !== null && <span title={`Was: ${event.text}`}>corrected</span>}
      {late && (
        <span>
          written down <Time at={event.recordedAt} />
        </span>
      )}
    </div>
  );
}

const SHORT = 140;
const TOLD = new Set(['Note', 'Message', 'Error']);

/** Fields below a sentence: a report's in a box, one short field as a quiet line, what was written in a box, all else folded. */
function RowDetails({ details, open }: { details: TimelineEvent['details']; open: boolean }) {
  const [only, ...others] = details;
  if (!only) return null;
  if (open) return <Details details={details} />;
  if (others.length === 0 && only.text.length <= SHORT && !only.text.includes('\n')) {
    return (
      <div className={styles.aside}>
        <Markdown compact>{TOLD.has(only.label) ? only.text : `${only.label}: ${only.text}`}</Markdown>
      </div>
    );
  }
  return details.some(({ label }) => TOLD.has(label)) ? <Details details={details} /> : <FoldedDetails details={details} />;
}

function Details({ details }: { details: TimelineEvent['details'] }) {
  const [only] = details;
  if (details.length === 1 && only) {
    return (
      <div className={styles.details} style={{ display: 'block' }} dir="auto">
        <Markdown compact>{only.text}</Markdown>
      </div>
    );
  }
  return (
    <dl className={styles.details}>
      {details.map(({ label, text }) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd dir="auto">
            <Markdown compact>{text}</Markdown>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FoldedDetails({ details }: { details: TimelineEvent['details'] }) {
  return (
    <details className={styles.fold}>
      <summary>{details.map(({ label }) => label.toLowerCase()).join(', ')} ▾</summary>
      <Details details={details} />
    </details>
  );
}

function AmendForm({ event, amend, onDone }: { event: TimelineEvent; amend: NonNullable<EventActions['amend']>; onDone: () => void }) {
  const [text, setText] = useState(ownWords(event));
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    try {
      await amend(event, text.trim());
      onDone();
    } catch {
      // Said in a notification; the text stays for another try.
    } finally {
      setBusy(false);
    }
  };
  const box = useKeys<HTMLDivElement>({ escape: onDone, submit: () => void save() });
  return (
    <div ref={box}>
      <Textarea aria-label="Corrected text" description="The ledger keeps what it was; people see this instead." autosize minRows={2} maxRows={12} maxLength={10_000} autoFocus value={text} onChange={(change) => setText(change.currentTarget.value)} />
      <div className={styles.buttons} style={{ margin: '6px 0' }}>
        <Button size="xs" variant="filled" onClick={() => void save()} loading={busy}>
          Save correction
        </Button>
        <Button size="xs" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
