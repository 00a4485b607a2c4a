import type { Request, Response } from 'express';
import type { AuthSettings } from '../../config/config.ts';
import { organizationAbilities, type Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { findAccount, needsBootstrap, type AccountFacts } from '../../models/accounts.ts';
import { recordAudit } from '../../models/audit.ts';
import { deadLink, peekToken, redeemToken, type TokenFacts } from '../../models/one-time-tokens.ts';
import { waitsForApproval } from '../../models/registrations.ts';
import { organizationsOf } from '../../models/organizations.ts';
import { endSessions } from '../../models/sessions.ts';
import { auditOf } from '../audit.ts';
import { lookUp } from '../auth/admit.ts';
import type { Authenticator, Proof } from '../auth/authenticator.ts';
import { openSession } from '../auth/begin-session.ts';
import { clearSessionCookie } from '../auth/cookie.ts';
import type { Identity } from '../auth/identity.ts';
import { addressOf } from '../auth/origin.ts';
import { checkPassword, hashPassword } from '../auth/passwords.ts';
import { endBalancerSession } from '../auth/providers/alb.ts';
import type { SignInGuard } from '../auth/sign-in-guard.ts';
import { standingOf, type Standing } from '../auth/standing.ts';
import { readToken } from '../auth/tokens.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import { secondFactorAtSignIn } from '../second-factor/sign-in.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { streamChanges } from '../live-stream.ts';
import { reasonOf } from '../reason.ts';
import { sendsMail, sendsMailToStrangers } from '../sends-mail.ts';

type Routes = (typeof routes)['session'];
type SessionView = Answer<Routes['get']>;

const BASIC = 'dispatch-auth-provider-basic';
const PKCE = 'dispatch-auth-provider-pkce';

/** What sign-in needs beside the API's parts. */
export interface SessionParts {
  authenticator: Authenticator;
  guard: SignInGuard;
}

// Naming an organization chooses among one's own; another one is as if none were named.
async function ownPlace(deps: ApiDeps, proof: Proof, named: string | null): Promise<Standing | null> {
  const found = named === null || proof.identity === null ? null : await lookUp(deps, proof.identity, named);
  return found?.viewer ? { ...found, obstacle: null } : standingOf(deps, proof);
}

// Which settings the browser needs; none of them is a secret.
function pkceOf({ providerSlug, pkce: { openIdConnectUrl, clientId } }: AuthSettings): SessionView['authentication']['pkce'] {
  return providerSlug === PKCE && openIdConnectUrl !== null && clientId !== null ? { issuer: openIdConnectUrl, clientId } : null;
}

/** What the web begins with, for whoever this is. `refusal` = why a proof of theirs is not believed; `named` = the organization they ask for. */
export async function sessionView({ deps, authenticator }: { deps: ApiDeps; authenticator: Authenticator }, identity: Identity | null, more: { named?: string | undefined; refusal?: DomainError | null } = {}): Promise<SessionView> {
  const { auth } = deps.config;
  const [found, isBare] = await Promise.all([
    ownPlace(deps, { identity, refusal: more.refusal ?? null }, more.named ?? null),
    authenticator.enabled ? needsBootstrap(deps.db, { withPassword: auth.providerSlug === BASIC }) : false,
  ]);
  if (!found) throw new DomainError('unavailable', 'There is no organization yet. An administrator has to run: npx dispatch migrate');
  const { viewer, organization, obstacle } = found;
  return {
    person: viewer && { id: viewer.personId, email: viewer.email, name: viewer.name, accessLevel: viewer.accessLevel, abilities: organizationAbilities(viewer.accessLevel) },
    organization: { slug: organization.slug, name: organization.name },
    organizations: viewer ? (await organizationsOf(deps.db, viewer.email)).map(({ slug, name }) => ({ slug, name })) : [],
    authentication: { provider: auth.providerSlug, enabled: authenticator.enabled, pkce: pkceOf(auth) },
    obstacle,
    expiresAt: viewer && identity?.via === 'cookie' && identity.expiresAt !== null ? new Date(identity.expiresAt).toISOString() : null,
    registration: auth.providerSlug === BASIC ? auth.registration.mode : 'off',
    sendsMail: await sendsMail(deps, organization.id),
    // Where Temporal is, is nothing for strangers.
    temporalUiUrl: viewer && deps.config.temporal.uiUrl,
    version: deps.version,
    needsBootstrap: isBare,
  };
}

/** The parts with which a session begins. */
export interface Beginning {
  deps: ApiDeps;
  authenticator: Authenticator;
  request: Request;
  response: Response;
}

/** Signs an account in: a new session with its cookie; it ends when the configuration says, or at `endsAt` (ms since 1970) when that is sooner. The audit log says so when the account belongs to somebody. */
export async function beginSession(parts: Beginning, account: AccountFacts, { endsAt }: { endsAt?: number } = {}): Promise<SessionView & { token: string }> {
  const { deps, request } = parts;
  const session = await openSession(parts, account, endsAt);
  const claims = await readToken(deps.config, session.token);
  const identity: Identity | null = claims && { via: 'cookie', ...claims };
  const found = await lookUp(deps, identity, null);
  if (found?.viewer) await noteSession(deps, { viewer: found.viewer, identity, request }, 'session.started');
  return { ...(await sessionView(parts, identity)), token: session.token };
}

async function noteSession(deps: ApiDeps, call: { viewer: Viewer; identity: Identity | null; request: Request }, action: 'session.started' | 'session.ended'): Promise<void> {
  await recordAudit(deps.db, { ...auditOf(call), organizationId: call.viewer.organizationId, action, subject: { kind: 'session', id: call.identity?.tokenId ?? null, label: call.viewer.email }, after: { provider: deps.config.auth.providerSlug } });
}

/** Refuses what only the product's own passwords can do: under every other provider, and while authentication is off. */
export function requirePasswords({ config }: Pick<ApiDeps, 'config'>): void {
  if (config.auth.providerSlug === BASIC) return;
  if (config.auth.providerSlug === '') throw new DomainError('not-allowed-now', 'Authentication is off here: everybody is signed in already. Set DISPATCH_AUTHENTICATION_PROVIDER_SLUG to turn it on.');
  throw new DomainError('not-allowed-now', 'People sign in through another provider here, so there are no passwords. Sign in on the web.');
}

const WRONG = 'The e-mail address or the password is wrong.';

async function proveByPassword(call: Call<Routes['signIn']>): Promise<AccountFacts> {
  const { deps, body } = call;
  const account = await findAccount(deps.db, body.email);
  const isRight = await checkPassword(body.password, account?.passwordHash ?? null);
  if (account && (!isRight || account.isDisabled)) noteRefusal(call, account);
  if (!account || !isRight || account.isDisabled) throw new DomainError('not-signed-in', WRONG, [{ pointer: '/password', detail: 'does not belong to this e-mail address' }]);
  return account;
}

// After the answer, so that it takes as long for accounts that exist as for those that do not.
function noteRefusal({ deps, request }: Call<Routes['signIn']>, { email }: AccountFacts): void {
  const write = async (): Promise<void> => {
    const found = await lookUp(deps, byAddress(email), null);
    if (found?.viewer) await recordAudit(deps.db, { ...auditOf({ viewer: null, identity: null, request }), organizationId: found.viewer.organizationId, action: 'session.refused', subject: { kind: 'person', id: found.viewer.personId, label: email } });
  };
  write().catch((error: unknown) => deps.logger.warn({ reason: reasonOf(error) }, 'a refused sign-in could not be written to the audit log'));
}

const byAddress = (email: string): Identity => ({ via: 'bearer', accountId: null, email, tokenId: null, issuedAt: null, expiresAt: null });

// Only somebody who knows the password learns how the account stands.
async function noPlace(deps: ApiDeps, email: string): Promise<DomainError> {
  if (await waitsForApproval(deps.db, email)) return new DomainError('not-signed-in', `An administrator has not decided about your request to join yet. ${(await sendsMailToStrangers(deps)) ? 'You get a mail when they have.' : 'This installation does not send mail yet: ask them, or try again later.'}`);
  return new DomainError('not-signed-in', 'Your account is not active in any organization. Ask an administrator.');
}

async function signIn({ authenticator, guard }: SessionParts, call: Call<Routes['signIn']>): Promise<SessionView & { token: string }> {
  const { deps, body, identity, request, response } = call;
  requirePasswords(deps);
  const attempt = await guard.enter({ address: addressOf(request), account: body.email });
  const account = await proveByPassword(call);
  const place = await lookUp(deps, byAddress(account.email), null);
  if (!place?.viewer) throw await noPlace(deps, account.email);
  await attempt.succeeded();
  await secondFactorAtSignIn(deps, account);
  // Whoever signs in anew in the same browser leaves the session before.
  if (identity?.via === 'cookie') await endOwn(call);
  return beginSession({ deps, authenticator, request, response }, account);
}

// An invitation never changes the password of an account that is there: whoever holds the link must know it.
async function passwordOf({ guard }: SessionParts, { deps, body, request }: Call<Routes['redeem']>, { email, purpose }: TokenFacts): Promise<string | null> {
  const account = email === null || purpose !== 'invitation' ? null : await findAccount(deps.db, email);
  if (!account?.passwordHash) return hashPassword(body.password);
  const attempt = await guard.enter({ address: addressOf(request), account: account.email });
  if (await checkPassword(body.password, account.passwordHash)) {
    await attempt.succeeded();
    return null;
  }
  throw new DomainError('invalid-request', 'There is an account with this address already: enter the password that you sign in with.', [{ pointer: '/password', detail: 'is not the password of your account' }]);
}

async function redeem(parts: SessionParts, call: Call<Routes['redeem']>): Promise<SessionView & { token: string }> {
  const { authenticator, guard } = parts;
  const { deps, body, request, response } = call;
  requirePasswords(deps);
  const attempt = await guard.enter({ address: addressOf(request), account: `one-time-link ${addressOf(request)}` });
  const link = await peekToken(deps.db, body.token);
  if (!link || (link.purpose !== 'bootstrap' && link.purpose !== 'invitation')) throw deadLink();
  if (link.purpose === 'bootstrap' && !(await needsBootstrap(deps.db))) throw new DomainError('not-allowed-now', 'There is an administrator already. Sign in, or ask them to invite you.');
  const passwordHash = await passwordOf(parts, call, link);
  const { person, organizationId } = await redeemToken(deps.db, { token: body.token, email: body.email, name: body.name, passwordHash });
  const account = await findAccount(deps.db, person.email);
  if (!account) throw new Error('The account that was just made is not there');
  await attempt.succeeded();
  const viewer: Viewer = { personId: person.id, organizationId, email: person.email, name: person.name, accessLevel: person.accessLevel };
  await recordAudit(deps.db, { ...auditOf({ viewer, identity: null, request }), organizationId, action: 'person.joined', subject: { kind: 'person', id: person.id, label: `${person.name} <${person.email}>` }, after: { by: link.purpose, accessLevel: person.accessLevel } });
  await secondFactorAtSignIn(deps, account);
  return beginSession({ deps, authenticator, request, response }, account);
}

async function endOwn({ deps, identity, request }: Pick<Call<Routes['signOut']>, 'deps' | 'identity' | 'request'>): Promise<void> {
  if (!identity?.accountId || !identity.tokenId) return;
  const found = await lookUp(deps, identity, null);
  await endSessions(deps.db, { accountId: identity.accountId, id: identity.tokenId });
  deps.live.endSession(identity.tokenId);
  if (found?.viewer) await noteSession(deps, { viewer: found.viewer, identity, request }, 'session.ended');
}

// The token is forgotten by the browser and refused by the server from now on.
async function signOut(call: Call<Routes['signOut']>): Promise<void> {
  clearSessionCookie(call.deps.config, call.response);
  if (call.deps.config.auth.providerSlug === 'dispatch-auth-provider-aws-alb') endBalancerSession(call.request, call.response);
  await endOwn(call);
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
    get: ({ deps, identity, refusal, query }) => sessionView({ deps, authenticator: parts.authenticator }, identity, { named: query.organization, refusal }),
    signIn: (call) => signIn(parts, call),
    signOut,
    redeem: (call) => redeem(parts, call),
    live,
  };
}
