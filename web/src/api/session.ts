import { type QueryClient, useQuery } from '@tanstack/react-query';
import { routes } from '../../../api/contract/index.ts';
import type { Session } from '../../../api/contract/session.ts';
import { call, setOrganization } from './client.ts';

type AccessLevel = NonNullable<Session['person']>['accessLevel'];

/** Access levels, each with everything the ones before it may. */
export const ACCESS_LEVELS: readonly AccessLevel[] = ['member', 'manager', 'admin', 'owner'];

/** The session of somebody who is signed in. */
export type SignedIn = Session & { person: NonNullable<Session['person']> };

const options = { queryKey: ['session.get', {}, {}] as const, queryFn: () => call(routes.session.get, {}), staleTime: Number.POSITIVE_INFINITY };

/** Loads the session once and points all further calls at its organization. */
export async function loadSession(client: QueryClient): Promise<Session> {
  const session = await client.ensureQueryData(options);
  setOrganization(session.organization.slug);
  return session;
}

/** The session inside the signed-in part of the product; throws when used outside of it. */
export function useSession(): SignedIn {
  const { data } = useQuery(options);
  if (!data?.person) throw new Error('The session is used before it is loaded');
  return { ...data, person: data.person };
}

/** Whether the person's access level in the organization is at least `level`. */
export function useMay(level: AccessLevel): boolean {
  const { person } = useSession();
  return ACCESS_LEVELS.indexOf(person.accessLevel) >= ACCESS_LEVELS.indexOf(level);
}

/** Ends the session and begins anew at the sign-in page, with nothing of the old one in memory. */
export async function signOut(): Promise<void> {
  await call(routes.session.signOut, {}).catch(() => undefined);
  window.location.assign('/sign-in');
}
