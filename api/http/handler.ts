import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Ability, AccessFacts, Viewer } from '../../domain/access.ts';
import type { DomainError } from '../../domain/errors.ts';
import type { Identity } from '../auth/identity.ts';
import type { Access, Route } from '../contract/route.ts';
import type { ApiDeps } from '../deps.ts';

/** An incident that the caller may see, as the access check found it. */
export interface IncidentHandle {
  id: string;
  key: string;
  projectId: string;
  facts: AccessFacts;
  abilities: Ability[];
}

/** The organization in the path. */
export interface OrganizationHandle {
  id: string;
  slug: string;
  name: string;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Who<A extends Access> = A extends 'public'
  ? { viewer: Viewer | null; organization: OrganizationHandle | null; incident: null }
  : A extends 'signedIn'
    ? { viewer: null; organization: null; incident: null; identity: Identity }
    : A extends { incident: Ability }
      ? { viewer: Viewer; organization: OrganizationHandle; incident: IncidentHandle }
      : { viewer: Viewer; organization: OrganizationHandle; incident: null };

/** What a handler gets: who calls, what was asked (parsed), and the parts to answer with. */
export type Call<R extends Route> = {
  deps: ApiDeps;
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
  /** Bytes of a raw upload; empty for JSON routes. */
  raw: Buffer;
  /** Same id = same command: made from the caller's Idempotency-Key, else new. */
  commandId: string;
  /** The Idempotency-Key, unique per person; null when none was sent. */
  idempotencyKey: string | null;
  /** SHA-256 of what was asked, to tell a repeated request from a different one. */
  requestHash: string;
  request: Request;
  response: Response;
  /** Who the request says it is; looked up already when `viewer` is set. */
  identity: Identity | null;
  /** Why a proof of identity that came with the request is not believed; null when none came, or it is. */
  refusal: DomainError | null;
} & Who<R['access']>;

/** What a handler answers: the response before it is parsed on the way out; nothing for streams, files and 204. */
export type Answer<R extends Route> = R['produces'] extends string ? void : R['response'] extends z.ZodType ? z.input<R['response']> : void;

/** One route's handler. */
export type Handler<R extends Route> = (call: Call<R>) => Promise<Answer<R>>;

/** A handler for every route of a group of the table, however deep: a missing one does not compile. */
export type Handlers<G> = { [K in keyof G]: G[K] extends Route ? Handler<G[K]> : Handlers<G[K]> };

/** A route with its handler, types erased: what the router mounts. */
export interface Mounted {
  route: Route;
  handle: (call: never) => Promise<unknown>;
}

const isRoute = (value: object): value is Route => 'method' in value && 'path' in value;

/** Pairs every route of the table with its handler. */
export function pairUp(table: object, handlers: object): Mounted[] {
  return Object.entries(table).flatMap(([name, value]: [string, unknown]): Mounted[] => {
    const handler: unknown = Reflect.get(handlers, name);
    if (typeof value !== 'object' || value === null) return [];
    if (!isRoute(value)) return typeof handler === 'object' && handler !== null ? pairUp(value, handler) : [];
    if (typeof handler !== 'function') throw new Error(`Route ${value.id} has no handler`);
    return [{ route: value, handle: handler as Mounted['handle'] }];
  });
}
