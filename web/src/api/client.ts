import type { z } from 'zod';
import type { Route } from '../../../api/contract/route.ts';
import { rememberIncidents } from './aliases.ts';
import { ApiProblem } from './problem.ts';
import { confirm } from './step-up.ts';

/** The parts of a route that the client needs. */
export type ClientRoute = Pick<Route, 'id' | 'method' | 'path' | 'scope' | 'params' | 'query' | 'body' | 'response'>;

type QueryValue = string | number | boolean | readonly string[] | undefined;
type Flag<T> = [NonNullable<T>] extends [boolean] ? boolean : never;
// Numbers and flags are coerced by the API from texts; here they may be given as what they are.
type QueryInput<S extends z.ZodType> = { [K in keyof z.input<S>]?: (unknown extends z.input<S>[K] ? QueryValue : z.input<S>[K]) | Flag<K extends keyof z.output<S> ? z.output<S>[K] : never> | undefined };
type Params<R extends ClientRoute> = R['params'] extends z.ZodType ? { params: z.input<R['params']> } : unknown;
type Query<R extends ClientRoute> = R['query'] extends z.ZodType ? { query?: QueryInput<R['query']> } : unknown;
type Body<R extends ClientRoute> = R['body'] extends z.ZodType ? (undefined extends z.input<R['body']> ? { body?: z.input<R['body']> } : { body: z.input<R['body']> }) : unknown;

/** What a call of the route takes: its path parameters, query and body as its schemas say, and nothing else. */
export type InputOf<R extends ClientRoute> = Params<R> & Query<R> & Body<R>;
/** What a call of the route answers. */
export type OutputOf<R extends ClientRoute> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;
/** Things about a call that are not part of the route: a signal to give up, a key that makes repeated calls one, a raw body for uploads. */
export type CallExtras = { signal?: AbortSignal | undefined; idempotencyKey?: string; file?: Blob };

type Loose = { params?: Record<string, string | number>; query?: Record<string, QueryValue>; body?: unknown };

let organization = 'default';

/** Sets the organization that calls go to; done once, when the session is known. */
export function setOrganization(slug: string): void {
  organization = slug;
}

/** The address of a route with its parameters filled in, for calls and for links such as downloads. */
export function addressOf<R extends ClientRoute>(route: R, input: InputOf<R>): string {
  const { params = {}, query = {} } = input as Loose;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text !== undefined && text !== '') search.set(name, String(text));
  }
  const base = route.scope === 'root' ? '/api/v1' : `/api/v1/${encodeURIComponent(organization)}`;
  return `${base}${path}${search.size > 0 ? `?${search.toString()}` : ''}`;
}

function requestOf(route: ClientRoute, input: Loose, extras: CallExtras): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (route.method !== 'get') headers['x-dispatch-csrf'] = '1';
  if (extras.idempotencyKey !== undefined) headers['idempotency-key'] = extras.idempotencyKey;
  if (extras.file) headers['content-type'] = extras.file.type || 'application/octet-stream';
  else if (input.body !== undefined) headers['content-type'] = 'application/json';
  const body = extras.file ?? (input.body === undefined ? undefined : JSON.stringify(input.body));
  return { method: route.method.toUpperCase(), headers, credentials: 'same-origin', signal: extras.signal ?? null, ...(body === undefined ? {} : { body }) };
}

function send<R extends ClientRoute>(route: R, input: InputOf<R>, extras: CallExtras): Promise<Response> {
  return fetch(addressOf(route, input), requestOf(route, input as Loose, extras)).catch((error: unknown) => {
    if (extras.signal?.aborted) throw error;
    throw ApiProblem.unreachable();
  });
}

/** Calls a route of the contract and returns its answer; throws ApiProblem when the API refuses (with its field errors) or is not reached (status 0). */
export async function call<R extends ClientRoute>(route: R, input: InputOf<R>, extras: CallExtras = {}): Promise<OutputOf<R>> {
  const loose = input as Loose;
  let response = await send(route, input, extras);
  if (response.status === 403) {
    // A sensitive action is sent again, once, when the person proved their second factor.
    await confirm(await ApiProblem.of(response));
    response = await send(route, input, extras);
  }
  if (!response.ok) throw await ApiProblem.of(response);
  if (response.status === 204) return undefined as OutputOf<R>;
  const answer: unknown = await response.json();
  rememberIncidents(route.id, loose.params, answer);
  // The API parses every answer with the schema this type is inferred from, so it is not parsed a second time here.
  return answer as OutputOf<R>;
}
