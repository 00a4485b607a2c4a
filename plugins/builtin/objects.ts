import {
  type BuiltinObject,
  type BuiltinObjectKind,
  type BuiltinStore,
  type PeopleResult,
  type PluginContext,
  VendorError,
  type VendorPerson,
} from '../contract.ts';

/** What the capabilities need of the context. */
export type BuiltinContext = Pick<PluginContext, 'store' | 'webUrl' | 'now'>;

const NOUNS: Record<BuiltinObjectKind, string> = {
  conversation: 'conversation',
  document: 'document',
  storage: 'folder',
  ticket: 'ticket',
  conference: 'conference',
  group: 'group',
  page: 'page',
};

/** The object of that id and kind; `not-found` when there is none. */
export async function objectOf(
  store: BuiltinStore,
  kind: BuiltinObjectKind,
  id: string,
): Promise<BuiltinObject> {
  const object = await store.getObject(id);
  if (object === null || object.kind !== kind)
    throw new VendorError(
      'not-found',
      `There is no ${NOUNS[kind]} ${id}: supply or retry the step that makes it`,
    );
  return object;
}

/** Page of an incident in the web, optionally one of its tabs. */
export function incidentPage(
  { webUrl }: Pick<PluginContext, 'webUrl'>,
  incidentId: string,
  tab?: string,
): string {
  return `${webUrl}/incidents/${incidentId}${tab === undefined ? '' : `?tab=${tab}`}`;
}

/** Adds the people that have an address as members; those without are returned. */
export async function addMembers(
  store: BuiltinStore,
  id: string,
  people: readonly VendorPerson[],
): Promise<PeopleResult> {
  const usable = people.filter((person) => person.email.includes('@'));
  const failed = people.filter((person) => !person.email.includes('@'));
  if (usable.length > 0)
    await store.setMembers(id, {
      add: usable.map((person) => ({ email: person.email.toLowerCase(), name: person.name })),
    });
  return { failed: failed.map(({ email }) => ({ email, reason: `“${email}” is not an e-mail address` })) };
}

/** Takes somebody out; somebody who is not in is no error. */
export async function removeMember(store: BuiltinStore, id: string, email: string): Promise<void> {
  await store.setMembers(id, { remove: [email.toLowerCase()] });
}
