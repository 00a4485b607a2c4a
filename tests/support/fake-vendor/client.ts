import { z } from 'zod';
import {
  type Http,
  type PeopleResult,
  type PluginContext,
  VendorError,
  type VendorObject,
  type VendorPerson,
} from '../../../plugins/contract.ts';
import { ensureOne } from '../../../plugins/ensure-one.ts';
import { UNIQUE, type Collection } from './objects.ts';

/** Settings of the fake vendor's plugin. */
export const FakeSettings = z.object({
  baseUrl: z.url({ protocol: /^https?$/, error: 'is not a web address' }),
  token: z.string().min(1, 'may not be empty'),
  timeoutMs: z.int().min(50).max(60_000).default(5000),
});
/** See {@link FakeSettings}. */
export type FakeSettings = z.infer<typeof FakeSettings>;

const Item = z.object({
  id: z.string(),
  url: z.string(),
  madeAt: z.string(),
  mark: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
/** An object as the vendor sends it. */
export type Item = z.infer<typeof Item>;
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The vendor's API in our words. */
export interface FakeClient {
  http: Http;
  /** One object per mark, whatever happens. */
  ensure(
    collection: Collection,
    body: { mark: string; name: string } & Record<string, unknown>,
  ): Promise<Item>;
  get(collection: Collection, id: string): Promise<Item>;
  patch(collection: Collection, id: string, changes: Record<string, unknown>): Promise<Item>;
  addMembers(
    place: { collection: Collection; id: string },
    people: readonly VendorPerson[],
  ): Promise<PeopleResult>;
  removeMember(place: { collection: Collection; id: string }, email: string): Promise<void>;
  members(place: { collection: Collection; id: string }): Promise<string[]>;
}

/** Makes the client of one instance. */
export function createFakeClient(
  settings: FakeSettings,
  context: Pick<PluginContext, 'createHttp'>,
): FakeClient {
  const http = context.createHttp({
    vendor: 'Fake vendor',
    baseUrl: settings.baseUrl,
    timeoutMs: settings.timeoutMs,
    headers: () => ({ authorization: `Bearer ${settings.token}` }),
  });
  const find = async (collection: Collection, mark: string) =>
    (await http.json({ path: `/${collection}`, query: { mark } }, pageOf(Item))).items;
  const create = (collection: Collection, body: unknown) =>
    http.json({ method: 'POST', path: `/${collection}`, json: body }, Item);
  const remove = async (collection: Collection, id: string) =>
    void (await http.send({ method: 'DELETE', path: `/${collection}/${id}` }));
  const membersPath = (place: { collection: Collection; id: string }) =>
    `/${place.collection}/${place.id}/members`;
  return {
    http,
    ensure: (collection, body) =>
      (UNIQUE.includes(collection) ? ensureUnique : ensureAny)({ find, create, remove, collection, body }),
    get: (collection, id) => http.json({ path: `/${collection}/${encodeURIComponent(id)}` }, Item),
    patch: (collection, id, changes) =>
      http.json({ method: 'PATCH', path: `/${collection}/${encodeURIComponent(id)}`, json: changes }, Item),
    addMembers: (place, people) =>
      addEach(people, (person) => http.send({ method: 'POST', path: membersPath(place), json: person })),
    async removeMember(place, email) {
      await ignoring(
        'not-found',
        http.send({ method: 'DELETE', path: `${membersPath(place)}/${encodeURIComponent(email)}` }),
      );
    },
    async members(place) {
      const all: string[] = [];
      for (let cursor: string | null = '0'; cursor !== null;) {
        const page: { items: string[]; nextCursor: string | null } = await http.json(
          { path: membersPath(place), query: { cursor } },
          pageOf(z.string()),
        );
        all.push(...page.items);
        cursor = page.nextCursor;
      }
      return all;
    },
  };
}

interface Making {
  find: (collection: Collection, mark: string) => Promise<Item[]>;
  create: (collection: Collection, body: unknown) => Promise<Item>;
  remove: (collection: Collection, id: string) => Promise<void>;
  collection: Collection;
  body: { mark: string };
}

/** For collections whose marks the vendor keeps unique: a refusal means that ours is there. */
async function ensureUnique({ find, create, collection, body }: Making): Promise<Item> {
  try {
    return await create(collection, body);
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'conflict') throw error;
    const [there] = await find(collection, body.mark);
    if (there === undefined) throw error;
    return there;
  }
}

/** For collections that take any number of objects with one mark. */
function ensureAny({ find, create, remove, collection, body }: Making): Promise<Item> {
  return ensureOne<Item>({
    find: () => find(collection, body.mark),
    create: () => create(collection, body),
    remove: (item) => ignoring('not-found', remove(collection, item.id)),
    idOf: (item) => item.id,
    madeAt: (item) => item.madeAt,
  });
}

/** Adds one after the other; one whom the vendor refuses does not stop the others, but trouble with the vendor itself does. */
async function addEach(
  people: readonly VendorPerson[],
  add: (person: VendorPerson) => Promise<unknown>,
): Promise<PeopleResult> {
  const failed: PeopleResult['failed'] = [];
  for (const person of people) {
    try {
      await ignoring('conflict', add(person));
    } catch (error) {
      if (!(error instanceof VendorError) || (error.kind !== 'invalid' && error.kind !== 'not-found'))
        throw error;
      failed.push({ email: person.email, reason: error.message });
    }
  }
  return { failed };
}

/** Waits for `work`; an error of that kind means that there was nothing to do. */
export async function ignoring(kind: VendorError['kind'], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== kind) throw error;
  }
}

/** The object in the contract's words; `#` and the like are the caller's. */
export function objectOf(item: Item, name = String(item.fields['name'])): VendorObject {
  return { externalId: item.id, url: item.url, name };
}
