import { randomBytes } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { sessionHash } from '../../models/mfa/proofs.ts';
import type { Identity } from '../auth/identity.ts';
import type { ApiDeps } from '../deps.ts';

// Where a proxy or an outside provider vouches for each request there is no session of ours; then the browser holds the proof by a cookie of its own.
const COOKIE = 'dispatch_second_factor';

/** The name under which proofs of a session of ours are kept. */
export function hashOfSession(sessionId: string): string {
  return sessionHash(`token/${sessionId}`);
}

/** The name under which proofs of the request's session are kept; null when it has none yet. */
export function proofHash(identity: Identity, request: Pick<Request, 'headers'>): string | null {
  if (identity.tokenId !== null) return hashOfSession(identity.tokenId);
  const value = parseCookie(request.headers.cookie ?? '')[COOKIE];
  return value === undefined || value === '' ? null : sessionHash(`cookie/${value}`);
}

/** Like {@link proofHash}; gives the browser a cookie when the request has no session to hold a proof. */
export function ensureProofHash({ deps, request, response }: { deps: Pick<ApiDeps, 'config'>; request: Pick<Request, 'headers'>; response: Response }, identity: Identity): string {
  const known = proofHash(identity, request);
  if (known !== null) return known;
  const value = randomBytes(32).toString('base64url');
  const secure = deps.config.server.uiUrl.startsWith('https:');
  response.append('set-cookie', stringifySetCookie({ name: COOKIE, value, httpOnly: true, sameSite: 'strict', secure, path: '/api' }));
  return sessionHash(`cookie/${value}`);
}
