import type { Request, Response } from 'express';
import { startSession } from '../../models/sessions.ts';
import type { ApiDeps } from '../deps.ts';
import { setSessionCookie } from './cookie.ts';
import { clientOf } from './origin.ts';
import { issueToken } from './tokens.ts';

/** The exchange in which somebody signs in. */
export interface SigningIn {
  deps: Pick<ApiDeps, 'config' | 'db'>;
  request: Pick<Request, 'ip' | 'headers'>;
  response: Response;
}

/**
 * Begins a session with an id of its own, so that one that was planted before signing in is worth nothing: stores it, signs its token, sets the cookie.
 * It ends when the configuration says, or at `endsAt` (ms since 1970) when that is sooner.
 */
export async function openSession({ deps, request, response }: SigningIn, account: { id: string; email: string; tokensValidFrom: string }, endsAt = Number.MAX_SAFE_INTEGER): Promise<{ token: string; expiresAt: number; sessionId: string }> {
  const { config, db } = deps;
  // The database's clock may be ahead of ours; a token must not be older than the moment from which the account's tokens count.
  const now = Math.max(Date.now(), Date.parse(account.tokensValidFrom));
  const expiresAt = Math.min(now + config.auth.jwtExpSeconds * 1000, endsAt);
  const { id: sessionId } = await startSession(db, { accountId: account.id, provider: config.auth.providerSlug, ...clientOf(request), expiresAt: new Date(expiresAt).toISOString() });
  const session = await issueToken(config, account, { now, sessionId, expiresAt });
  setSessionCookie(config, response, session);
  return { ...session, sessionId };
}
