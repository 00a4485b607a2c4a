import type { z } from 'zod';
import type { Ability, AccessLevel, OrganizationAction } from '../../domain/access.ts';

/**
 * Who may call a route: `public` anybody; `signedIn` whoever proves who they are, member of an organization or not (root routes);
 * an action of `ORGANIZATION_RULES` = those who may do it; an access level = at least that in the organization;
 * `{ incident }` = that ability on the incident named by the path (404 when it must stay hidden, 403 when only the ability lacks).
 */
export type Access = 'public' | 'signedIn' | AccessLevel | OrganizationAction | { incident: Ability };

/**
 * Whether a route asks for a fresh second factor first: never; always; `when` the body sets one of these fields (to one of the values, where
 * they are listed) and the incident of the path, if there is one, does not have that value yet. Of whom it is asked is the organization's
 * policy; `own` = of everybody who has a second factor, whatever the policy.
 */
export type StepUp = boolean | 'own' | { when: Record<string, true | readonly string[]> };

/** One row of the route table. Paths are relative to `/api/v1/{organization}` unless `scope` is `root` (then to `/api/v1`). */
export interface Route {
  id: string;
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Express path, e.g. `/incidents/:incident`. */
  path: string;
  scope: 'organization' | 'root';
  access: Access;
  stepUp: StepUp;
  summary: string;
  tag: string;
  status: 200 | 201 | 202 | 204;
  params: z.ZodType | null;
  query: z.ZodType | null;
  body: z.ZodType | null;
  response: z.ZodType | null;
  /** Set for what is not JSON: the live stream, files. */
  produces: string | null;
  /** Largest accepted body in bytes for raw uploads; null = JSON of at most 1 MB. */
  rawBodyLimit: number | null;
}

type Parts = Partial<Pick<Route, 'scope' | 'stepUp' | 'status' | 'params' | 'query' | 'body' | 'response' | 'produces' | 'rawBodyLimit'>> &
  Pick<Route, 'id' | 'method' | 'path' | 'access' | 'summary' | 'tag'>;
type Filled<P extends Parts> = {
  [K in keyof Route]: K extends keyof P ? P[K] : K extends 'scope' ? 'organization' : K extends 'status' ? 200 : K extends 'stepUp' ? false : null;
};

/** Fills a route's defaults (organization scope, 200, no step-up, no params/query/body/response) and keeps its exact types for inference. */
export function defineRoute<const P extends Parts>(parts: P): Filled<P> {
  const defaults = { scope: 'organization', status: 200, stepUp: false, params: null, query: null, body: null, response: null, produces: null, rawBodyLimit: null };
  return { ...defaults, ...parts } as unknown as Filled<P>;
}
