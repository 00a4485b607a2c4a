import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { formatDay } from '../../ui/time-format.ts';

type Told = Pick<TimelineEvent, 'actor' | 'text' | 'amendedText' | 'details' | 'kind'>;

const escape = (name: string): string => name.replace(/[\\`*_[\]<>]/g, '\\$&');

const NOBODY: ReadonlyMap<string, string> = new Map();

/** What a row says, as Markdown: the event's own sentence, or what people wrote in its place, led by whose event it is. Reminders know addresses only; `names` (by lower-case address) says who they are. */
export function rowText(event: Told, names = NOBODY): string {
  if (event.amendedText === null) return event.kind === 'reminder.sent' ? withNames(event.text.trim(), names) : event.text.trim();
  return event.actor.kind === 'person' ? `**${escape(event.actor.name)}**: ${event.amendedText.trim()}` : event.amendedText.trim();
}

function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/[^\s,*]+@[^\s,*]+/g, (address) => {
    const name = names.get(address.replaceAll('\\', '').toLowerCase());
    return name === undefined ? address : `**${escape(name)}**`;
  });
}

/** The fields a row shows below its sentence; a text that was put in place of a note's stands in the sentence alone. */
export function rowDetails(event: Told): TimelineEvent['details'] {
  return event.amendedText === null ? event.details : event.details.filter(({ label }) => label !== 'Note' && label !== 'Message');
}

/** The words of a note that its correction begins with. */
export function ownWords(event: Told): string {
  if (event.amendedText !== null) return event.amendedText;
  const long = event.details.find(({ label }) => label === 'Note' || label === 'Message');
  return long?.text ?? event.text.replace(/^\*\*(?:[^*]|\\\*)+\*\* (?:noted|wrote): /, '');
}

/** Rows under the day they happened on. */
export type Day = { label: string; rows: TimelineEvent[] };

/** Splits events (in their order) by the day they happened on in the zone. */
export function byDay(events: readonly TimelineEvent[], now: number, zone: string): Day[] {
  const days: Day[] = [];
  for (const event of events) {
    const label = formatDay(event.at, now, zone);
    const last = days.at(-1);
    if (last?.label === label) last.rows.push(event);
    else days.push({ label, rows: [event] });
  }
  return days;
}

/** Whether an event was written down noticeably later than it happened. */
export function isBackdated(event: Pick<TimelineEvent, 'at' | 'recordedAt'>): boolean {
  return Date.parse(event.recordedAt) - Date.parse(event.at) > 60_000;
}
