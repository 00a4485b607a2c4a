import type { Request } from 'express';
import type { ClientFacts } from '../../models/sessions.ts';

/** The address a request came from, seen through trusted proxies; `unknown` when the socket is gone. */
export function addressOf(request: Pick<Request, 'ip'>): string {
  return request.ip ?? 'unknown';
}

/** Where a request came from, for lists of sessions. */
export function clientOf(request: Pick<Request, 'ip' | 'headers'>): ClientFacts {
  return { address: request.ip ?? null, userAgent: request.headers['user-agent'] ?? null };
}
