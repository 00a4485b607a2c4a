import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
// Below one network packet, compressing costs more than it saves.
const WORTH_COMPRESSING = 1_400;

/** The encoding to answer in, of those the request accepts. */
export function encodingFor(request: Request): 'br' | 'gzip' | null {
  const accepted = request.headers['accept-encoding'];
  if (typeof accepted !== 'string') return null;
  const choice = request.acceptsEncodings('br', 'gzip', 'identity');
  return choice === 'br' || choice === 'gzip' ? choice : null;
}

/** Compresses for one answer; `quality` 4 for what is made on the fly, 11 for what is kept. */
export async function compress(body: Buffer, encoding: 'br' | 'gzip', quality: number): Promise<Buffer> {
  if (encoding === 'gzip') return zip(body, { level: Math.min(9, quality) });
  return brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
}

/** A weak ETag of a body: equal bytes, equal tag. */
export function etagOf(body: Buffer): string {
  return `W/"${createHash('sha1').update(body).digest('base64url')}"`;
}

function isUnchanged(request: Request, etag: string): boolean {
  const wanted = request.headers['if-none-match'];
  return wanted !== undefined && wanted.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));
}

/** Answers with JSON: revalidated by ETag when read, compressed when the caller takes that and it is worth it. */
export async function sendJson(exchange: { request: Request; response: Response }, status: number, value: unknown): Promise<void> {
  const { request, response } = exchange;
  const body = Buffer.from(JSON.stringify(value));
  response.status(status).type('application/json').set('cache-control', 'private, no-cache').vary('accept-encoding');
  if (request.method === 'GET') {
    const etag = etagOf(body);
    response.set('etag', etag);
    if (isUnchanged(request, etag)) {
      response.status(304).end();
      return;
    }
  }
  const encoding = body.length >= WORTH_COMPRESSING ? encodingFor(request) : null;
  const out = encoding ? await compress(body, encoding, encoding === 'br' ? 4 : 5) : body;
  if (encoding) response.set('content-encoding', encoding);
  response.set('content-length', String(out.length)).end(out);
}
