import { randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { endSessions } from './sessions.ts';
import { select, selectOne } from './sql.ts';

/** An account that may sign in; tokens issued before `tokensValidFrom` are refused. */
export interface AccountFacts {
  id: string;
  email: string;
  passwordHash: string | null;
  tokensValidFrom: string;
  isDisabled: boolean;
}

/** The account with this e-mail, or null. */
export async function findAccount(db: Database, email: string): Promise<AccountFacts | null> {
  const row = await db.records.Account.findOne({ where: { email: email.trim().toLowerCase() }, transaction: db.transaction });
  return row === null ? null : toFacts(row);
}

function toFacts(row: { id: string; email: string; passwordHash: string | null; tokensValidFrom: Date; disabledAt: Date | null }): AccountFacts {
  return { id: row.id, email: row.email, passwordHash: row.passwordHash, tokensValidFrom: row.tokensValidFrom.toISOString(), isDisabled: row.disabledAt !== null };
}

/** The account with this e-mail, made without a password when there is none: for people whom another provider signs in. */
export async function ensureAccount(db: Database, email: string): Promise<AccountFacts> {
  await select(db, 'insert into accounts (id, email) values ($1, $2) on conflict (email) do nothing returning id', [randomUUID(), email.trim().toLowerCase()]);
  const account = await findAccount(db, email);
  if (account === null) throw new DomainError('conflict', 'The account was removed in the meantime. Try again.');
  return account;
}

/** The account with this id, or null. */
export async function findAccountById(db: Database, id: string): Promise<AccountFacts | null> {
  const row = await db.records.Account.findByPk(id, { transaction: db.transaction });
  return row === null ? null : toFacts(row);
}

/** Makes the account or sets its new password; a new password ends every session of the old one and enables the account. */
export async function saveAccount(db: Database, { email, passwordHash }: { email: string; passwordHash: string }): Promise<{ id: string }> {
  const row = await selectOne<{ id: string }>(
    db,
    `insert into accounts as a (id, email, password_hash) values ($1, $2, $3)
     on conflict (email) do update set password_hash = excluded.password_hash, tokens_valid_from = clock_timestamp(), disabled_at = null returning a.id`,
    [randomUUID(), email.trim().toLowerCase(), passwordHash],
  );
  const id = row?.id ?? '';
  await endSessions(db, { accountId: id });
  return { id };
}

/** Signs the account out everywhere. */
export async function revokeTokens(db: Database, email: string): Promise<void> {
  const row = await selectOne<{ id: string }>(db, 'update accounts set tokens_valid_from = clock_timestamp() where email = $1 returning id', [email.trim().toLowerCase()]);
  if (row) await endSessions(db, { accountId: row.id });
}

/** True while nobody can sign in as an administrator: then a bootstrap link is needed. `withPassword` = only a password of ours lets somebody in; else another provider does and an account is enough. */
export async function needsBootstrap(db: Database, { withPassword }: { withPassword: boolean } = { withPassword: true }): Promise<boolean> {
  const row = await selectOne<{ there: boolean }>(
    db,
    `select exists (select 1 from accounts a join people p on p.email = a.email
       where (a.password_hash is not null or not $1) and a.disabled_at is null and p.is_active and p.access_level in ('admin', 'owner')) as there`,
    [withPassword],
  );
  return row === null || !row.there;
}
