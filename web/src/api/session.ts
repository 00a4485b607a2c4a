import { type QueryClient, useQuery } from '@tanstack/react-query';
import { routes } from '../../../api/contract/index.ts';
import type { Session } from '../../../api/contract/session.ts';
import { readStored, writeStored } from '../ui/store.ts';
import { call, setOrganization } from './client.ts';

type AccessLevel = NonNullable<Session['person']>['accessLevel'];
/** What people may do in an organization. */
export type OrganizationAction = NonNullable<Session['person']>['abilities'][number];

const CHOSEN = 'dispatch.organization';

/** Access levels, each with everything the ones before it may. */
export const ACCESS_LEVELS: readonly AccessLevel[] = ['member', 'manager', 'admin', 'owner'];

/** The session of somebody who is signed in. */
export type SignedIn = Session & { person: NonNullable<Session['person']> };

const options = { queryKey: ['session.get', {}, {}] as const, queryFn: () => call(routes.session.get, { query: { organization: readStored(CHOSEN) } }), staleTime: Number.POSITIVE_INFINITY };

/** Loads the session once and points all further calls at its organization. */
export async function loadSession(client: QueryClient): Promise<Session> {
  const session = await client.ensureQueryData(options);
  setOrganization(session.organization.slug);
  return session;
}

/** Asks for the session anew, after it was renewed. */
export function reloadSession(client: QueryClient): Promise<Session> {
  return client.fetchQuery({ ...options, staleTime: 0 });
}

/** The session inside the signed-in part of the product; throws when used outside of it. */
export function useSession(): SignedIn {
  const { data } = useQuery(options);
  if (!data?.person) throw new Error('The session is used before it is loaded');
  return { ...data, person: data.person };
}

/** Reads the session again when the page opens, because settings that it tells of may have changed since. */
export function useFreshSession(): void {
  useQuery({ ...options, refetchOnMount: 'always' });
}

const isLevel = (needed: AccessLevel | OrganizationAction): needed is AccessLevel => (ACCESS_LEVELS as readonly string[]).includes(needed);

/** Whether the person may do this in the organization, as the server's own table says; a level = whether theirs is at least that. */
export function useMay(needed: AccessLevel | OrganizationAction): boolean {
  const { person } = useSession();
  return isLevel(needed) ? ACCESS_LEVELS.indexOf(person.accessLevel) >= ACCESS_LEVELS.indexOf(needed) : person.abilities.includes(needed);
}

/** Goes to another organization of the person's, with nothing of the old one in memory; `to` is the address to open there. */
export function switchOrganization(slug: string, to = '/'): void {
  writeStored(CHOSEN, slug);
  window.location.assign(to);
}

/** Ends the session, at the OpenID Connect provider too where it can be, and begins anew at the sign-in page with nothing of the old one in memory. */
export async function signOut({ pkce }: Session['authentication']): Promise<void> {
  await call(routes.session.signOut, {}).catch(() => undefined);
  if (pkce) {
    const { leaveProvider } = await import('../sign-in/pkce.ts');
    if (await leaveProvider(pkce).catch(() => false)) return;
  }
  window.location.assign('/sign-in');
}
