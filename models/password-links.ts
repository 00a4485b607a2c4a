import { DomainError } from '../domain/errors.ts';
import type { RegistrationPolicy } from '../domain/registration.ts';
import { queueAccountMails } from './account-mails.ts';
import { findAccount, saveAccount } from './accounts.ts';
import { admitNewcomer, lockAddress, type Admission } from './admission.ts';
import type { Database } from './connect.ts';
import { endTokensOf, deadLink, takeToken } from './one-time-tokens.ts';
import { selectOne, transaction } from './sql.ts';

/** Somebody who may sign in with a password, or could if they had one. */
interface Standing {
  personId: string;
  organizationId: string;
  name: string;
}

// Of several organizations the one that let them in first, since its mail carries the link; whoever is active in none has no way in.
async function standingOf(db: Database, email: string): Promise<Standing | null> {
  return selectOne<Standing>(
    db,
    `select p.id as "personId", p.organization_id as "organizationId", p.name from people p
     where p.email = $1 and p.kind = 'person' and p.is_active and p.admitted_at is not null and not exists (select 1 from accounts a where a.email = p.email and a.disabled_at is not null)
     order by p.admitted_at, p.created_at, p.id limit 1`,
    [email],
  );
}

/** Mails a link to choose a new password to whoever may sign in with this address; does nothing for others and never says which. */
export async function requestReset(db: Database, email: string): Promise<void> {
  const person = await standingOf(db, email);
  if (person) await queueAccountMails(db, [{ organizationId: person.organizationId, to: { email, name: person.name }, mail: { kind: 'password-reset' } }]);
}

/** Mails a link to confirm the address, or to an address that may sign in already a note that it can; never says which. */
export async function requestRegistration(db: Database, request: { organizationId: string; email: string; name: string }): Promise<void> {
  const { organizationId, email, name } = request;
  const known = await standingOf(db, email);
  const account = known && (await findAccount(db, email));
  const mail = account?.passwordHash ? ({ kind: 'registration-known' } as const) : ({ kind: 'registration', name } as const);
  // A letter about a known account speaks to the person as the product knows them, not as a stranger may have called them.
  await queueAccountMails(db, [{ organizationId: known?.organizationId ?? organizationId, to: { email, name: known?.name ?? name }, mail }]);
}

/** Who used a link, for the audit log. */
export interface LinkUser {
  organizationId: string;
  personId: string | null;
  email: string;
  name: string;
}

/** Sets the password that somebody chose with a mailed link; every session ends and they are told by mail. `not-found` for a link that does not work (any more). */
export async function resetPassword(db: Database, reset: { token: string; passwordHash: string; address: string | null }): Promise<LinkUser> {
  return transaction(db, async (tx) => {
    const { email } = await takeToken(tx, reset.token, ['reset']);
    if (email === null) throw deadLink();
    await lockAddress(tx, email);
    const person = await standingOf(tx, email);
    if (person === null) throw deadLink();
    await saveAccount(tx, { email, passwordHash: reset.passwordHash });
    await endTokensOf(tx, email);
    await queueAccountMails(tx, [{ organizationId: person.organizationId, to: { email, name: person.name }, mail: { kind: 'password-changed', at: new Date().toISOString(), address: reset.address } }]);
    return { ...person, email };
  });
}

/** Somebody who confirms the address they registered, with the name and password they chose. */
export interface Confirmation {
  token: string;
  name: string;
  passwordHash: string;
  registration: RegistrationPolicy;
}

/** Makes the account of a confirmed address and decides whether it is let in. `not-found` for a link that does not work (any more), `conflict` when the address can sign in already, `forbidden` when the organization does not take it. */
export async function confirmRegistration(db: Database, confirmation: Confirmation): Promise<{ user: LinkUser; admission: Exclude<Admission, { state: 'refused' }> }> {
  return transaction(db, async (tx) => {
    const { email, organizationId } = await takeToken(tx, confirmation.token, ['registration']);
    if (email === null || organizationId === null) throw deadLink();
    await lockAddress(tx, email);
    const account = await findAccount(tx, email);
    if (account?.isDisabled) throw deadLink();
    // An account that opens nothing may get a new password by the same proof as a forgotten one does.
    if (account?.passwordHash && (await standingOf(tx, email))) throw new DomainError('conflict', 'This address has an account already. Sign in, or ask for a new password.');
    const admission = await admitNewcomer(tx, { organizationId, email, name: confirmation.name, via: 'registration', emailVerified: true, registration: confirmation.registration });
    if (admission.state === 'refused') throw refusalOf(admission.reason);
    await saveAccount(tx, { email, passwordHash: confirmation.passwordHash });
    const personId = admission.state === 'member' ? admission.person.id : null;
    return { user: { organizationId, personId, email, name: confirmation.name }, admission };
  });
}

function refusalOf(reason: Extract<Admission, { state: 'refused' }>['reason']): DomainError {
  if (reason === 'closed') return new DomainError('forbidden', 'Registration is closed here. An administrator can send you an invitation.');
  if (reason === 'domain') return new DomainError('forbidden', 'Addresses of your domain are not taken here. An administrator can send you an invitation.');
  return new DomainError('forbidden', 'An administrator decided that this address is not let in. Ask them if that is a mistake.');
}
