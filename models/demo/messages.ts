import { randomUUID } from 'node:crypto';
import { describeEvent } from '../../domain/incident/describe.ts';
import type { EventKind, IncidentEvent } from '../../domain/incident/events.ts';
import type { Line } from './story.ts';

/** A row of `messages`; `n` keeps the order. */
export interface MessageRow {
  n: number;
  id: string;
  key: string;
  kind: 'person' | 'system';
  author_id: string | null;
  author_name: string;
  body: string;
  created_at: string;
}

/** What the automation tells a conversation. */
const TOLD: readonly EventKind[] = ['role.assigned', 'participant.added', 'stage.changed', 'report.posted', 'task.created', 'incident.edited'];

/** The conversation of an incident: what people said, and between it what the automation told them, by time. */
export function messageRows(lines: readonly Line[], events: readonly IncidentEvent[]): MessageRow[] {
  const said = lines.map(({ author, body, at }) => ({ kind: 'person' as const, author_id: author.personId, author_name: author.name, body, created_at: at }));
  const told = events.filter((e) => TOLD.includes(e.kind)).map((e) => ({ kind: 'system' as const, author_id: null, author_name: 'Dispatch', body: describeEvent(e).text, created_at: e.at }));
  const all = [...said, ...told].toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  return all.map((message, n) => ({ n, id: randomUUID(), key: `demo/${n}`, ...message }));
}
