import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../api/contract/common.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import type { Route } from '../../api/contract/route.ts';
import { allRoutes } from '../../api/openapi.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';
import { addressOf, bodyOf, queryOf } from './support/sample.ts';

const CSRF = { 'x-dispatch-csrf': '1' };
const writes = allRoutes().filter((route) => route.method !== 'get');
const reads = allRoutes().filter((route) => route.method === 'get' && route.produces !== 'text/event-stream');

let api: TestApi;
let incident: IncidentDetail;
let owner: Caller;
let cookie: string;
let calls = 0;
beforeAll(async () => {
  // So that each request can come from an address of its own: failures at signing in are counted by address.
  api = await startApi({ env: { TRUSTED_PROXIES: 'loopback', DISPATCH_OUTBOUND_ALLOW: '' } });
  owner = await api.person('olga', 'owner');
  incident = (await owner.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd' })).body;
  cookie = `dispatch_session=${owner.token}`;
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

/** Calls the route with the victim's cookie and whatever else a page of another site makes the browser send. */
const send = (route: Route, headers: Record<string, string>, body: unknown = JSON.stringify(bodyOf(route))): Promise<Reply<Problem>> =>
  api.call(route.method.toUpperCase(), addressOf(route, { incident: incident.id }) + queryOf(route), route.method === 'get' ? undefined : body, { cookie, 'x-forwarded-for': `10.0.${(calls += 1) >> 8}.${calls & 255}`, ...headers });
const refusal = ({ status, body }: Reply<Problem>): unknown[] => [status, body.type, body.errors?.map((error) => error.pointer)];
/** What every write leaves behind. */
const traces = () =>
  select<Record<string, string>>(api.db, `select (select count(*) from changes) as changes, (select count(*) from audit_entries) as audit, (select count(*) from sessions where ended_at is null) as sessions, (select count(*) from deliveries) as mails`);

describe('a page of another site', () => {
  let before: Record<string, string>[];
  beforeAll(async () => {
    before = await traces();
  });

  it.each(writes.map((route) => [route.id, route] as const))('cannot send %s in the name of whoever looks at it', async (_id, route) => {
    const tries = await Promise.all([
      // A form sends no header of ours; JSON as text needs no question to the server first.
      send(route, { 'content-type': 'text/plain' }),
      send(route, { ...CSRF, origin: 'https://evil.example.com' }),
      // A page in a sandboxed frame, and a host whose name only begins like ours.
      send(route, { ...CSRF, origin: 'null' }),
      send(route, { ...CSRF, origin: `${api.url}.evil.example.com` }),
    ]);
    expect(tries.map(refusal)).toEqual(['header:x-dispatch-csrf', 'header:origin', 'header:origin', 'header:origin'].map((pointer) => [403, 'forbidden', [pointer]]));
  });

  it('has changed nothing by all of that', async () => {
    expect(await traces()).toEqual(before);
  });

  it('changes nothing by reading either, and may not see the answer', async () => {
    const replies = await Promise.all(reads.map((route) => send(route, { origin: 'https://evil.example.com' })));
    expect(reads.flatMap((route, n) => ((replies[n]?.status ?? 500) < 500 && replies[n]?.headers.get('access-control-allow-origin') === null ? [] : [route.id]))).toEqual([]);
    // Exports say in the audit log that they were made; nothing else moves.
    const [[was], [after]] = [before, await traces()];
    expect({ ...after, audit: was?.['audit'] }).toEqual(was);
  });
});

describe('a page of the product', () => {
  it.each(writes.filter((route) => route.body !== null).map((route) => [route.id, route] as const))('may send %s', async (_id, route) => {
    const replies = await Promise.all([api.url, api.config.server.uiUrl].map((origin) => send(route, { ...CSRF, origin }, '{"a":')));
    for (const reply of replies) {
      expect(reply.body.errors?.filter((error) => error.pointer.startsWith('header:')) ?? []).toEqual([]);
      expect(reply.body.type).not.toBe('forbidden');
    }
  });
});

describe('the server itself', () => {
  let hits = 0;
  let port: number;
  const inside = createServer((socket) => {
    hits += 1;
    socket.destroy();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => void inside.listen(0, resolve));
    port = (inside.address() as AddressInfo).port;
  });
  afterAll(() => void inside.close());

  it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '2130706433'])('asks nothing at %s because a setting says so', async (host) => {
    const settings = { botToken: 'xoxb-not-a-real-one', signingSecret: 'not a real secret', apiUrl: `http://${host}:${port}/api/`, timeoutMs: 1000 };
    expect((await owner.call('PUT', '/plugins/slack', { capabilities: ['conversation'], settings })).status).toBe(200);
    const health = await owner.call<{ ok: boolean; detail: string }>('POST', '/plugins/slack/check', {});
    expect(health.body).toMatchObject({ ok: false, detail: expect.stringContaining('DISPATCH_OUTBOUND_ALLOW') });
    expect(hits).toBe(0);
  });
});
