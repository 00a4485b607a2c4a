import { verdictFor } from '../../../domain/registration.ts';
import { DomainError } from '../../../domain/errors.ts';
import { findAccount } from '../../../models/accounts.ts';
import { recordAudit } from '../../../models/audit.ts';
import { deadLink, peekToken } from '../../../models/one-time-tokens.ts';
import { confirmRegistration, requestRegistration } from '../../../models/password-links.ts';
import { organizationFor } from '../../../models/read/organization-for.ts';
import { transaction } from '../../../models/sql.ts';
import { auditOf } from '../../audit.ts';
import { addressOf } from '../../auth/origin.ts';
import { hashPassword } from '../../auth/passwords.ts';
import type { routes } from '../../contract/index.ts';
import type { ApiDeps } from '../../deps.ts';
import type { Answer, Call, Handlers } from '../../http/handler.ts';
import { reasonOf } from '../../reason.ts';
import { secondFactorAtSignIn } from '../../second-factor/sign-in.ts';
import { sendsMailToStrangers } from '../../sends-mail.ts';
import { beginSession, requirePasswords, type SessionParts } from '../session.ts';

type Routes = (typeof routes)['accounts'];
type Registrations = Routes['registrations'];

/** Does what an answer may not depend on, neither in its words nor in the time it takes: after it. What fails is logged. */
export function afterwards(deps: ApiDeps, work: () => Promise<void>): void {
  work().then(
    () => deps.commands.sendMail(),
    (error: unknown) => deps.logger.warn({ reason: reasonOf(error) }, 'a mail about an account could not be put into the outbox'),
  );
}

/** Whom a one-time token belongs to is told to its holder only, and guessing is slowed. */
export async function readLink({ guard }: SessionParts, { deps, body, request }: Call<Routes['links']['read']>): Promise<Answer<Routes['links']['read']>> {
  requirePasswords(deps);
  const attempt = await guard.enter({ address: addressOf(request), account: `one-time-link ${addressOf(request)}` });
  const link = await peekToken(deps.db, body.token);
  const organization = link && (await organizationFor(deps.db, { id: link.organizationId }));
  if (!link || !organization) throw deadLink();
  await attempt.succeeded();
  const account = link.email === null ? null : await findAccount(deps.db, link.email);
  return { purpose: link.purpose, email: link.email, name: link.name, organization: organization.name, hasPassword: account?.passwordHash != null };
}

async function ask({ guard }: SessionParts, call: Call<Registrations['request']>): Promise<Answer<Registrations['request']>> {
  const { deps, body } = call;
  const { registration } = deps.config.auth;
  requirePasswords(deps);
  // What the setting alone decides says nothing about who is known here.
  const verdict = verdictFor(registration, body.email);
  if (verdict === 'closed') throw new DomainError('not-allowed-now', 'Registration is closed here. An administrator can send you an invitation.');
  if (verdict === 'domain') throw new DomainError('invalid-request', 'Addresses of this domain cannot register here. Use the address of your organization, or ask an administrator for an invitation.', [{ pointer: '/email', detail: 'is not of a domain that may register' }]);
  await guard.ask({ address: addressOf(call.request), account: body.email });
  afterwards(deps, async () => {
    const organization = await organizationFor(deps.db, body.organization === undefined ? { id: null } : { slug: body.organization });
    if (organization) await requestRegistration(deps.db, { organizationId: organization.id, email: body.email, name: body.name });
  });
  if (await sendsMailToStrangers(deps)) return { detail: `A mail is on its way to ${body.email}. Open its link within 24 hours to choose your password.` };
  return { detail: `This installation does not send mail yet. Your link waits in the outbox, in the mail to ${body.email}: ask an owner of the organization to pass it on within 24 hours.` };
}

async function confirm({ guard, authenticator }: SessionParts, call: Call<Registrations['confirm']>): Promise<Answer<Registrations['confirm']>> {
  const { deps, body, response } = call;
  requirePasswords(deps);
  const attempt = await guard.enter({ address: addressOf(call.request), account: `one-time-link ${addressOf(call.request)}` });
  // Before the expensive hash, so that made-up links cost nothing.
  if ((await peekToken(deps.db, body.token))?.purpose !== 'registration') throw deadLink();
  const passwordHash = await hashPassword(body.password);
  const { registration } = deps.config.auth;
  const { user, admission } = await transaction(deps.db, async (tx) => {
    const done = await confirmRegistration(tx, { token: body.token, name: body.name, passwordHash, registration });
    const label = `${done.user.name} <${done.user.email}>`;
    const actor = { kind: 'person', id: done.user.personId, label } as const;
    const action = done.admission.state === 'member' ? 'person.joined' : 'registration.requested';
    await recordAudit(tx, { ...auditOf(call), actor, organizationId: done.user.organizationId, action, subject: { kind: 'person', id: done.user.personId, label }, after: { by: 'registration' } });
    return done;
  });
  await attempt.succeeded();
  deps.commands.sendMail();
  const account = admission.state === 'member' ? await findAccount(deps.db, user.email) : null;
  if (account) await secondFactorAtSignIn(deps, account);
  const session = account && (await beginSession({ deps, authenticator, request: call.request, response }, account));
  return { state: admission.state, session };
}

/** Registration by people themselves. */
export function registering(parts: SessionParts): Pick<Handlers<Registrations>, 'request' | 'confirm'> {
  return { request: (call) => ask(parts, call), confirm: (call) => confirm(parts, call) };
}
