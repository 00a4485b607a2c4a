import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type HttpOptions, type HttpRequest, VendorError } from '../../plugins/contract.ts';
import { createHttp } from '../../plugins/http.ts';
import { kindOfStatus } from '../../plugins/http-errors.ts';
import { vendorErrorOf } from './conformance/making.ts';

const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let server: Server;
let base = '';

const REPLIES: Record<string, (response: ServerResponse) => void> = {
  '/ok': (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"name":"ok"}'),
  '/empty': (response) => response.writeHead(204).end(),
  '/moved': (response) => response.writeHead(302, { location: '/api/ok' }).end(),
  '/away': (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/stolen' }).end(),
  '/nowhere': (response) => response.writeHead(302).end(),
  '/circle': (response) => response.writeHead(302, { location: '/api/circle' }).end(),
  '/too-fast-403': (response) => response.writeHead(403, { 'retry-after': '3' }).end(),
  '/html': (response) =>
    response
      .writeHead(502, { 'content-type': 'text/html' })
      .end('<html><body>secret internals</body></html>'),
  '/errors': (response) =>
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end('{"errorMessages":[],"errors":{"summary":"is required","priority":"is unknown"}}'),
  '/big': (response) => response.writeHead(200).end(Buffer.alloc(4096)),
  '/hang': () => undefined,
  '/half': (response) => void response.writeHead(200, { 'content-length': '100' }).write('half'),
  '/slack': (response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"ok":false,"error":"channel_not_found"}'),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const path = new URL(request.url ?? '/', 'http://x').pathname.replace('/api', '');
      (REPLIES[path] ?? ((r) => r.writeHead(404).end()))(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/api/`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const http = (changes: Partial<HttpOptions> = {}) =>
  createHttp({
    vendor: 'Acme',
    baseUrl: base,
    fetch,
    timeoutMs: 300,
    headers: () => ({ authorization: 'Bearer hidden-token' }),
    ...changes,
  });
const failing = (request: HttpRequest, changes: Partial<HttpOptions> = {}) =>
  vendorErrorOf(() => http(changes).send(request));

describe('requests', () => {
  it('go below the base URL with query, headers and JSON', async () => {
    const answer = await http().json(
      { method: 'GET', path: '/ok', query: { q: 'a b&c', page: 2, none: undefined } },
      z.object({ name: z.string() }),
    );
    expect(answer).toEqual({ name: 'ok' });
    expect(seen.at(-1)).toMatchObject({
      url: '/api/ok?q=a+b%26c&page=2',
      headers: { authorization: 'Bearer hidden-token', accept: 'application/json' },
    });
    await http().send({ method: 'POST', path: '/ok', json: { title: 'ü' } });
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      body: '{"title":"ü"}',
      headers: { 'content-type': 'application/json' },
    });
    await http().send({ method: 'POST', path: '/ok', form: { a: '1 2' } });
    expect(seen.at(-1)).toMatchObject({ body: 'a=1+2' });
  });

  it('take an answer without a body', async () => {
    expect(await http().send({ method: 'DELETE', path: '/empty' })).toMatchObject({ status: 204, text: '' });
  });
});

describe('redirects', () => {
  it('are followed within the origin, for GET', async () => {
    expect((await http().send({ path: '/moved' })).text).toBe('{"name":"ok"}');
  });
  it('to another origin are refused and carry nothing there', async () => {
    const error = await failing({ path: '/away' });
    expect(error.kind).toBe('invalid');
    expect(error.message).toContain('redirects to http://127.0.0.1:9');
  });
  it('of a POST, in a circle or to nowhere are errors', async () => {
    expect((await failing({ method: 'POST', path: '/moved', json: {} })).kind).toBe('invalid');
    expect((await failing({ path: '/circle' })).kind).toBe('invalid');
    expect((await failing({ path: '/nowhere' })).kind).toBe('unavailable');
  });
});

describe('errors', () => {
  it('have a kind by their status', () => {
    const kinds = [
      200, 204, 304, 400, 401, 403, 404, 408, 409, 410, 412, 413, 422, 425, 429, 500, 502, 503, 504, 599,
    ].map((status) => [status, kindOfStatus(status)]);
    expect(kinds).toEqual([
      [200, null],
      [204, null],
      [304, null],
      [400, 'invalid'],
      [401, 'auth'],
      [403, 'auth'],
      [404, 'not-found'],
      [408, 'unavailable'],
      [409, 'conflict'],
      [410, 'not-found'],
      [412, 'conflict'],
      [413, 'invalid'],
      [422, 'invalid'],
      [425, 'unavailable'],
      [429, 'rate-limited'],
      [500, 'unavailable'],
      [502, 'unavailable'],
      [503, 'unavailable'],
      [504, 'unavailable'],
      [599, 'unavailable'],
    ]);
  });
  it('a 403 that says when to come again is a rate limit', async () => {
    expect(await failing({ path: '/too-fast-403' })).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 3000,
    });
  });
  it('quote the vendor’s words, not its pages, and none of our secrets', async () => {
    expect((await failing({ path: '/errors', query: { key: 'hidden-key' } })).message).toContain(
      'summary: is required; priority: is unknown',
    );
    const page = await failing({ path: '/html', query: { key: 'hidden-key' } });
    expect(page.message).toBe('Acme is not available (GET /html answered 502)');
    expect(page.message).not.toContain('hidden');
  });
  it('can be told apart by the plugin', async () => {
    const error = await failing(
      { path: '/slack' },
      {
        classify: ({ text }) =>
          text.includes('"ok":false')
            ? new VendorError('not-found', 'Slack does not know this channel')
            : null,
      },
    );
    expect(error.kind).toBe('not-found');
  });
  it('an answer of another shape names the field', async () => {
    const error = await vendorErrorOf(() => http().json({ path: '/ok' }, z.object({ id: z.number() })));
    expect(error).toMatchObject({ kind: 'unavailable' });
    expect(error.message).toContain('id');
  });
  it('too large answers are not read', async () => {
    expect((await failing({ path: '/big' }, { maxBytes: 1024 })).message).toContain('more than 1 KiB');
  });
  it('no answer, half an answer, nobody there and no address are unavailable', async () => {
    expect((await failing({ path: '/hang' })).message).toContain('did not answer within 0.3 s');
    expect((await failing({ path: '/half' })).kind).toBe('unavailable');
    expect((await failing({ path: '/ok' }, { baseUrl: 'http://127.0.0.1:9' })).message).toMatch(
      /cannot be reached \(GET \/ok\): .*ECONNREFUSED|bad port/,
    );
    expect((await failing({ path: '/ok' }, { baseUrl: 'not an address' })).kind).toBe('unavailable');
  });
});
