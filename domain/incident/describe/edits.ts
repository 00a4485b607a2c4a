import type { EditableField, FieldChange, IncidentEvent } from '../events.ts';
import { bold, escapeMarkdown, listed } from '../markdown.ts';
import { actorOf, details, said, type Description, type Detail } from './words.ts';

const FIELD_WORDS: Record<EditableField, string> = {
  title: 'title',
  description: 'description',
  resolution: 'resolution',
  type: 'type',
  severity: 'severity',
  priority: 'priority',
  visibility: 'visibility',
  tags: 'tags',
};
const IMPORTANT: readonly EditableField[] = ['severity', 'priority', 'visibility', 'title', 'resolution'];

/** An edit: one changed field as its own sentence, several as a list with each change in the details. */
export function describeEdit({ actor, data }: IncidentEvent<'incident.edited'>): Description {
  const important = data.changes.some((change) => IMPORTANT.includes(change.field));
  const [first, ...others] = data.changes;
  if (first === undefined) return said(`${actorOf(actor)} saved the incident unchanged`);
  if (others.length === 0)
    return { text: `${actorOf(actor)} ${sentence(first)}`, details: longDetail(first), important };
  const fields = listed(data.changes.map((change) => FIELD_WORDS[change.field]));
  return {
    text: `${actorOf(actor)} changed the ${fields}`,
    details: data.changes.flatMap(changeDetail),
    important,
  };
}

function sentence(change: FieldChange): string {
  const { field, from, to } = change;
  if (field === 'title') return `renamed the incident to ${bold(plain(to))}`;
  if (field === 'visibility')
    return to === 'restricted'
      ? 'restricted the incident to its participants'
      : 'opened the incident to everybody';
  if (field === 'description') return 'rewrote the description';
  if (field === 'resolution')
    return empty(to) ? 'removed the resolution' : `${empty(from) ? 'wrote' : 'rewrote'} the resolution`;
  if (field === 'tags') return tagsSentence(names(from), names(to));
  return `changed the ${FIELD_WORDS[field]} from ${bold(plain(from))} to ${bold(plain(to))}`;
}

function tagsSentence(from: string[], to: string[]): string {
  const added = to.filter((tag) => !from.includes(tag));
  const removed = from.filter((tag) => !to.includes(tag));
  const word = (tags: string[]) => `the tag${tags.length === 1 ? '' : 's'} ${listed(tags.map(bold))}`;
  if (added.length > 0 && removed.length > 0) return `added ${word(added)} and removed ${word(removed)}`;
  if (removed.length > 0) return `removed ${word(removed)}`;
  return added.length > 0 ? `added ${word(added)}` : 'reordered the tags';
}

function longDetail(change: FieldChange): Detail[] {
  if (change.field === 'title') return details(['Before', escapeMarkdown(plain(change.from))]);
  if (change.field !== 'description' && change.field !== 'resolution') return [];
  // Both are Markdown that people wrote: shown as they are.
  return details([label(change.field), typeof change.to === 'string' ? change.to : null]);
}

function changeDetail(change: FieldChange): Detail[] {
  if (change.field === 'description' || change.field === 'resolution') return longDetail(change);
  return details([
    label(change.field),
    `${escapeMarkdown(plain(change.from)) || '–'} → ${escapeMarkdown(plain(change.to)) || '–'}`,
  ]);
}

function label(field: EditableField): string {
  const word = FIELD_WORDS[field];
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value === 'string') return value;
  // Config rows are recorded by name; older callers may have recorded the row.
  if (value !== null && typeof value === 'object' && 'name' in value) return plain(value.name);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(plain) : [];
}

function empty(value: unknown): boolean {
  return plain(value).trim() === '';
}
