import type { Request, Response } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { findAccount, needsBootstrap, type AccountFacts } from '../../models/accounts.ts';
import { peekToken, redeemToken } from '../../models/one-time-tokens.ts';
import { signOutToken } from '../../models/signed-out-tokens.ts';
import { lookUp } from '../auth/admit.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { clearSessionCookie, setSessionCookie } from '../auth/cookie.ts';
import type { Identity } from '../auth/identity.ts';
import { checkPassword, hashPassword } from '../auth/passwords.ts';
import type { SignInGuard } from '../auth/sign-in-guard.ts';
import { issueToken, readToken } from '../auth/tokens.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { streamChanges } from '../live-stream.ts';

type Routes = (typeof routes)['session'];
type SessionView = Answer<Routes['get']>;

/** What sign-in needs beside the API's parts. */
export interface SessionParts {
  authenticator: Authenticator;
  guard: SignInGuard;
}

async function sessionView({ deps, authenticator }: { deps: ApiDeps; authenticator: Authenticator }, identity: Identity | null): Promise<SessionView> {
  const [found, isBare] = await Promise.all([lookUp(deps, identity, null), authenticator.enabled ? needsBootstrap(deps.db) : false]);
  if (!found) throw new DomainError('unavailable', 'There is no organization yet. An administrator has to run: npx dispatch migrate');
  const { viewer, organization } = found;
  return {
    person: viewer && { id: viewer.personId, email: viewer.email, name: viewer.name, accessLevel: viewer.accessLevel },
    organization: { slug: organization.slug, name: organization.name },
    authentication: { provider: deps.config.auth.providerSlug, enabled: authenticator.enabled },
    temporalUiUrl: deps.config.temporal.uiUrl,
    version: deps.version,
    needsBootstrap: isBare,
  };
}

async function beginSession(parts: { deps: ApiDeps; authenticator: Authenticator; response: Response }, account: AccountFacts): Promise<SessionView & { token: string }> {
  const { config } = parts.deps;
  // The database's clock may be ahead of ours; a token must not be older than the moment from which the account's tokens count.
  const session = await issueToken(config, account, Math.max(Date.now(), Date.parse(account.tokensValidFrom)));
  setSessionCookie(config, parts.response, session);
  const claims = await readToken(config, session.token);
  return { ...(await sessionView(parts, claims && { via: 'cookie', ...claims })), token: session.token };
}

function requireEnabled(authenticator: Authenticator): void {
  if (!authenticator.enabled) throw new DomainError('not-allowed-now', 'Authentication is off here: everybody is signed in already. Set DISPATCH_AUTHENTICATION_PROVIDER_SLUG to turn it on.');
}

const addressOf = (request: Request): string => request.ip ?? 'unknown';
const WRONG = 'The e-mail address or the password is wrong.';

async function signIn({ authenticator, guard }: SessionParts, call: Call<Routes['signIn']>): Promise<SessionView & { token: string }> {
  const { deps, body, request, response } = call;
  requireEnabled(authenticator);
  const attempt = guard.enter({ address: addressOf(request), account: body.email });
  const account = await findAccount(deps.db, body.email);
  const isRight = await checkPassword(body.password, account?.passwordHash ?? null);
  if (!account || !isRight || account.isDisabled) throw new DomainError('not-signed-in', WRONG, [{ pointer: '/password', detail: 'does not belong to this e-mail address' }]);
  const view = await beginSession({ deps, authenticator, response }, account);
  if (view.person === null) {
    clearSessionCookie(deps.config, response);
    throw new DomainError('not-signed-in', 'Your account is not active in any organization. Ask an administrator.');
  }
  attempt.succeeded();
  return view;
}

async function redeem({ authenticator, guard }: SessionParts, call: Call<Routes['redeem']>): Promise<SessionView & { token: string }> {
  const { deps, body, request, response } = call;
  requireEnabled(authenticator);
  const attempt = guard.enter({ address: addressOf(request), account: `one-time-link ${addressOf(request)}` });
  const link = await peekToken(deps.db, body.token);
  if (!link) throw new DomainError('not-found', 'This link was used already, has expired, or is not complete. Ask for a new one.');
  if (link.purpose === 'bootstrap' && !(await needsBootstrap(deps.db))) throw new DomainError('not-allowed-now', 'There is an administrator already. Sign in, or ask them to invite you.');
  const { person } = await redeemToken(deps.db, { token: body.token, email: body.email, name: body.name, passwordHash: await hashPassword(body.password) });
  const account = await findAccount(deps.db, person.email);
  if (!account) throw new Error('The account that was just made is not there');
  attempt.succeeded();
  return beginSession({ deps, authenticator, response }, account);
}

// The token is forgotten by the browser and refused by the server from now on.
async function signOut({ deps, identity, response }: Call<Routes['signOut']>): Promise<void> {
  clearSessionCookie(deps.config, response);
  if (!identity?.tokenId || identity.expiresAt === null) return;
  await signOutToken(deps.db, { tokenId: identity.tokenId, expiresAt: new Date(identity.expiresAt).toISOString() });
  deps.live.endSession(identity.tokenId);
}

function positionOf(request: Request, query: string | undefined): number | null {
  const text = request.headers['last-event-id'] ?? query;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

async function live({ deps, viewer, organization, identity, query, request, response }: Call<Routes['live']>): Promise<void> {
  await streamChanges({
    hub: deps.live,
    viewer,
    tokenId: identity?.tokenId ?? null,
    request,
    response,
    after: positionOf(request, query.lastEventId),
    expiresAt: identity?.expiresAt ?? null,
    recheck: async () => (await lookUp(deps, identity, organization.slug))?.viewer ?? null,
  });
}

/** Sign-in, sign-out, one-time links and the live stream. */
export function sessionHandlers(parts: SessionParts): Handlers<Routes> {
  return {
    get: ({ deps, identity }) => sessionView({ deps, authenticator: parts.authenticator }, identity),
    signIn: (call) => signIn(parts, call),
    signOut,
    redeem: (call) => redeem(parts, call),
    live,
  };
}
