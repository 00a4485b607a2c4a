import { randomUUID } from 'node:crypto';
import type { Route } from '../../../api/contract/route.ts';
import { fullPath } from '../../../api/http/router.ts';

/** Ids of things that exist, by the name of the path parameter. */
export type Known = Record<string, string>;

/** The address of a route with its parameters filled from `known`, else with something well-formed that does not exist. */
export function addressOf(route: Route, known: Known = {}): string {
  const values: Known = { organization: 'default', incident: 'INC-404', email: 'nobody@example.com', step: 'ticket', seq: '1', role: 'scribe', plugin: 'builtin', id: randomUUID(), ...known };
  return fullPath(route).replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'));
}
