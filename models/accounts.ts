import { randomUUID } from 'node:crypto';
import type { Database } from './connect.ts';
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
  const row = await db.records.Account.findOne({ where: { email: email.trim().toLowerCase() } });
  if (row === null) return null;
  return { id: row.id, email: row.email, passwordHash: row.passwordHash, tokensValidFrom: row.tokensValidFrom.toISOString(), isDisabled: row.disabledAt !== null };
}

/** Makes the account or sets its new password; a new password ends every session of the old one and enables the account. */
export async function saveAccount(db: Database, { email, passwordHash }: { email: string; passwordHash: string }): Promise<{ id: string }> {
  const row = await selectOne<{ id: string }>(
    db,
    `insert into accounts as a (id, email, password_hash) values ($1, $2, $3)
     on conflict (email) do update set password_hash = excluded.password_hash, tokens_valid_from = clock_timestamp(), disabled_at = null returning a.id`,
    [randomUUID(), email.trim().toLowerCase(), passwordHash],
  );
  return { id: row?.id ?? '' };
}

/** Signs the account out everywhere. */
export async function revokeTokens(db: Database, email: string): Promise<void> {
  await select(db, 'update accounts set tokens_valid_from = clock_timestamp() where email = $1 returning id', [email.trim().toLowerCase()]);
}

/** True while nobody can sign in as an administrator: then a bootstrap link is needed. */
export async function needsBootstrap(db: Database): Promise<boolean> {
  const row = await selectOne<{ there: boolean }>(
    db,
    `select exists (select 1 from accounts a join people p on p.email = a.email
       where a.password_hash is not null and a.disabled_at is null and p.is_active and p.access_level in ('admin', 'owner')) as there`,
  );
  return row === null || !row.there;
}
