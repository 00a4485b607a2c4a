import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { ensureAccount, needsBootstrap } from '../../models/accounts.ts';
import { recordAudit } from '../../models/audit.ts';
import { claimBootstrap } from '../../models/claim-bootstrap.ts';
import { nameFromEmail } from '../../models/people.ts';
import { spendNonce } from '../../models/spent-nonces.ts';
import { auditOf } from '../audit.ts';
import { lookUp } from '../auth/admit.ts';
import type { Identity } from '../auth/identity.ts';
import type { Stranger } from '../auth/newcomer.ts';
import { keepBinding, readBinding } from '../auth/oidc/binding-cookie.ts';
import { checkNonce, newBinding, newNonce } from '../auth/oidc/nonce.ts';
import type { TokenVerifier, Vouched } from '../auth/oidc/verifier.ts';
import { notBelieved } from '../auth/refuse.ts';
import { signingSecret } from '../auth/signing-secret.ts';
import { standingOf } from '../auth/standing.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { beginSession, sessionView, type SessionParts } from './session.ts';

type Routes = (typeof routes)['providerSession'];

/** A session lasts as long as the provider's token, but at least this, because some tokens last minutes and not every browser lets the web renew them unseen. */
const SHORTEST_MS = 60 * 60_000;

const nonceKey = ({ config }: Pick<ApiDeps, 'config'>): Uint8Array => createHash('sha256').update(`nonce\n${signingSecret(config)}`).digest();

function requireProvider({ authenticator }: SessionParts): TokenVerifier {
  if (authenticator.oidc) return authenticator.oidc;
  throw new DomainError('not-allowed-now', 'People do not sign in with an OpenID Connect provider here. Open the sign-in page to see how they do.');
}

async function begin(parts: SessionParts, { deps, request, response }: Call<Routes['begin']>): Promise<Answer<Routes['begin']>> {
  requireProvider(parts);
  // Kept while it lasts, so that signing in in two tabs at once works.
  const binding = readBinding(request) ?? newBinding();
  keepBinding(deps.config, response, binding);
  return { nonce: newNonce(nonceKey(deps), binding) };
}

async function firstOrganization(deps: ApiDeps): Promise<{ id: string; name: string }> {
  const found = await lookUp(deps, null, null);
  if (!found) throw new DomainError('unavailable', 'There is no organization yet. An administrator has to run: npx dispatch migrate');
  return found.organization;
}

async function makeFirstAdministrator(deps: ApiDeps, { email, name }: Stranger, { link, request, identity }: { link: string; request: Request; identity: Identity | null }): Promise<void> {
  if (!(await needsBootstrap(deps.db, { withPassword: false }))) throw new DomainError('not-allowed-now', 'There is an administrator already. Ask them to invite you.');
  const { id: organizationId } = await firstOrganization(deps);
  await claimBootstrap(deps.db, { link, email, name: name ?? nameFromEmail(email), organizationId }, async (tx, person, where) => {
    const subject = { kind: 'person', id: person.id, label: `${person.name} <${person.email}>` };
    await recordAudit(tx, { ...auditOf({ viewer: null, identity, request }), organizationId: where, action: 'bootstrap-link.used', subject, after: { accessLevel: 'owner' } });
  });
}

const vouchedIdentity = ({ email, name, expiresAt }: Vouched): Identity => ({ via: 'bearer', accountId: null, email, tokenId: null, issuedAt: null, expiresAt, vouched: { name } });

async function finish(parts: SessionParts, call: Call<Routes['finish']>): Promise<Answer<Routes['finish']>> {
  const { deps, body, request, response } = call;
  const who = await requireProvider(parts).signIn(body);
  const nonceEnds = checkNonce(nonceKey(deps), { nonce: who.nonce, binding: readBinding(request) });
  if (!(await spendNonce(deps.db, { nonce: who.nonce ?? '', expiresAt: new Date(nonceEnds).toISOString() }))) throw notBelieved('This sign-in was used already. Begin again from the sign-in page.');
  const identity = vouchedIdentity(who);
  if (body.link !== undefined) await makeFirstAdministrator(deps, who, { link: body.link, request, identity });
  const standing = await standingOf(deps, { identity, refusal: null });
  if (!standing?.viewer) throw refused(standing?.obstacle ?? null);
  const account = await ensureAccount(deps.db, who.email);
  if (account.isDisabled) throw refused(null);
  const { token: _kept, ...view } = await beginSession({ deps, authenticator: parts.authenticator, request, response }, account, { endsAt: Math.max(who.expiresAt, Date.now() + SHORTEST_MS) });
  return view;
}

function refused(obstacle: { code: 'awaiting-approval' | 'not-a-member' | 'not-believed'; detail: string } | null): DomainError {
  if (obstacle === null || obstacle.code === 'not-believed') return new DomainError('not-a-member', 'Your account is not active in any organization. Ask an administrator.');
  return new DomainError(obstacle.code, obstacle.detail);
}

async function claim({ authenticator }: SessionParts, { deps, body, identity, request }: Call<Routes['claim']>): Promise<Answer<Routes['claim']>> {
  if (identity.via !== 'proxy') throw new DomainError('not-allowed-now', 'This is for installations where a proxy signs people in. Open the link in the browser instead.');
  await makeFirstAdministrator(deps, { email: identity.email, name: identity.vouched?.name ?? null }, { link: body.link, request, identity });
  return sessionView({ deps, authenticator }, identity);
}

/** Signing in with an outside provider: OpenID Connect in the browser, and the first administrator. */
export function providerSessionHandlers(parts: SessionParts): Handlers<Routes> {
  return {
    begin: (call) => begin(parts, call),
    finish: (call) => finish(parts, call),
    claim: (call) => claim(parts, call),
  };
}
