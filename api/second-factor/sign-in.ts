import type { PersonRef } from '../../domain/incident/types.ts';
import { DomainError } from '../../domain/errors.ts';
import { findAccountById, type AccountFacts } from '../../models/accounts.ts';
import { keepSignIn, personWithFactor, waitingSignIn, type WaitingSignIn } from '../../models/mfa/challenges.ts';
import { keepProof } from '../../models/mfa/proofs.ts';
import { findPersonById } from '../../models/people.ts';
import { auditOf } from '../audit.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call } from '../http/handler.ts';
import { askForProof } from './enrol.ts';
import { offerFor } from './offer.ts';
import { SecondFactorNeeded } from './refusal.ts';
import { hashOfSession } from './session-key.ts';
import { proveSecondFactor } from './verify.ts';

type Routes = (typeof routes)['secondFactor'];

/**
 * Called when a password was right and before a session begins: whoever has a second factor gets no session but a ticket, with which they
 * give it (`second-factor-required`). People without one pass.
 */
export async function secondFactorAtSignIn(deps: Pick<ApiDeps, 'db' | 'registry'>, account: Pick<AccountFacts, 'id' | 'email'>): Promise<void> {
  const person = await personWithFactor(deps.db, account.email);
  if (person === null) return;
  const ticket = await keepSignIn(deps.db, { accountId: account.id, personId: person.personId });
  const offer = await offerFor(deps, person, { mustEnrol: false, ticket });
  throw new SecondFactorNeeded('second-factor-required', 'The password is right. Now give your second factor with POST /api/v1/session/second-factor, within five minutes.', offer);
}

const gone = (): DomainError => new DomainError('not-signed-in', 'That took longer than five minutes, or was finished already. Sign in again.');

async function waiting(deps: ApiDeps, ticket: string): Promise<{ found: WaitingSignIn; person: PersonRef }> {
  const found = await waitingSignIn(deps.db, ticket);
  const person = found && (await findPersonById(deps.db, found.organizationId, found.personId));
  if (!found || !person) throw gone();
  return { found, person: { personId: person.id, email: person.email, name: person.name } };
}

/** Asks for a key or the provider's page of somebody who is signing in. */
export async function askWhileSigningIn({ deps, body }: Call<Routes['signInAsk']>): Promise<Answer<Routes['signInAsk']>> {
  const { found, person } = await waiting(deps, body.ticket);
  return askForProof(deps, { ...person, organizationId: found.organizationId }, body.method);
}

// A new password, or being signed out everywhere, ends what began before it.
async function accountOf(deps: ApiDeps, found: WaitingSignIn): Promise<AccountFacts> {
  const account = await findAccountById(deps.db, found.accountId);
  if (!account || account.isDisabled || Date.parse(account.tokensValidFrom) > Date.parse(found.createdAt)) throw gone();
  return account;
}

/** Checks the second factor of somebody who is signing in; answers the account whose session may begin now. The ticket is used up. */
export async function finishSignIn({ deps, body, request }: Call<Routes['signIn']>): Promise<{ account: AccountFacts; keep(sessionId: string): Promise<void> }> {
  const { found, person } = await waiting(deps, body.ticket);
  const account = await accountOf(deps, found);
  const viewer = { ...person, organizationId: found.organizationId, accessLevel: 'member' as const };
  const { method } = await proveSecondFactor(deps, { ...person, organizationId: found.organizationId, ...auditOf({ viewer, identity: null, request }), purpose: 'sign-in' }, body.answer);
  if ((await waitingSignIn(deps.db, body.ticket, true)) === null) throw gone();
  return { account, keep: (sessionId) => keepProof(deps.db, { personId: person.personId, sessionHash: hashOfSession(sessionId), method }) };
}
