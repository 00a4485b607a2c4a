import express, { type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { invalidRequest } from './problem.ts';
import { findUnusable } from './text-check.ts';

/** Largest JSON body in bytes. */
export const JSON_LIMIT = 1_048_576;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const any = (): true => true;
const parsers = new Map<number, RequestHandler>();

function parserOf(limit: number): RequestHandler {
  const known = parsers.get(limit);
  if (known) return known;
  const made = express.raw({ type: any, limit });
  parsers.set(limit, made);
  return made;
}

/** Reads the whole body, decompressed, of at most `limit` bytes; empty when there is none. */
export function readBody(request: Request, response: Response, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    parserOf(limit)(request, response, (error?: unknown) => {
      if (error === undefined || error === null) {
        const body: unknown = request.body;
        resolve(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
      } else reject(tooLarge(error, limit));
    });
  });
}

function tooLarge(error: unknown, limit: number): Error {
  const type: unknown = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    const text = limit >= 10_000_000 ? `${Math.floor(limit / 1_048_576)} MB` : `${Math.floor(limit / 1024)} kB`;
    return new DomainError('too-large', `The body is larger than this route takes: at most ${text}.`);
  }
  return error instanceof Error ? error : new Error('The body could not be read');
}

// A bare `application/json`, or any `+json` type such as a problem sent back; charset may only be UTF-8, as RFC 8259 says.
function isJson(contentType: string): boolean {
  return /^\s*application\/([\w.+-]+\+)?json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i.test(contentType);
}

function place(error: unknown, text: string): string {
  const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  if (at === undefined) return text.trim() === '' ? ': it is empty' : '';
  const before = text.slice(0, Number(at)).split('\n');
  return `: look at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function decode(raw: Buffer): string {
  try {
    return utf8.decode(raw);
  } catch {
    throw invalidRequest([{ pointer: '', detail: 'is not UTF-8 text' }], 'The body cannot be read');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalidRequest([{ pointer: '', detail: `is not valid JSON${place(error, text)}` }], 'The body cannot be read');
  }
}

/** Parses a JSON body; undefined when it is empty. Throws `invalid-request` for another content type, broken JSON or text that cannot be stored. */
export function parseJson(raw: Buffer, contentType: string | undefined): unknown {
  if (raw.length === 0) return undefined;
  if (contentType === undefined || !isJson(contentType)) {
    throw invalidRequest([{ pointer: 'header:content-type', detail: 'must be application/json (UTF-8)' }], 'The body cannot be read');
  }
  const value = parse(decode(raw));
  const bad = findUnusable(value);
  if (bad.length > 0) throw invalidRequest(bad);
  return value;
}
