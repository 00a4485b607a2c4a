import { randomUUID } from 'node:crypto';

/** Collections of the fake vendor. Those in `UNIQUE` refuse a second object with the same mark, the others do not care. */
export const COLLECTIONS = [
  'conversations',
  'documents',
  'folders',
  'tickets',
  'meetings',
  'groups',
  'pages',
  'mails',
] as const;
/** See {@link COLLECTIONS}. */
export type Collection = (typeof COLLECTIONS)[number];
/** Collections whose marks the vendor keeps unique (an idempotency key, as PagerDuty's or a calendar's). */
export const UNIQUE: readonly Collection[] = ['meetings', 'pages', 'mails'];

/** An object at the vendor. */
export interface FakeObject {
  id: string;
  mark: string;
  madeAt: string;
  fields: Record<string, unknown>;
  members: Map<string, string>;
  messages: { id: string; key: string; text: string }[];
}

/** Everything the vendor keeps. */
export interface FakeData {
  collections: Map<Collection, Map<string, FakeObject>>;
  /** E-mail addresses that the vendor does not know: adding them fails. */
  strangers: Set<string>;
  /** On-call rotations by service id: who is on first, in order. */
  services: Map<string, { email: string; name: string }[]>;
}

/** A vendor with nothing in it. */
export function emptyData(): FakeData {
  return {
    collections: new Map(COLLECTIONS.map((name) => [name, new Map()])),
    strangers: new Set(),
    services: new Map(),
  };
}

let clock = 0;

/** Puts a new object into a collection; its time of making is later than that of every other. */
export function addObject(
  data: FakeData,
  collection: Collection,
  fields: Record<string, unknown>,
): FakeObject {
  clock += 1;
  const mark = typeof fields['mark'] === 'string' ? fields['mark'] : '';
  const object: FakeObject = {
    id: randomUUID(),
    mark,
    madeAt: String(clock).padStart(12, '0'),
    fields,
    members: new Map(),
    messages: [],
  };
  data.collections.get(collection)?.set(object.id, object);
  return object;
}

/** Objects of a collection, optionally those with a mark. */
export function objectsOf(data: FakeData, collection: Collection, mark?: string): FakeObject[] {
  const all = [...(data.collections.get(collection)?.values() ?? [])];
  return mark === undefined ? all : all.filter((object) => object.mark === mark);
}
