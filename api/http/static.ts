import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import { compress, encodingFor, etagOf } from './send.ts';

interface Entry {
  changed: number;
  body: Buffer;
  etag: string;
  packed: Map<'br' | 'gzip', Promise<Buffer>>;
}

const TEXT = new Set(['.html', '.js', '.mjs', '.css', '.svg', '.json', '.map', '.webmanifest', '.txt']);

async function fileTime(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? found.mtimeMs : null;
}

function createCache(): (path: string) => Promise<Entry | null> {
  const entries = new Map<string, Entry>();
  return async (path) => {
    const changed = await fileTime(path);
    if (changed === null) return null;
    const known = entries.get(path);
    if (known?.changed === changed) return known;
    const body = await readFile(path);
    const entry = { changed, body, etag: etagOf(body), packed: new Map() };
    entries.set(path, entry);
    return entry;
  };
}

// The bundler puts the content's hash into the names below /assets, so such a file never changes.
const cacheControl = (path: string): string => (path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');

async function sendEntry(exchange: { request: Request; response: Response }, entry: Entry, path: string): Promise<void> {
  const { request, response } = exchange;
  const type = extname(path);
  response.type(type === '.webmanifest' ? 'application/manifest+json' : type).set({ etag: entry.etag, 'cache-control': cacheControl(path) }).vary('accept-encoding');
  if (request.headers['if-none-match'] === entry.etag) {
    response.status(304).end();
    return;
  }
  const encoding = TEXT.has(type) && entry.body.length > 1_400 ? encodingFor(request) : null;
  let body = entry.body;
  if (encoding) {
    const packing = entry.packed.get(encoding) ?? compress(entry.body, encoding, 9);
    entry.packed.set(encoding, packing);
    body = await packing;
    response.set('content-encoding', encoding);
  }
  response.set('content-length', String(body.length)).end(request.method === 'HEAD' ? undefined : body);
}

// A file that is not there, e.g. an asset of an older build, must not be answered with a page: that would only hide it.
function isPage(request: Request): boolean {
  if (request.path.startsWith('/assets/')) return false;
  return extname(request.path) === '' || (request.headers.accept ?? '').includes('text/html');
}

/** The file that a request path names inside `dir`; null when it would leave it or cannot be decoded. */
export function fileOf(dir: string, requestPath: string): string | null {
  try {
    const path = normalize(join(dir, decodeURIComponent(requestPath)));
    return path.startsWith(dir.endsWith(sep) ? dir : dir + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}

/** Serves the built web from `dir`: hashed assets for a year, pages revalidated, and `index.html` for every address that is a page of the app. */
export function staticWeb(dir: string): RequestHandler {
  const load = createCache();
  const root = normalize(dir).replace(/[/\\]+$/, '');
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const file = fileOf(root, request.path);
    const entry = file && request.path !== '/' ? await load(file) : null;
    if (entry) return sendEntry({ request, response }, entry, request.path);
    if (!isPage(request)) return next();
    const page = await load(join(root, 'index.html'));
    return page ? sendEntry({ request, response }, page, '/index.html') : next();
  };
}
