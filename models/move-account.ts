import { DomainError } from '../domain/errors.ts';
import { queueAccountMails } from './account-mails.ts';
import { findAccount } from './accounts.ts';
import { lockAddress } from './admission.ts';
import type { Database } from './connect.ts';
import { endTokensOf } from './one-time-tokens.ts';
import { select, selectOne } from './sql.ts';

/** A person of an organization whose e-mail address changes; addresses in lower case. */
export interface Move {
  organizationId: string;
  name: string;
  from: string;
  to: string;
}

/**
 * Moves the sign-in account along when a person's address changes: password and sessions stay, links that were mailed before end, and both addresses
 * are told. `conflict` when the account also belongs to somebody in another organization, or the new address has an account or belongs to
 * somebody there: otherwise an administrator of one organization could get into another.
 */
export async function moveAccount(tx: Database, { organizationId, name, from, to }: Move): Promise<void> {
  // Always in the same order, so that two moves in opposite directions do not wait for each other.
  for (const address of [from, to].toSorted()) await lockAddress(tx, address);
  await endTokensOf(tx, from);
  const account = await findAccount(tx, from);
  const elsewhere = await selectOne(tx, 'select id from people where organization_id <> $1 and email = any($2::text[]) limit 1', [organizationId, account === null ? [to] : [from, to]]);
  if (elsewhere !== null) refuse('is used in another organization too, and an account cannot be moved away from there, nor taken from there');
  if (account === null) return;
  if ((await findAccount(tx, to)) !== null) refuse('has a sign-in account of its own already');
  await select(tx, 'update accounts set email = $2 where email = $1 returning id', [from, to]);
  const mail = { kind: 'email-changed', from, to } as const;
  await queueAccountMails(tx, [from, to].map((email) => ({ organizationId, to: { email, name }, mail })));
}

function refuse(detail: string): never {
  throw new DomainError('conflict', `The old or the new e-mail address ${detail}.`, [{ pointer: '/email', detail }]);
}
