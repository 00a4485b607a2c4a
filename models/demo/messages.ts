import { randomUUID } from 'node:crypto';
import { dueAnnouncements } from '../../domain/incident/announced.ts';
import { describeEvent } from '../../domain/incident/describe.ts';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
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

/** The conversation of an incident: what it is about, what people said, and between it what the automation told them, by time. Keys are those of the automation, which says nothing again. */
export function messageRows({ title, description, declaredAt }: Pick<IncidentState, 'title' | 'description' | 'declaredAt'>, lines: readonly Line[], events: readonly IncidentEvent[]): MessageRow[] {
  const said = lines.map(({ author, body, at }, n) => ({ key: `demo/${n}`, kind: 'person' as const, author_id: author.personId, author_name: author.name, body, created_at: at }));
  const told = dueAnnouncements(events).map((event) => automation({ key: `event/${event.seq}`, body: describeEvent(event).text, created_at: event.at }));
  const opened = automation({ key: 'opened', body: `**${title}**\n\n> ${description}`, created_at: declaredAt });
  const all = [opened, ...[...said, ...told].toSorted((a, b) => a.created_at.localeCompare(b.created_at))];
  return all.map((message, n) => ({ n, id: randomUUID(), ...message }));
}

function automation(message: Pick<MessageRow, 'key' | 'body' | 'created_at'>): Omit<MessageRow, 'n' | 'id'> {
  return { kind: 'system', author_id: null, author_name: 'Dispatch', ...message };
}
