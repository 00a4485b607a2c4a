import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { sha256 } from './hash.ts';
import { tellEnded } from './sessions.ts';
import { select, selectOne, transaction } from './sql.ts';
import { iso, isoOrNull, storableText } from './values.ts';

/** What every API token begins with, so that scanners recognize one that was published by mistake. */
const PREFIX = 'dsp_';
const MOST_A_PERSON = 50;

/** An API token as it is shown; times ISO. */
export interface ApiTokenFacts {
  id: string;
  name: string;
  /** Its first characters. */
  hint: string;
  scopes: string[];
  createdAt: string;
  createdBy: string | null;
  expiresAt: string;
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
  revokedAt: string | null;
}
/** Who a token is and what it may; found by the token itself. */
export interface ApiTokenOwner {
  tokenId: string;
  personId: string;
  organizationId: string;
  email: string;
  scopes: string[];
  expiresAt: string;
}
/** A token to make for a person or a service account. */
export interface NewApiToken {
  organizationId: string;
  personId: string;
  name: string;
  scopes: readonly string[];
  expiresInDays: number;
  /** Id of the person who makes it. */
  createdBy: string;
}

interface Row {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  created_at: Date;
  created_by_name: string | null;
  expires_at: Date;
  last_used_at: Date | null;
  last_used_address: string | null;
  revoked_at: Date | null;
}
const COLUMNS = 't.id, t.name, t.hint, t.scopes, t.created_at, b.name as created_by_name, t.expires_at, t.last_used_at, t.last_used_address, t.revoked_at';

function toFacts(r: Row): ApiTokenFacts {
  return {
    id: r.id, name: r.name, hint: r.hint, scopes: r.scopes, createdAt: iso(r.created_at), createdBy: r.created_by_name, expiresAt: iso(r.expires_at),
    lastUsedAt: isoOrNull(r.last_used_at), lastUsedAddress: r.last_used_address, revokedAt: isoOrNull(r.revoked_at),
  };
}

/** Makes a token of 32 random bytes; the answer is the only place where it stands in clear. `conflict` when the owner has too many. */
export async function createApiToken(db: Database, token: NewApiToken): Promise<{ token: string; facts: ApiTokenFacts }> {
  const raw = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return transaction(db, async (tx) => {
    const owner = await selectOne<{ id: string }>(tx, 'select id from people where id = $1 and organization_id = $2 for update', [token.personId, token.organizationId]);
    if (owner === null) throw new DomainError('not-found', 'There is nobody with that id.');
    const standing = await listApiTokens(tx, token.organizationId, token.personId);
    if (standing.filter((t) => t.revokedAt === null && t.expiresAt > new Date().toISOString()).length >= MOST_A_PERSON) throw new DomainError('conflict', `There are ${MOST_A_PERSON} tokens already. Revoke some that are not used.`);
    const row = await selectOne<Row>(
      tx,
      `with t as (
         insert into api_tokens (id, organization_id, person_id, name, hint, token_hash, scopes, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7::text[], $8, now() + make_interval(days => $9::int)) returning *
       ) select ${COLUMNS} from t left join people b on b.id = t.created_by`,
      [randomUUID(), token.organizationId, token.personId, storableText(token.name), raw.slice(0, PREFIX.length + 5), sha256(raw), token.scopes, token.createdBy, token.expiresInDays],
    );
    if (row === null) throw new DomainError('internal', 'The token could not be stored.');
    return { token: raw, facts: toFacts(row) };
  });
}

/** The tokens of a person or service account, standing ones first, the newest first. */
export async function listApiTokens(db: Database, organizationId: string, personId: string): Promise<ApiTokenFacts[]> {
  const rows = await select<Row>(
    db,
    `select ${COLUMNS} from api_tokens t left join people b on b.id = t.created_by where t.organization_id = $1 and t.person_id = $2
     order by (t.revoked_at is null and t.expires_at > now()) desc, t.created_at desc, t.id limit 200`,
    [organizationId, personId],
  );
  return rows.map(toFacts);
}

/** Revokes a token at once, with its live streams; `not-found` when the owner has no such token, or it was revoked before. */
export async function revokeApiToken(db: Database, { organizationId, personId, id }: { organizationId: string; personId: string; id: string }): Promise<{ name: string }> {
  const row = await selectOne<{ name: string }>(db, 'update api_tokens set revoked_at = now() where id = $1 and person_id = $2 and organization_id = $3 and revoked_at is null returning name', [id, personId, organizationId]);
  if (row === null) throw new DomainError('not-found', 'There is no such token, or it was revoked already.');
  await tellEnded(db, organizationId, [id]);
  return row;
}

/** True for a text that has the form of an API token. */
export function isApiToken(text: string): boolean {
  return /^dsp_[A-Za-z0-9_-]{43}$/.test(text);
}

/** Whose token this is; null when it is unknown, expired or revoked, or its owner is not active. */
export async function findApiToken(db: Database, token: string): Promise<ApiTokenOwner | null> {
  const row = await selectOne<{ id: string; person_id: string; organization_id: string; email: string; scopes: string[]; expires_at: Date }>(
    db,
    `select t.id, t.person_id, t.organization_id, p.email, t.scopes, t.expires_at from api_tokens t join people p on p.id = t.person_id
     where t.token_hash = $1 and t.revoked_at is null and t.expires_at > now() and p.is_active`,
    [sha256(token)],
  );
  return row === null ? null : { tokenId: row.id, personId: row.person_id, organizationId: row.organization_id, email: row.email, scopes: row.scopes, expiresAt: iso(row.expires_at) };
}

/** Notes that a token was used and from where, at most once a minute. */
export async function touchApiToken(db: Database, id: string, address: string | null): Promise<void> {
  await select(db, `update api_tokens set last_used_at = now(), last_used_address = $2 where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute') returning id`, [id, address]);
}
