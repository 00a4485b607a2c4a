import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHttp } from '../../plugins/http.ts';
import { isPublic } from '../../plugins/outbound/addresses.ts';
import type { Resolve } from '../../plugins/outbound/guard.ts';
import { createOutbound, refusalIn } from '../../plugins/outbound/index.ts';
import { expectKind } from './conformance/making.ts';

interface Seen {
  url: string;
  method: string;
  headers: IncomingMessage['headers'];
  body: string;
}
let server: Server;
let port: number;
const seen: Seen[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '';
  if (url.startsWith('/to/')) response.writeHead(Number(url.split('/')[2]), { location: decodeURIComponent(url.split('/')[3] ?? '') }).end();
  else if (url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'));
  else if (url === '/br') response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('packed'));
  else if (url === '/none') response.writeHead(204).end();
  else response.writeHead(200, [['set-cookie', 'a=1'], ['set-cookie', 'b=2']].flat()).end('{"ok":true}');
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ url: request.url ?? '', method: request.method ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const local = createOutbound({ allow: ['127.0.0.1'] });
const strict = createOutbound({});
const refused = async (asked: Promise<unknown>) => refusalIn(await asked.then(() => null, (error: unknown) => error));

describe('which addresses are public', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) => expect(isPublic(address)).toBe(true));
  it.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:a00:1', '::7f00:1', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'ff02::1', 'not an address',
  ])('%s is not', (address) => expect(isPublic(address)).toBe(false));
  it('no IPv4 address changes by being written as an IPv6 one', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => isPublic(address) === isPublic(`::ffff:${address}`)));
  });
});

describe('a request to an address that somebody typed', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '127.1', '2130706433', '0x7f000001', '[::ffff:127.0.0.1]'])('does not reach http://%s', async (host) => {
    const before = seen.length;
    expect((await refused(strict.fetch(`http://${host}:${port}/`)))?.message).toContain('DISPATCH_OUTBOUND_ALLOW');
    expect(seen).toHaveLength(before);
  });

  it.each(['file:///etc/passwd', 'data:text/plain,x', 'ftp://127.0.0.1/'])('is not %s', async (url) => {
    await expect(local.fetch(url)).rejects.toThrow('fetch failed');
  });

  it('goes to the address that was checked, although the name answers differently the next time', async () => {
    let asked = 0;
    const resolve: Resolve = (_host, done) => done(null, [{ address: (asked += 1) === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    const once = createOutbound({ allow: ['127.0.0.1'], resolve });
    expect((await once.fetch(`http://changes.example:${port}/`)).status).toBe(200);
    expect(asked).toBe(1);
    const rebound = createOutbound({ resolve: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
    expect(await refused(rebound.fetch(`http://looks-public.example:${port}/`))).not.toBeNull();
  });

  it('never uses the private one of several addresses', async () => {
    const mixed = createOutbound({ resolve: (_host, done) => done(null, [{ address: '10.0.0.1', family: 4 }, { address: '127.0.0.1', family: 4 }]), allow: ['127.0.0.0/8'] });
    expect((await mixed.fetch(`http://mixed.example:${port}/`)).status).toBe(200);
  });

  it('is checked again at every redirect', async () => {
    const resolve: Resolve = (host, done) => done(null, [{ address: host === 'inside.example' ? '10.0.0.1' : '127.0.0.1', family: 4 }]);
    const guarded = createOutbound({ allow: ['127.0.0.1'], resolve });
    expect(await refused(guarded.fetch(`http://outside.example:${port}/to/302/${encodeURIComponent('http://inside.example/')}`))).not.toBeNull();
    expect(await refused(guarded.fetch(`http://outside.example:${port}/to/307/${encodeURIComponent('http://169.254.169.254/latest/meta-data')}`))).not.toBeNull();
    await expect(guarded.fetch(`http://outside.example:${port}/to/302/${encodeURIComponent('file:///etc/passwd')}`)).rejects.toThrow('fetch failed');
  });

  it.each([['a host by name', ['private.example']], ['a domain', ['*.example']], ['everything', ['*']], ['a network', ['127.0.0.0/8']]])('is let through where an operator allowed %s', async (_what, allow) => {
    const allowed = createOutbound({ allow, resolve: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
    expect((await allowed.fetch(`http://private.example:${port}/`)).status).toBe(200);
  });

  it('is an invalid setting for people, with the remedy, not an outage that is tried again for ever', async () => {
    const http = createHttp({ vendor: 'Jira', baseUrl: `http://127.0.0.1:${port}`, fetch: strict.fetch });
    expect((await expectKind('invalid', () => http.send({ path: '/' }))).message).toMatch(/^Jira: 127\.0\.0\.1 .*DISPATCH_OUTBOUND_ALLOW=127\.0\.0\.1/);
  });
});

describe('it otherwise behaves as fetch does', () => {
  const at = (path: string) => `http://127.0.0.1:${port}${path}`;
  it('sends JSON, forms and files whole, with their length', async () => {
    const form = new FormData();
    form.set('file', new File(['content'], 'a.txt'));
    await local.fetch(at('/post'), { method: 'POST', body: form });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: expect.stringContaining('filename="a.txt"'), headers: { 'content-type': expect.stringContaining('multipart/form-data; boundary') } });
    await local.fetch(new Request(at('/post'), { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } }));
    expect(seen.at(-1)).toMatchObject({ method: 'PUT', body: '{}', headers: { 'content-length': '2', 'content-type': 'application/json' } });
  });

  it.each(['/gzip', '/br'])('unpacks %s', async (path) => expect(await (await local.fetch(at(path))).text()).toBe('packed'));

  it('gives status, headers and empty answers', async () => {
    expect((await local.fetch(at('/'))).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const none = await local.fetch(at('/none'));
    expect([none.status, await none.text()]).toEqual([204, '']);
    expect(await (await local.fetch(at('/'), { method: 'HEAD' })).text()).toBe('');
  });

  it('makes a GET of a POST at 303, keeps it at 307, and leaves credentials with their origin', async () => {
    const there = encodeURIComponent(`http://127.0.0.1:${port}/there`);
    const init = { method: 'POST', body: 'x', headers: { authorization: 'Bearer secret' } };
    await local.fetch(at(`/to/303/${there}`), init);
    expect(seen.at(-1)).toMatchObject({ method: 'GET', body: '', headers: { authorization: 'Bearer secret' } });
    await local.fetch(at(`/to/307/${there}`), init);
    expect(seen.at(-1)).toMatchObject({ method: 'POST', body: 'x' });
    const both = createOutbound({ allow: ['127.0.0.1', 'localhost'], resolve: (_host, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
    await both.fetch(at(`/to/307/${encodeURIComponent(`http://localhost:${port}/there`)}`), init);
    expect(seen.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('stops when it is told to', async () => {
    await expect(local.fetch(at('/'), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
