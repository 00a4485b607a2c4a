import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../api/contract/common.ts';
import type { Route } from '../../api/contract/route.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { allRoutes } from '../../api/openapi.ts';
import { ACCESS_LEVELS, atLeast, levelNeeded } from '../../domain/access.ts';
import { addressOf } from './support/sample.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

const routes = allRoutes();
const closed = routes.filter((r) => r.access !== 'public');
const ofIncident = routes.filter((r) => typeof r.access === 'object');
const byLevel = closed.flatMap((r) => (typeof r.access === 'string' && r.access !== 'public' && r.access !== 'signedIn' ? [{ route: r, needed: levelNeeded(r.access) }] : []));
const withBody = closed.filter((r) => r.body !== null);
const needs = (route: Route): string => (typeof route.access === 'object' ? route.access.incident : route.access);

let api: TestApi;
let member: Caller;
let owner: Caller;
let hidden: IncidentDetail;
let open: IncidentDetail;

beforeAll(async () => {
  api = await startApi();
  [member, owner] = await Promise.all([api.person('mia'), api.person('olga', 'owner')]);
  const declare = async (visibility: string): Promise<IncidentDetail> => (await owner.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd', visibility })).body;
  [hidden, open] = await Promise.all([declare('restricted'), declare('open')]);
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

const verb = (route: Route): string => route.method.toUpperCase();
const send = (caller: Pick<Caller, 'call'>, route: Route, asked: { address: string; body?: unknown }) => caller.call<Problem>(verb(route), asked.address, route.method === 'get' ? undefined : asked.body, { 'x-dispatch-csrf': '1' });

function expectProblem(reply: { status: number; type: string; body: Problem }, status: number): void {
  expect({ status: reply.status, type: reply.type.split(';')[0], detail: reply.body.detail }).toEqual({ status, type: 'application/problem+json', detail: expect.stringMatching(/\S/) });
}

describe('every route', () => {
  it('is in a table of unique ids and addresses', () => {
    expect(new Set(routes.map((r) => r.id)).size).toBe(routes.length);
    expect(new Set(routes.map((r) => `${r.method} ${r.scope} ${r.path}`)).size).toBe(routes.length);
    expect(routes.length).toBeGreaterThan(60);
  });

  it.each(closed.map((r) => [r.id, r] as const))('%s asks for a session', async (_id, route) => {
    expectProblem(await send(api, route, { address: addressOf(route, { incident: open.id }) }), 401);
    expectProblem(await send({ call: (m, p, b) => api.call(m, p, b, { authorization: 'Bearer made.up.token' }) }, route, { address: addressOf(route) }), 401);
  });

  it.each(ofIncident.map((r) => [r.id, r] as const))('%s hides an incident that the caller may not see', async (_id, route) => {
    const onHidden = await send(member, route, { address: addressOf(route, { incident: hidden.id }), body: {} });
    const onNothing = await send(member, route, { address: addressOf(route), body: {} });
    expectProblem(onHidden, 404);
    expectProblem(onNothing, 404);
    expect(onHidden.body.detail.replace(hidden.id, 'X')).toBe(onNothing.body.detail.replace('INC-404', 'X'));
  });

  it.each(ofIncident.filter((r) => !['view', 'post', 'join'].includes(needs(r))).map((r) => [r.id, r] as const))('%s is refused to those who lack the ability', async (_id, route) => {
    expectProblem(await send(member, route, { address: addressOf(route, { incident: open.id }), body: {} }), 403);
  });

  // Every role × every route: whoever may not is told so before anything of the request is looked at; whoever may is told what is wrong with it.
  it.each(byLevel.map(({ route, needed }) => [route.id, needed, route] as const))('%s is for the access level %s and higher', async (_id, needed, route) => {
    for (const level of ACCESS_LEVELS) {
      const caller = await api.person(`rolf-${level}`, level);
      const mayCall = atLeast(level, needed);
      // A stream would not end; its refusals are seen in the other levels' place.
      if (mayCall && route.produces === 'text/event-stream') continue;
      const reply = await send(caller, route, { address: addressOf(route), body: '{"a":' });
      if (!mayCall) expectProblem(reply, 403);
      expect([level, reply.status === 403 && reply.body.type === 'forbidden', reply.status === 401]).toEqual([level, !mayCall, false]);
    }
  });

  it.each(withBody.map((r) => [r.id, r] as const))('%s refuses bad bodies', async (_id, route) => {
    const address = addressOf(route, { incident: open.id });
    const known = route.id === 'tasks.update' || route.id === 'documents.edit';
    for (const body of [[], 'not json', '{"a":', 42, { thisIsNoField: 1 }, { title: '\u0000' }, '"\\ud800"']) {
      const reply = await send(owner, route, { address, body });
      expectProblem(reply, 400);
      expect(reply.body.errors?.length ?? 0).toBeGreaterThan(0);
    }
    if (!known) expectProblem(await owner.call<Problem>(verb(route), address, '<a/>', { 'content-type': 'text/xml' }), 400);
  });

  it.each(closed.filter((r) => r.query !== null).map((r) => [r.id, r] as const))('%s refuses query names it does not know', async (_id, route) => {
    const reply = await send(owner, route, { address: `${addressOf(route, { incident: open.id })}?thisIsNoFilter=1` });
    expectProblem(reply, 400);
    expect(reply.body.errors?.map((e) => e.pointer)).toContain('query:thisIsNoFilter');
  });

  it.each(closed.filter((r) => r.query !== null && 'cursor' in (r.query.def as unknown as { shape: object }).shape).map((r) => [r.id, r] as const))('%s refuses cursors that it did not give out', async (_id, route) => {
    for (const cursor of ['x', 'e30', Buffer.from('["a","b","c","d"]').toString('base64url'), Buffer.from('[1e300]').toString('base64url')]) {
      expectProblem(await send(owner, route, { address: `${addressOf(route, { incident: open.id })}?cursor=${cursor}` }), 400);
    }
  });

  it.each(closed.map((r) => [r.id, r] as const))('%s answers other methods with 405', async (_id, route) => {
    const reply = await api.call<Problem>('PROPFIND', addressOf(route));
    expectProblem(reply, 405);
    expect(reply.headers.get('allow')).toContain(verb(route));
  });

  it.each(closed.filter((r) => r.scope === 'organization').map((r) => [r.id, r] as const))('%s belongs to an organization that must exist', async (_id, route) => {
    expectProblem(await send(owner, route, { address: addressOf(route, { organization: 'elsewhere' }), body: {} }), 404);
  });
});
