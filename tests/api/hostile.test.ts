import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import type { Route } from '../../api/contract/route.ts';
import { allRoutes } from '../../api/openapi.ts';
import { addressOf } from './support/sample.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

let api: TestApi;
let owner: Caller;
let incident: IncidentDetail;
beforeAll(async () => {
  api = await startApi();
  owner = await api.person('olga', 'owner');
  incident = (await owner.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'd' })).body;
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

/** Not `fetch`, which would mend addresses and refuse odd headers before anything is sent. */
function send(method: string, path: string, { body, headers = {} }: { body?: Buffer | undefined; headers?: Record<string, string> } = {}): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const url = new URL(api.url);
    const request = httpRequest({ host: url.hostname, port: url.port, method, path, headers: { authorization: `Bearer ${owner.token}`, 'x-dispatch-csrf': '1', ...(body ? { 'content-length': String(body.length) } : {}), ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text: Buffer.concat(chunks).toString() }));
      // The live stream would never end.
      if ((response.headers['content-type'] ?? '').startsWith('text/event-stream')) resolve({ status: 200, type: 'text/event-stream', text: String(response.destroy().destroyed) });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What is wrong with an answer to something hostile; null = nothing. */
function fault(asked: string, { status, type, text }: { status: number; type: string; text: string }): string | null {
  if (status >= 500) return `${asked} answered ${status}: ${text.slice(0, 300)}`;
  if (/node_modules|\bat .+\.(ts|js):\d+|sequelize|postgres|select .* from/i.test(status >= 400 ? text : '')) return `${asked} tells of the inside: ${text.slice(0, 300)}`;
  if (status < 400) return null;
  if (!type.startsWith('application/problem+json')) return `${asked} answered ${status} as ${type}`;
  const problem = JSON.parse(text) as { status: number; detail: string; title: string };
  return problem.status === status && problem.detail !== '' && problem.title !== '' ? null : `${asked} answered a poor problem: ${text}`;
}

const json = (text: string): { body: Buffer; headers: Record<string, string> } => ({ body: Buffer.from(text), headers: { 'content-type': 'application/json' } });
const BODIES: readonly [string, { body: Buffer; headers: Record<string, string> }][] = [
  ['nesting of 100,000', json(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  ['a nested object', json(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)],
  ['NUL and half characters', json('{"title":"a\\u0000b","name":"\\ud800","text":"\\udfff","body":"\\u0000","email":"\\u0000@x.org"}')],
  ['what is no UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), headers: { 'content-type': 'application/json' } }],
  ['half a text', json('{"title":"')],
  ['prototypes', json('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},"toString":1}')],
  ['numbers beyond every range', json('{"limit":1e999,"minutes":-1e308,"days":9007199254740993,"rank":1.5e300}')],
  ['what is not gzip', { body: Buffer.from('{}'), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }],
  ['an odd character set', { body: Buffer.from('{}'), headers: { 'content-type': 'application/json; charset=utf-7' } }],
];
const NAMES = ['%00', '%ED%A0%80', '%ff', '%', '..%2f..%2fetc%2fpasswd', '%E2%80%AE%F0%9F%92%A5', "'%20or%201=1--", 'a'.repeat(4_000)];
const QUERIES = ['?a=%00&limit=%ED%A0%80', '?limit=-1&limit=2&cursor=%ff&q[$gt]=1&__proto__[x]=1', `?q=${'%F0%9F%92%A5'.repeat(400)}`, '?%00=1&=&&&%=%'];

const routes = allRoutes();
const pick = <T>(list: readonly T[], n: number, count: number): T[] => Array.from({ length: count }, (_, i) => list[(n + i) % list.length]).filter((one) => one !== undefined);

describe('hostile requests', () => {
  it('never make a route fail, and are refused in the same words as everything else', async () => {
    const faults: (string | null)[] = [];
    let asked = 0;
    const tell = async (what: string, route: Route, path: string, sent: { body?: Buffer; headers?: Record<string, string> } = {}): Promise<void> => {
      asked += 1;
      faults.push(fault(`${route.id} with ${what}`, await send(route.method.toUpperCase(), path, sent)));
    };
    for (const [n, route] of routes.entries()) {
      // Ending the session, or the account, would end the test.
      if (/signOut|session\.end|sessions|account\.|erase/.test(route.id)) continue;
      const address = addressOf(route, { incident: incident.id });
      // Each route gets a part of the lists, so that all of them together go through all.
      if (route.method !== 'get') for (const [what, sent] of pick(BODIES, n, 4)) await tell(what, route, address, sent);
      for (const name of pick(NAMES, n, 2)) if (route.path.includes(':')) await tell(name.slice(0, 40), route, address.replace(incident.id, name).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, name));
      for (const query of pick(QUERIES, n, 1)) await tell(query.slice(0, 40), route, address + query, route.method === 'get' ? {} : json('{}'));
    }
    expect(faults.filter((one) => one !== null)).toEqual([]);
    expect(asked).toBeGreaterThan(routes.length * 2);
  });

  it('that are too large are cut off without being read, also when they only unpack to that', async () => {
    const path = `/api/v1/default/incidents/${incident.id}/messages`;
    const large = await send('POST', path, { ...json(`{"body":"${'x'.repeat(1_100_000)}"}`) });
    expect([large.status, fault('large', large)]).toEqual([413, null]);
    const bomb = await send('POST', path, { body: gzipSync(Buffer.alloc(50_000_000)), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } });
    expect([bomb.status, fault('bomb', bomb)]).toEqual([413, null]);
  });

  it('cannot leave the folder of the web', async () => {
    for (const path of ['/../package.json', '/..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/%00', '//etc/passwd', '/assets/..%5c..%5cpackage.json']) {
      const { status, text } = await send('GET', path);
      expect(status).toBeLessThan(500);
      expect(text).not.toContain('"dependencies"');
      expect(text).not.toContain('root:');
    }
  });
});
