import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessLevel } from '../domain/access.ts';
import { DomainError } from '../domain/errors.ts';
import { serviceAddress } from '../domain/service-accounts.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { select, selectOne, transaction } from './sql.ts';
import { tellEnded } from './sessions.ts';
import { iso, isoOrNull, storableText } from './values.ts';

/** A caller that is no person: it has an access level and tokens, and cannot sign in. */
export interface ServiceAccount {
  id: string;
  email: string;
  name: string;
  description: string;
  accessLevel: AccessLevel;
  isActive: boolean;
  createdAt: string;
  /** Tokens that stand. */
  tokens: number;
  lastUsedAt: string | null;
}

interface Row extends Omit<ServiceAccount, 'createdAt' | 'lastUsedAt'> {
  created_at: Date;
  last_used_at: Date | null;
}
const SELECT = `select p.id, p.email, p.name, coalesce(p.title, '') as description, p.access_level as "accessLevel", p.is_active as "isActive", p.created_at,
  (select count(*)::int from api_tokens t where t.person_id = p.id and t.revoked_at is null and t.expires_at > now()) as tokens,
  (select max(t.last_used_at) from api_tokens t where t.person_id = p.id) as last_used_at
  from people p where p.organization_id = $1 and p.kind = 'service'`;

function toAccount({ created_at, last_used_at, ...rest }: Row): ServiceAccount {
  return { ...rest, createdAt: iso(created_at), lastUsedAt: isoOrNull(last_used_at) };
}

/** The service accounts of an organization, active ones first, by name. */
export async function listServiceAccounts(db: Database, organizationId: string): Promise<ServiceAccount[]> {
  return (await select<Row>(db, `${SELECT} order by p.is_active desc, lower(p.name), p.id limit 500`, [organizationId])).map(toAccount);
}

/** One service account; `not-found` when there is none. */
export async function serviceAccountById(db: Database, organizationId: string, id: string): Promise<ServiceAccount> {
  const row = await selectOne<Row>(db, `${SELECT} and p.id = $2`, [organizationId, id]);
  if (row === null) throw new DomainError('not-found', 'There is no such service account.');
  return toAccount(row);
}

/** Makes a service account, without tokens. */
export async function createServiceAccount(db: Database, organizationId: string, body: { name: string; description: string; accessLevel: AccessLevel }): Promise<ServiceAccount> {
  const id = randomUUID();
  const email = serviceAddress(body.name, randomBytes(3).toString('hex'));
  await select(db, `insert into people (id, organization_id, email, name, title, access_level, kind, admitted_at) values ($1, $2, $3, $4, $5, $6, 'service', now()) returning id`, [id, organizationId, email, storableText(body.name), storableText(body.description), body.accessLevel]);
  await notifyChange(db, { organizationId, incidentId: null, topic: 'settings', entityId: id });
  return serviceAccountById(db, organizationId, id);
}

/** Changes some fields; one that is deactivated keeps its tokens, but none works. `not-found`. */
export async function updateServiceAccount(db: Database, { organizationId, id }: { organizationId: string; id: string }, changes: { name?: string | undefined; description?: string | undefined; accessLevel?: AccessLevel | undefined; isActive?: boolean | undefined }): Promise<ServiceAccount> {
  return transaction(db, async (tx) => {
    const row = await selectOne(
      tx,
      `update people set name = coalesce($3, name), title = coalesce($4, title), access_level = coalesce($5, access_level), is_active = coalesce($6, is_active), updated_at = now()
       where organization_id = $1 and id = $2 and kind = 'service' returning id`,
      [organizationId, id, changes.name === undefined ? null : storableText(changes.name), changes.description === undefined ? null : storableText(changes.description), changes.accessLevel ?? null, changes.isActive ?? null],
    );
    if (row === null) throw new DomainError('not-found', 'There is no such service account.');
    if (changes.isActive === false) await tellEnded(tx, organizationId, (await select<{ id: string }>(tx, 'select id from api_tokens where person_id = $1 and revoked_at is null and expires_at > now()', [id])).map((t) => t.id));
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: id });
    return serviceAccountById(tx, organizationId, id);
  });
}
