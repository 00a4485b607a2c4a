import type { CommandData } from './commands.ts';
import type { NewEvent } from './events.ts';
import type { IncidentState } from './state.ts';
import type { PersonRef } from './types.ts';

/** What an erased person is called everywhere. */
export const ERASED_NAME = 'Erased person';
const ERASED_DOMAIN = '@erased.invalid';

/** Who stands for a person after their data was erased: the same id, so that roles and costs stay attached, and nothing that says who it was. */
export function erasedPerson(personId: string): PersonRef {
  return { personId, email: `erased-${personId}${ERASED_DOMAIN}`, name: ERASED_NAME };
}

/** True for the address of an erased person, to whom nothing may be sent. `.invalid` never resolves (RFC 2606). */
export function isErasedAddress(email: string): boolean {
  return email.endsWith(ERASED_DOMAIN);
}

/** A person as they are to be found before they are erased. */
export interface ErasureSubject {
  personId: string;
  /** Every address they were known under. */
  emails: readonly string[];
  /** Every name they were known under. */
  names: readonly string[];
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Replaces a person in a text: their addresses anywhere, and names of two words or more where they stand as words. A single word (“Will”) is left, because it
 * would be taken out of sentences that are about something else.
 */
export function textEraser({ personId, emails, names }: ErasureSubject): (text: string) => string {
  const { email: newEmail, name: newName } = erasedPerson(personId);
  const addresses = emails.filter((email) => email !== '').map(escape);
  const words = names.map((name) => name.trim()).filter((name) => /\S\s+\S/.test(name)).map((name) => name.split(/\s+/).map(escape).join(String.raw`\s+`));
  const address = addresses.length === 0 ? null : new RegExp(`(?<![\\w.+-])(?:${addresses.join('|')})(?![\\w-]|\\.\\w)`, 'giu');
  const name = words.length === 0 ? null : new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words.join('|')})(?![\p{L}\p{N}])`, 'giu');
  return (text) => {
    const withoutAddress = address === null ? text : text.replace(address, newEmail);
    return name === null ? withoutAddress : withoutAddress.replace(name, newName);
  };
}

/** Replaces a person in a JSON value: references by their id, and texts as {@link textEraser} does. Equal values come back as the same object. */
export function eraseIn<T>(value: T, subject: ErasureSubject, eraseText: (text: string) => string = textEraser(subject)): T {
  return mapDeep(value, subject.personId, eraseText) as T;
}

/** Replaces references to a person by their id; texts stay. */
export function replaceRefs<T>(value: T, personId: string): T {
  return mapDeep(value, personId, (text) => text) as T;
}

function mapDeep(value: unknown, personId: string, eraseText: (text: string) => string): unknown {
  if (typeof value === 'string') return eraseText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const mapped = value.map((item) => mapDeep(item, personId, eraseText));
    return mapped.some((item, i) => item !== value[i]) ? mapped : value;
  }
  // Keys too: maps by e-mail address are common.
  const entries = Object.entries(value).map(([key, inner]) => [eraseText(key), mapDeep(inner, personId, eraseText)] as const);
  const isThem = 'personId' in value && value.personId === personId && 'email' in value;
  if (isThem) return { ...Object.fromEntries(entries), ...erasedPerson(personId) };
  return entries.some(([key, inner]) => inner !== Reflect.get(value, key)) ? Object.fromEntries(entries) : value;
}

/** Erases a person from an incident; once per erasure. The ledger fills in what it changed when it stores the event. */
export function erasePerson(state: IncidentState, { erasureId, personId }: CommandData['erasePerson']): NewEvent[] {
  if (state.erasures?.includes(erasureId)) return [];
  return [{ kind: 'person.erased', actor: { kind: 'system', name: 'Dispatch' }, data: { erasureId, personId, redactions: {} } }];
}

/** Folds an erasure: the person is replaced wherever the state refers to them, and open tasks of theirs are nobody's. */
export function evolveErased(state: IncidentState, { erasureId, personId }: { erasureId: string; personId: string }): IncidentState {
  const freed = state.tasks.map((task) => (task.assignee?.personId === personId && task.state === 'open' ? { ...task, assignee: null } : task));
  return { ...replaceRefs({ ...state, tasks: freed }, personId), erasures: [...(state.erasures ?? []), erasureId] };
}
