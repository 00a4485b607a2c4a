import { Router, type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { admit } from '../auth/admit.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { checkForgery } from '../auth/csrf.ts';
import type { Identity } from '../auth/identity.ts';
import { createUsage } from '../auth/usage.ts';
import type { Route } from '../contract/route.ts';
import type { ApiDeps } from '../deps.ts';
import { requireStepUp } from '../second-factor/require.ts';
import { parseJson, JSON_LIMIT, readBody } from './body.ts';
import type { Mounted } from './handler.ts';
import { beginWrite, type Write } from './idempotency.ts';
import { expensiveLimit } from './limits.ts';
import { reached } from './request-metrics.ts';
import { invalidRequest, requestIdOf, sendProblem } from './problem.ts';
import { sendJson } from './send.ts';
import { findUnusable } from './text-check.ts';
import { parsePart, type Part } from './validate.ts';

/** The Express path of a route, from the root. */
export function fullPath(route: Pick<Route, 'scope' | 'path'>): string {
  return route.scope === 'root' ? `/api/v1${route.path}` : `/api/v1/:organization${route.path}`;
}

interface Exchange {
  request: Request;
  response: Response;
}

function checkText(value: unknown, part: Part): void {
  const bad = findUnusable(value);
  if (bad.length > 0) throw invalidRequest(bad.map((b) => ({ ...b, pointer: `${part}:${b.pointer.slice(1)}` })));
}

// A filter with a typing error would otherwise silently show everything, so names that are not known are refused; `_`-names are free for cache busters.
function parseQuery(route: Route, query: Record<string, unknown>): unknown {
  if (!route.query) return undefined;
  checkText(query, 'query');
  const named = Object.fromEntries(Object.entries(query).filter(([name]) => !name.startsWith('_')));
  const schema = 'strict' in route.query && typeof route.query.strict === 'function' ? (route.query.strict() as typeof route.query) : route.query;
  return parsePart(schema, named, 'query');
}

function parseParams(route: Route, params: Record<string, unknown>): unknown {
  checkText(params, 'path');
  return route.params ? parsePart(route.params, params, 'path') : undefined;
}

async function readInput(route: Route, { request, response }: Exchange): Promise<{ raw: Buffer; body: unknown }> {
  if (route.method === 'get') return { raw: Buffer.alloc(0), body: undefined };
  const raw = await readBody(request, response, route.rawBodyLimit ?? JSON_LIMIT);
  if (route.rawBodyLimit !== null) return { raw, body: undefined };
  const json = parseJson(raw, request.headers['content-type']);
  if (route.body) return { raw, body: parsePart(route.body, json, 'body') };
  const isEmpty = json === undefined || (typeof json === 'object' && json !== null && !Array.isArray(json) && Object.keys(json).length === 0);
  if (!isEmpty) throw invalidRequest([{ pointer: '', detail: 'is not expected here: send none' }]);
  return { raw, body: undefined };
}

function parseAnswer(route: Route, answer: unknown): unknown {
  if (!route.response) return undefined;
  const parsed = route.response.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Error(`The answer of ${route.id} does not fit its contract: ${JSON.stringify(parsed.error.issues.slice(0, 5))}`);
}

async function finish(exchange: Exchange, route: Route, answer: unknown): Promise<void> {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) return;
  if (route.status === 204) response.status(204).set('cache-control', 'no-store').end();
  else await sendJson(exchange, route.status, answer);
}

async function replay(write: Write | null, route: Route, exchange: Exchange): Promise<boolean> {
  if (!write?.stored) return false;
  exchange.response.set('idempotency-replayed', 'true');
  await finish(exchange, route, write.stored.body);
  return true;
}

/** What every route is served with. */
interface Serving {
  authenticator: Authenticator;
  noteUse(identity: Identity | null, request: Request): void;
}

function serve(deps: ApiDeps, { authenticator, noteUse }: Serving, { route, handle }: Mounted): RequestHandler {
  return async (request, response) => {
    const exchange = { request, response };
    reached(request, response, route);
    const { identity, refusal } = await authenticator.identify(request, response);
    checkForgery(request, identity, deps.config.server.uiUrl);
    const params = parseParams(route, request.params);
    const who = await admit(deps, route, { identity, refusal, params: request.params });
    if (who.viewer) noteUse(identity, request);
    const query = parseQuery(route, request.query);
    // Before anything of the body is looked at, unless it is the body that makes the request a sensitive one.
    const isByBody = typeof route.stepUp === 'object';
    if (!isByBody) await requireStepUp(deps, route, { identity, request, who, body: undefined });
    const { raw, body } = await readInput(route, exchange);
    if (isByBody) await requireStepUp(deps, route, { identity, request, who, body });
    const write = route.method === 'get' ? null : await beginWrite(deps, route, { request, who, raw });
    if (await replay(write, route, exchange)) return;
    const call = { deps, params, query, body, raw, request, response, identity, refusal, ...who, ...callIds(write) };
    const answer = await handle(call as never);
    if (route.produces !== null) return;
    const parsed = parseAnswer(route, answer);
    await write?.finish(parsed);
    await finish(exchange, route, parsed);
  };
}

function callIds(write: Write | null): { commandId: string; idempotencyKey: string | null; requestHash: string } {
  return write ? { commandId: write.commandId, idempotencyKey: write.idempotencyKey, requestHash: write.requestHash } : { commandId: '', idempotencyKey: null, requestHash: '' };
}

function wrongMethod(allowed: string[]): RequestHandler {
  return (request, response) => {
    response.set('allow', [...allowed, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') response.status(204).end();
    else sendProblem(request, response, new DomainError('method-not-allowed', `${request.method} is not possible here; this address takes ${allowed.join(', ')}. (request ${requestIdOf(request)})`));
  };
}

/** Mounts every route of the table on an Express router; other methods on the same paths are answered 405 with `Allow`. */
export function mountRoutes(deps: ApiDeps, authenticator: Authenticator, mounted: Mounted[]): Router {
  const router = Router({ caseSensitive: true, strict: false });
  // Paths with words before paths with parameters, so that `/incidents/preview` is never taken for an incident.
  const ordered = mounted.toSorted((a, b) => fullPath(a.route).split(':').length - fullPath(b.route).split(':').length);
  const methods = new Map<string, string[]>();
  const serving = { authenticator, noteUse: createUsage(deps) };
  const limitOf = expensiveLimit(deps.config.limits);
  for (const one of ordered) {
    const path = fullPath(one.route);
    methods.set(path, [...(methods.get(path) ?? []), one.route.method.toUpperCase(), ...(one.route.method === 'get' ? ['HEAD'] : [])]);
    const limit = limitOf(one.route.id);
    router[one.route.method](path, ...(limit ? [limit] : []), serve(deps, serving, one));
  }
  for (const [path, allowed] of methods) router.all(path, wrongMethod(allowed));
  return router;
}
