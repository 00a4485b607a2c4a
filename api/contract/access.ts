import { atLeast, levelNeeded } from '../../domain/access.ts';
import type { AccessLevel } from '../../domain/access.ts';
import type { Access } from './route.ts';

/** The lowest access level in the organization that may call a route; null where none is needed, or the incident decides. */
export function levelFor(access: Access): AccessLevel | null {
  return typeof access === 'object' || access === 'public' || access === 'signedIn' ? null : levelNeeded(access);
}

/** True when `level` may call a route; about routes of one incident the incident's own answer says more. */
export function mayCall(level: AccessLevel, access: Access): boolean {
  const needed = levelFor(access);
  return needed === null || atLeast(level, needed);
}
