import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { OutboundGuard } from './guard.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
// Fetch's own list of answers that have no body: https://fetch.spec.whatwg.org/#null-body-status
const EMPTY: readonly number[] = [204, 205, 304];
/** Headers that belong to the host they were made for. */
const PRIVATE_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * `fetch` for addresses that people typed: http and https only, every connection goes to an address that the guard has checked, redirects included.
 * Rejects with a `TypeError` whose cause is `OutboundRefused` where the guard refuses. The body is sent whole, never in chunks.
 */
export function createGuardedFetch(guard: OutboundGuard): typeof globalThis.fetch {
  // Agents of its own: sockets of others may lead anywhere.
  const agents = { 'http:': new HttpAgent({ keepAlive: true, maxSockets: 50 }), 'https:': new HttpsAgent({ keepAlive: true, maxSockets: 50 }) };

  async function send(request: Request, body: Buffer): Promise<Response> {
    const url = new URL(request.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError(`fetch failed: ${url.protocol} is not an address of the web`);
    guard.checkHost(url.hostname);
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = start(url, { method: request.method, headers: headersOf(request, body), agent: agents[url.protocol], lookup: guard.lookup, signal: request.signal }, resolve);
    outgoing.once('error', reject);
    outgoing.end(body.length > 0 ? body : undefined);
    return toResponse(await promise, request);
  }

  return async (input, init) => {
    let request = new Request(input, init);
    let body: Buffer = Buffer.from(await request.arrayBuffer());
    for (let hop = 0; ; hop += 1) {
      const response = await send(request, body).catch((error: unknown) => {
        throw request.signal.aborted ? request.signal.reason : new TypeError('fetch failed', { cause: error });
      });
      const location = REDIRECTS.includes(response.status) ? response.headers.get('location') : null;
      if (location === null || request.redirect === 'manual') return response;
      await response.body?.cancel();
      if (request.redirect === 'error' || hop === MOST_REDIRECTS) throw new TypeError('fetch failed', { cause: new Error(`${request.url} redirects`) });
      const next = redirected(request, new URL(location, request.url), response.status);
      if (next.method === 'GET' || next.method === 'HEAD') body = Buffer.alloc(0);
      request = next;
    }
  };
}

// As https://fetch.spec.whatwg.org/#http-redirect-fetch says: POST becomes GET but for 307 and 308, and credentials stay with their origin.
function redirected(from: Request, to: URL, status: number): Request {
  const headers = new Headers(from.headers);
  if (to.origin !== new URL(from.url).origin) for (const name of PRIVATE_HEADERS) headers.delete(name);
  const keeps = status === 307 || status === 308 || from.method === 'GET' || from.method === 'HEAD';
  if (!keeps) for (const name of ['content-type', 'content-length', 'content-encoding', 'content-language']) headers.delete(name);
  return new Request(to, { method: keeps ? from.method : 'GET', headers, signal: from.signal, redirect: from.redirect });
}

function headersOf(request: Request, body: Buffer): Record<string, string> {
  const headers = Object.fromEntries(request.headers);
  const needsLength = body.length > 0 || !['GET', 'HEAD', 'DELETE', 'OPTIONS'].includes(request.method);
  return { accept: '*/*', 'accept-encoding': 'gzip, deflate, br', ...headers, ...(needsLength ? { 'content-length': String(body.length) } : {}) };
}

function toResponse(message: IncomingMessage, request: Request): Response {
  const headers = new Headers();
  for (let i = 0; i < message.rawHeaders.length; i += 2) headers.append(message.rawHeaders[i] ?? '', message.rawHeaders[i + 1] ?? '');
  const status = message.statusCode ?? 500;
  const init = { status, statusText: message.statusMessage ?? '', headers };
  if (EMPTY.includes(status) || request.method === 'HEAD') {
    message.resume();
    return new Response(null, init);
  }
  return new Response(Readable.toWeb(unpacked(message, headers.get('content-encoding'))) as ReadableStream<Uint8Array>, init);
}

function unpacked(message: IncomingMessage, encoding: string | null): Readable {
  const unpack = decompressorOf((encoding ?? '').trim().toLowerCase());
  // The error reaches whoever reads the result; the callback only keeps it from being unhandled.
  return unpack === null ? message : pipeline(message, unpack, () => undefined);
}

function decompressorOf(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : null;
}
