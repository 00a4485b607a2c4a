import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { LimitSettings } from '../../config/config.ts';
import { DomainError } from '../../domain/errors.ts';
import { readSessionCookie } from '../auth/cookie.ts';
import { sendProblem } from './problem.ts';

const MINUTE_MS = 60_000;
/** How much more than one caller a whole address may send: an office is behind one. */
const ADDRESS_FACTOR = 10;
/** Refused requests (not signed in, not allowed, not there) of one address in a minute: what scanning and guessing look like. */
const REFUSED_SHARE = 0.5;
/** Routes that cost far more than a read: they search, pack, send, ask vendors, or store files. */
const EXPENSIVE: ReadonlySet<string> = new Set([
  'incidents.preview', 'incidents.export', 'timeline.upload', 'plugins.list', 'plugins.check', 'plugins.configure', 'deliveries.retry', 'people.exportData', 'people.erase', 'retention.preview',
]);
/** Fewest requests that any limit allows in a minute, so that a low setting locks nobody out. */
const FEWEST = 20;

const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? 'unknown');

// Unproven on purpose: it only has to be the same for one caller, and inventing many is caught by the limit of the address.
function callerOf(request: Request): string {
  const shown = request.headers.authorization ?? readSessionCookie(request);
  return shown === null || shown === undefined ? addressOf(request) : createHash('sha256').update(shown).digest('base64');
}

interface Rule {
  limit: number;
  key(request: Request): string;
  who: string;
  onlyRefused?: boolean;
}

function limiter({ limit, key, who, onlyRefused = false }: Rule): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: Math.max(FEWEST, Math.ceil(limit)),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: key,
    skipSuccessfulRequests: onlyRefused,
    requestWasSuccessful: (_request, response) => ![401, 403, 404].includes(response.statusCode),
    handler: (request, response) => {
      const seconds = Number(response.getHeader('retry-after')) || 60;
      sendProblem(request, response, new DomainError('rate-limited', `Too many requests ${who}. Wait ${seconds} seconds and try again; the header RateLimit says how many are left.`));
    },
  });
}

/** Holds each caller and each address to the configured number of requests a minute, counted in this process; none when the limit is 0. */
export function requestLimits({ requestsPerMinute: limit }: LimitSettings): RequestHandler[] {
  if (limit === 0) return [];
  return [
    limiter({ limit: limit * ADDRESS_FACTOR, key: addressOf, who: 'from your address' }),
    limiter({ limit: limit * REFUSED_SHARE, key: addressOf, who: 'that were refused came from your address', onlyRefused: true }),
    limiter({ limit, key: callerOf, who: 'from you' }),
  ];
}

/** The tighter limit of expensive routes: a tenth of the caller's; null for every other route. Made once, so that they share it. */
export function expensiveLimit({ requestsPerMinute: limit }: LimitSettings): (routeId: string) => RequestHandler | null {
  const shared = limit === 0 ? null : limiter({ limit: limit / 10, key: callerOf, who: 'of this kind from you' });
  return (routeId) => (EXPENSIVE.has(routeId) ? shared : null);
}
