import { connect as openSocket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Problem } from '../../api/contract/common.ts';
import { findUnusable } from '../../api/http/text-check.ts';
import { fieldProblems } from '../../api/http/validate.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';

let api: TestApi;
let ana: Caller;
beforeAll(async () => {
  api = await startApi();
  ana = await api.person('ana');
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

function expectProblem(reply: Reply<unknown>, status: number): Problem {
  expect({ status: reply.status, type: reply.type }).toEqual({ status, type: 'application/problem+json; charset=utf-8' });
  const problem = Problem.parse(reply.body);
  expect(problem.status).toBe(status);
  expect(problem.instance).toContain(reply.headers.get('x-request-id') ?? 'no request id');
  return problem;
}
const declare = (body: unknown, headers?: Record<string, string>): Promise<Reply<Problem>> => ana.call<Problem>('POST', '/incidents', body, headers);

/** Sends bytes as they are, for requests that no client library would send. */
function raw(text: string): Promise<string> {
  const { port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = openSocket(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('every error', () => {
  it('is a problem, also where there is nothing', async () => {
    expectProblem(await api.call('GET', '/api'), 404);
    expectProblem(await api.call('GET', '/api/v1/'), 404);
    expectProblem(await api.call('GET', '/api/v2/default/incidents'), 404);
    expectProblem(await ana.call('GET', '/nothing'), 404);
    expectProblem(await api.call('DELETE', '/api/v1/session/redeem'), 405);
  });

  it('keeps the request id that a proxy gave, unless it is a strange one', async () => {
    const given = await api.call('GET', '/api/nothing', undefined, { 'x-request-id': 'proxy-0123456789' });
    expect(given.headers.get('x-request-id')).toBe('proxy-0123456789');
    const strange = await api.call('GET', '/api/nothing', undefined, { 'x-request-id': '<script>alert(1)</script>' });
    expect(strange.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('bad input is never our fault', () => {
  it.each([
    ['broken JSON', '{"title": "x",}', 'line 1, column 15'],
    ['JSON on several lines', '{\n  "title": "x",\n}', 'line 3'],
    ['nothing at all as JSON', '   ', 'is empty'],
    ['an unfinished text', '{"title": "x', 'is not valid JSON'],
  ])('%s says where', async (_what, body, place) => {
    expect(expectProblem(await declare(body), 400).detail).toContain(place);
  });

  it.each([
    ['a NUL character', '{"title":"a\\u0000b","description":"d"}', '/title'],
    ['half a surrogate pair', '{"title":"a\\ud83d","description":"d"}', '/title'],
    ['a NUL in a list', '{"title":"t","description":"d","tags":["\\u0000"]}', '/tags/0'],
    ['a NUL in a name', '{"title":"t","description":"d","a\\u0000":1}', ''],
    ['a number beyond all', '{"title":1e999,"description":"d"}', '/title'],
    ['a pointer that needs escaping', '{"title":"t","description":"d","a/b~c":1}', '/a~1b~0c'],
    ['__proto__', '{"title":"t","description":"d","__proto__":{"x":1}}', '/__proto__'],
    ['constructor', '{"title":"t","description":"d","constructor":1}', '/constructor'],
  ])('%s', async (_what, body, pointer) => {
    expect(expectProblem(await declare(body), 400).errors?.map((e) => e.pointer)).toContain(pointer);
  });

  it('nesting without end', async () => {
    const deep = `{"title":"t","description":"d","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(expectProblem(await declare(deep), 400).detail).toContain('nested deeper');
  });

  it.each([
    ['text/plain', 400], ['application/x-www-form-urlencoded', 400], ['multipart/form-data; boundary=x', 400], ['application/json; charset=latin1', 400], ['', 400], ['application/jsonp', 400],
  ])('content type %j', async (type, status) => {
    const problem = expectProblem(await declare('{"title":"t","description":"d"}', { 'content-type': type }), status);
    expect(problem.errors?.[0]?.pointer).toBe('header:content-type');
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/vnd.dispatch+json'])('takes content type %s', async (type) => {
    expect((await declare('{"title":"t","description":"d"}', { 'content-type': type })).status).toBe(201);
  });

  it('bytes that are no UTF-8', async () => {
    expect(expectProblem(await ana.call('POST', '/incidents', new Uint8Array([0x22, 0xff, 0x22])), 400).detail).toContain('UTF-8');
  });

  it('more than a megabyte, compressed or not', async () => {
    expect(expectProblem(await declare(`"${'x'.repeat(1_100_000)}"`), 413).detail).toContain('1024 kB');
    expectProblem(await ana.call('POST', '/incidents', new Uint8Array(gzipSync(`"${'x'.repeat(5_000_000)}"`)), { 'content-encoding': 'gzip' }), 413);
    const packed = await ana.call('POST', '/incidents', new Uint8Array(gzipSync('{"title":"packed","description":"d"}')), { 'content-encoding': 'gzip' });
    expect(packed.status).toBe(201);
  });

  it('a broken or unknown encoding of the body', async () => {
    expectProblem(await ana.call('POST', '/incidents', new Uint8Array([1, 2, 3]), { 'content-encoding': 'gzip' }), 400);
    expectProblem(await ana.call('POST', '/incidents', '{}', { 'content-encoding': 'zstd9' }), 400);
  });

  it.each([
    '/incidents/%00', '/incidents/%E0%A4%A', '/incidents/%', '/incidents/%ff%fe', '/incidents/a%00b/events', `/incidents/${'x'.repeat(101)}`, '/tasks/not-a-uuid', '/documents/%27%3B--', '/incidents/INC-1/events/0',
    '/incidents?q=%00', '/incidents?limit=0', '/incidents?limit=1000', '/incidents?limit=NaN', '/incidents?limit=1&limit=2', '/incidents?sort=nonsense', '/incidents?stage=asleep', '/incidents?reportedAfter=yesterday', '/incidents?cursor=', '/incidents?cursor=%00', '/tasks?overdue=perhaps', '/tasks?state=lost', '/deliveries?state=lost',
  ])('GET %s', async (path) => {
    const reply = await ana.call('GET', path);
    expect([path, reply.status === 400 || reply.status === 404 || reply.status === 405]).toEqual([path, true]);
    expectProblem(reply, reply.status);
  });

  it.each(['?limit=1e1', '?q=%F0%9F%98%80', "?q='; drop table incidents; --", '?q=a%20%26%20!', '?q=%22', '?q=\\', '?commander=none', '?severity=,,', '?tag=%25', '?_=123', '?reportedAfter=2026-01-01T00:00:00%2B02:00'])('GET /incidents%s works', async (query) => {
    expect((await ana.call('GET', `/incidents${query}`)).status).toBe(200);
  });

  it('requests that are no HTTP', async () => {
    expect(await raw('GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await raw('GET /api/v1/default/incidents/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json/s);
  });
});

describe('answers', () => {
  it('are compressed for those who take that, and carry the security headers', async () => {
    for (let i = 0; i < 8; i += 1) await declare({ title: `T${i}`, description: 'd' });
    for (const encoding of ['br', 'gzip']) {
      const reply = await ana.call<{ data: unknown[] }>('GET', '/incidents', undefined, { 'accept-encoding': encoding });
      expect([reply.headers.get('content-encoding'), reply.body.data.length > 5]).toEqual([encoding, true]);
    }
    const plain = await ana.call('GET', '/incidents', undefined, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    expect(plain.headers.get('x-powered-by')).toBeNull();
    expect(plain.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('to HEAD are those to GET without a body', async () => {
    const reply = await ana.call<string>('HEAD', '/incidents');
    expect([reply.status, reply.body]).toEqual([200, '']);
  });
});

describe('sentences about fields', () => {
  const schema = z.strictObject({ n: z.int().min(2).max(5), list: z.array(z.uuid()).max(1), when: z.iso.datetime(), kind: z.discriminatedUnion('k', [z.strictObject({ k: z.literal('a') })]), url: z.url(), flag: z.boolean(), o: z.record(z.string(), z.number()) });
  const said = (value: unknown): Record<string, string> => Object.fromEntries(fieldProblems(schema.safeParse(value, { reportInput: true }).error?.issues ?? [], 'body', ['list']).map((p) => [p.pointer, p.detail]));

  it('name the remedy, and every field once', () => {
    expect(said({ n: 1, list: ['x'], when: 'x', kind: { k: 'z' }, url: 'x', flag: 'yes', o: { 'a/b': 'x' }, lst: 1 })).toEqual({
      '/n': 'must be at least 2', '/list/0': expect.stringContaining('must be a UUID'),
      '/when': expect.stringContaining('2026-11-21T09:30:00Z'), '/kind/k': 'must be one of a', '/url': expect.stringContaining('http://'), '/flag': 'must be true or false', '/o/a~1b': 'must be a number', '/lst': 'is not known: did you mean list?',
    });
    expect(said({ list: ['00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000000'] })).toMatchObject({ '/list': 'may have at most 1 entries' });
    expect(said({ n: 1.5 })).toMatchObject({ '/n': 'must be a whole number', '/when': 'is missing' });
    expect(said(undefined)).toEqual({ '': 'is missing' });
  });

  it('say what text cannot hold, however deep it is', () => {
    expect(findUnusable({ a: [{ 'x/y': '\u0000' }], b: Number.POSITIVE_INFINITY })).toEqual(expect.arrayContaining([{ pointer: '/a/0/x~1y', detail: 'holds a NUL character: remove it' }, { pointer: '/b', detail: 'is a number too large to hold' }]));
    expect(findUnusable({ fine: ['😀', 1, null, true] })).toEqual([]);
  });
});
