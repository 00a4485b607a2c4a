import { atLeast, levelNeeded } from '../../domain/access.ts';
import type { Route } from './route.ts';

/** What an API token may be allowed to do, each by itself; `admin` includes the others. None goes beyond the access level of the token's owner. */
export const TOKEN_SCOPES = ['read', 'incidents:write', 'settings:write', 'admin'] as const;
/** See {@link TOKEN_SCOPES}. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Each scope in the words of the page where tokens are made. */
export const SCOPE_TEXTS: Record<TokenScope, string> = {
  read: 'Read incidents, tasks, postmortems, people and settings',
  'incidents:write': 'Declare and run incidents, post, work on tasks and documents',
  'settings:write': 'Change types, services, engagement rules and plugins',
  admin: 'Everything the owner may do, also members, service accounts and the audit log',
};

/** First words of paths that are about the caller alone. */
const PERSONAL = ['account', 'session'];

/**
 * The scope that a token needs for a route, so that a new route has one by being in the table. Null = no token may call it: one's own account is
 * for people who signed in. Reading needs `read`, or `admin` for what only administrators see outside of configuration.
 */
export function scopeOf({ method, path, access }: Pick<Route, 'method' | 'path' | 'access'>): TokenScope | null {
  if (access === 'public' || access === 'signedIn' || PERSONAL.includes(path.split('/')[1] ?? '')) return null;
  const isConfiguration = access === 'configure' || access === 'managePlugins';
  const isForAdministrators = typeof access === 'string' && atLeast(levelNeeded(access), 'admin');
  if (method === 'get') return isForAdministrators && !isConfiguration ? 'admin' : 'read';
  if (!isForAdministrators) return 'incidents:write';
  return isConfiguration ? 'settings:write' : 'admin';
}
