import type { Message } from '../../../../api/contract/timeline.ts';
import { formatDay } from '../../ui/time-format.ts';

/** What the conversation shows in a row: a day's beginning, the beginning of what is unread, or a message; `joined` = by the same author right after, so without name and face. */
export type Row = { kind: 'day'; id: string; label: string } | { kind: 'unread'; id: string } | { kind: 'message'; id: string; message: Message; joined: boolean };

const CLOSE = 5 * 60_000;

function joins(before: Message | undefined, message: Message): boolean {
  if (!before || before.kind !== message.kind || message.replyTo !== null || message.onlyForYou !== before.onlyForYou) return false;
  return before.author?.id === message.author?.id && before.authorName === message.authorName && Date.parse(message.createdAt) - Date.parse(before.createdAt) < CLOSE;
}

/** Lays messages (oldest first) out in rows; `readTo` is the position up to which the viewer had read when they came, undefined for no mark. */
export function layRows(messages: readonly Message[], options: { now: number; zone: string; readTo: number | undefined; myId: string }): Row[] {
  const rows: Row[] = [];
  let day = '';
  let marked = options.readTo === undefined;
  let before: Message | undefined;
  for (const message of messages) {
    const label = formatDay(message.createdAt, options.now, options.zone);
    const newDay = label !== day;
    if (newDay) rows.push({ kind: 'day', id: `day-${label}`, label });
    const unread = !marked && message.position > (options.readTo ?? 0) && message.author?.id !== options.myId;
    if (unread) rows.push({ kind: 'unread', id: 'unread' });
    rows.push({ kind: 'message', id: message.id, message, joined: !newDay && !unread && joins(before, message) });
    day = label;
    marked ||= unread;
    before = message;
  }
  return rows;
}

/** How many loaded messages of others came after the position the viewer has read to. */
export function countUnread(messages: readonly Message[], readTo: number, myId: string): number {
  return messages.filter((message) => message.position > readTo && message.author?.id !== myId).length;
}
