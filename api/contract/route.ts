import type { z } from 'zod';
import type { Ability, AccessLevel } from '../../domain/access.ts';

/**
 * Who may call a route: `public` anybody; an access level = at least that in the organization;
 * `{ incident }` = that ability on the incident named by the path (404 when it must stay hidden, 403 when only the ability lacks).
 */
export type Access = 'public' | AccessLevel | { incident: Ability };

/** One row of the route table. Paths are relative to `/api/v1/{organization}` unless `scope` is `root` (then to `/api/v1`). */
export interface Route {
  id: string;
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Express path, e.g. `/incidents/:incident`. */
  path: string;
  scope: 'organization' | 'root';
  access: Access;
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

type Parts = Partial<Pick<Route, 'scope' | 'status' | 'params' | 'query' | 'body' | 'response' | 'produces' | 'rawBodyLimit'>> &
  Pick<Route, 'id' | 'method' | 'path' | 'access' | 'summary' | 'tag'>;
type Filled<P extends Parts> = {
  [K in keyof Route]: K extends keyof P ? P[K] : K extends 'scope' ? 'organization' : K extends 'status' ? 200 : null;
};

/** Fills a route's defaults (organization scope, 200, no params/query/body/response) and keeps its exact types for inference. */
export function defineRoute<const P extends Parts>(parts: P): Filled<P> {
  const defaults = { scope: 'organization', status: 200, params: null, query: null, body: null, response: null, produces: null, rawBodyLimit: null };
  return { ...defaults, ...parts } as unknown as Filled<P>;
}
