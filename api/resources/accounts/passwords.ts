import { DomainError } from '../../../domain/errors.ts';
import { queueAccountMails } from '../../../models/account-mails.ts';
import { findAccountById, saveAccount, type AccountFacts } from '../../../models/accounts.ts';
import { recordAudit } from '../../../models/audit.ts';
import { deadLink, endTokensOf, peekToken } from '../../../models/one-time-tokens.ts';
import { requestReset, resetPassword } from '../../../models/password-links.ts';
import { transaction } from '../../../models/sql.ts';
import { auditOf } from '../../audit.ts';
import { addressOf, clientOf } from '../../auth/origin.ts';
import { checkPassword, hashPassword } from '../../auth/passwords.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call, Handlers } from '../../http/handler.ts';
import { sendsMailToStrangers } from '../../sends-mail.ts';
import { beginSession, requirePasswords, type SessionParts } from '../session.ts';
import { afterwards } from './registering.ts';

type Routes = (typeof routes)['accounts']['passwords'];

async function forgotten({ guard }: SessionParts, { deps, body, request }: Call<Routes['forgotten']>): Promise<Answer<Routes['forgotten']>> {
  requirePasswords(deps);
  await guard.ask({ address: addressOf(request), account: body.email });
  afterwards(deps, () => requestReset(deps.db, body.email));
  if (await sendsMailToStrangers(deps)) return { detail: `If ${body.email} signs in here, a mail with a link is on its way. It works for an hour.` };
  return { detail: `This installation does not send mail yet. If ${body.email} signs in here, a link waits in the outbox for an hour: ask an owner of your organization to pass it on.` };
}

async function reset({ guard }: SessionParts, call: Call<Routes['reset']>): Promise<void> {
  const { deps, body, request } = call;
  requirePasswords(deps);
  const attempt = await guard.enter({ address: addressOf(request), account: `one-time-link ${addressOf(request)}` });
  // Before the expensive hash, so that made-up links cost nothing.
  if ((await peekToken(deps.db, body.token))?.purpose !== 'reset') throw deadLink();
  const passwordHash = await hashPassword(body.password);
  await transaction(deps.db, async (tx) => {
    const user = await resetPassword(tx, { token: body.token, passwordHash, address: clientOf(request).address });
    const label = `${user.name} <${user.email}>`;
    await recordAudit(tx, { ...auditOf(call), actor: { kind: 'person', id: user.personId, label }, organizationId: user.organizationId, action: 'password.reset', subject: { kind: 'person', id: user.personId, label } });
  });
  await attempt.succeeded();
  deps.commands.sendMail();
}

async function ownAccount({ deps, identity }: Pick<Call<Routes['change']>, 'deps' | 'identity'>): Promise<AccountFacts> {
  const account = identity?.accountId == null ? null : await findAccountById(deps.db, identity.accountId);
  if (!account?.passwordHash) throw new DomainError('not-allowed-now', 'This account has no password here.');
  return account;
}

async function change({ guard, authenticator }: SessionParts, call: Call<Routes['change']>): Promise<Answer<Routes['change']>> {
  const { deps, body, viewer, request, response } = call;
  requirePasswords(deps);
  const account = await ownAccount(call);
  const attempt = await guard.enter({ address: addressOf(request), account: account.email });
  if (!(await checkPassword(body.currentPassword, account.passwordHash))) throw new DomainError('invalid-request', 'The present password is wrong.', [{ pointer: '/currentPassword', detail: 'is not your present password' }]);
  if (body.newPassword === body.currentPassword) throw new DomainError('invalid-request', 'The new password is the present one.', [{ pointer: '/newPassword', detail: 'must be a different one' }]);
  const passwordHash = await hashPassword(body.newPassword);
  const { organizationId } = viewer;
  await transaction(deps.db, async (tx) => {
    await saveAccount(tx, { email: account.email, passwordHash });
    await endTokensOf(tx, account.email);
    await queueAccountMails(tx, [{ organizationId, to: viewer, mail: { kind: 'password-changed', at: new Date().toISOString(), address: clientOf(request).address } }]);
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'password.changed', subject: { kind: 'person', id: viewer.personId, label: `${viewer.name} <${viewer.email}>` } });
  });
  await attempt.succeeded();
  deps.commands.sendMail();
  const now = await ownAccount(call);
  // Every session ended with the old password; this one goes on under a new id.
  return beginSession({ deps, authenticator, request, response }, now);
}

/** Passwords that were forgotten or are changed. */
export function passwords(parts: SessionParts): Handlers<Routes> {
  return { forgotten: (call) => forgotten(parts, call), reset: (call) => reset(parts, call), change: (call) => change(parts, call) };
}
