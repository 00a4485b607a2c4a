import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import { saveAccount } from './accounts.ts';
import type { Database } from './connect.ts';
import { sha256 } from './hash.ts';
import { notifyChange } from './live.ts';
import type { PersonFacts } from './people.ts';
import { select, selectOne, transaction } from './sql.ts';

/** What a one-time link is for. */
export type TokenPurpose = 'bootstrap' | 'invitation' | 'reset';

/** What a one-time link stands for; `email` null = whoever uses it says who they are. */
export interface TokenFacts {
  purpose: TokenPurpose;
  organizationId: string | null;
  email: string | null;
  expiresAt: string;
}

interface TokenRow {
  purpose: TokenPurpose;
  organization_id: string | null;
  email: string | null;
  expires_at: Date;
}

/** Makes a one-time token; the answer is the only place where it stands in clear. An older unused one of the same purpose and e-mail ends. */
export async function createToken(db: Database, token: { purpose: TokenPurpose; organizationId: string | null; email: string | null; expiresInMinutes: number }): Promise<string> {
  const raw = randomBytes(32).toString('base64url');
  const { purpose, organizationId, email, expiresInMinutes } = token;
  await transaction(db, async (tx) => {
    await select(tx, 'delete from one_time_tokens where purpose = $1 and organization_id is not distinct from $2 and email is not distinct from $3 and used_at is null returning 1 as gone', [purpose, organizationId, email]);
    await select(
      tx,
      `insert into one_time_tokens (token_hash, purpose, organization_id, email, expires_at) values ($1, $2, $3, $4, now() + make_interval(secs => $5 * 60.0)) returning purpose`,
      [sha256(raw), purpose, organizationId, email?.toLowerCase() ?? null, expiresInMinutes],
    );
  });
  return raw;
}

const USABLE = 'token_hash = $1 and used_at is null and expires_at > now()';

/** What a token stands for, without using it; null when it is unknown, used or expired. */
export async function peekToken(db: Database, token: string): Promise<TokenFacts | null> {
  const row = await selectOne<TokenRow>(db, `select purpose, organization_id, email, expires_at from one_time_tokens where ${USABLE}`, [sha256(token)]);
  return row === null ? null : { purpose: row.purpose, organizationId: row.organization_id, email: row.email, expiresAt: row.expires_at.toISOString() };
}

/** Who uses a token and how they will sign in. */
export interface Redemption {
  token: string;
  /** Needed when the token names nobody. */
  email?: string | undefined;
  name: string;
  passwordHash: string;
}

/**
 * Uses a token: makes the account with its password and the person (owner with a bootstrap token), all or nothing, once. `not-found` when
 * the token is unknown, used or expired; `invalid-request` when an e-mail is needed or is not the token's.
 */
export async function redeemToken(db: Database, redemption: Redemption): Promise<{ person: PersonFacts; organizationId: string }> {
  return transaction(db, async (tx) => {
    const row = await selectOne<TokenRow>(tx, `update one_time_tokens set used_at = now() where ${USABLE} returning purpose, organization_id, email, expires_at`, [sha256(redemption.token)]);
    if (row === null) throw new DomainError('not-found', 'This link was used already, has expired, or is not complete. Ask for a new one.');
    const email = emailOf(row, redemption);
    const organizationId = row.organization_id ?? (await firstId(tx));
    await saveAccount(tx, { email, passwordHash: redemption.passwordHash });
    const person = await selectOne<PersonFacts>(
      tx,
      `insert into people as p (id, organization_id, email, name, access_level) values ($1, $2, $3, $4, $5)
       on conflict (organization_id, email) do update set name = excluded.name, is_active = true, updated_at = now(),
         access_level = case when $5 = 'owner' then 'owner' else p.access_level end
       returning p.id, p.email, p.name, p.title, p.team, p.department, p.location, p.time_zone as "timeZone", p.access_level as "accessLevel", p.is_active as "isActive"`,
      [randomUUID(), organizationId, email, redemption.name, row.purpose === 'bootstrap' ? 'owner' : 'member'],
    );
    if (person === null) throw new DomainError('internal', 'The person could not be stored.');
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: person.id });
    return { person, organizationId };
  });
}

function emailOf(row: TokenRow, { email }: Redemption): string {
  const given = email?.trim().toLowerCase();
  const detail = row.email === null ? 'is needed with this link' : `must be ${row.email}, for whom the link was made`;
  const chosen = row.email ?? given;
  if (chosen === undefined || (given !== undefined && given !== chosen)) throw new DomainError('invalid-request', `The e-mail ${detail}.`, [{ pointer: '/email', detail }]);
  return chosen;
}

async function firstId(db: Database): Promise<string> {
  const row = await selectOne<{ id: string }>(db, 'select id from organizations order by created_at, slug limit 1', []);
  if (row === null) throw new DomainError('not-found', 'There is no organization yet. Run: npx dispatch migrate');
  return row.id;
}
