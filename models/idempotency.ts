import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';
import { select, selectOne } from './sql.ts';
import { storableJson } from './values.ts';

/** A caller's Idempotency-Key for one route, with a hash of what was asked. */
export interface IdempotencyClaim {
  key: string;
  route: string;
  requestHash: string;
}
/** A claim in an organization. */
export type OrganizationClaim = IdempotencyClaim & { organizationId: string };

/**
 * Claims the key inside a transaction; a second caller waits until the first has committed. Null = the key is ours; else the incident
 * that the key stands for. `idempotency-mismatch` when the key was used for a different request.
 */
export async function claimIdempotencyKey(db: Database, claim: OrganizationClaim): Promise<string | null> {
  const { organizationId, route, key, requestHash } = claim;
  const mine = await selectOne(
    db,
    `insert into idempotency_keys (organization_id, route, key, request_hash) values ($1, $2, $3, $4) on conflict do nothing returning key`,
    [organizationId, route, key, requestHash],
  );
  if (mine !== null) return null;
  const earlier = await find(db, claim);
  if (earlier?.incident_id == null) throw new DomainError('conflict', 'A request with this Idempotency-Key is not finished; try again in a moment.');
  return earlier.incident_id;
}

/** The answer that was given to this key before; null = the key is new. `idempotency-mismatch` when it was used for a different request. */
export async function rememberedResponse(db: Database, claim: OrganizationClaim): Promise<{ response: unknown } | null> {
  const earlier = await find(db, claim);
  return earlier === null || earlier.response === null ? null : { response: earlier.response };
}

/** Keeps the answer to a key; the first one stays. */
export async function rememberResponse(db: Database, claim: OrganizationClaim & { response: unknown; incidentId?: string | null }): Promise<void> {
  const { organizationId, route, key, requestHash, incidentId = null, response } = claim;
  await select(
    db,
    `insert into idempotency_keys as k (organization_id, route, key, request_hash, incident_id, response) values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (organization_id, route, key) do update set response = coalesce(k.response, excluded.response) returning key`,
    [organizationId, route, key, requestHash, incidentId, storableJson(response)],
  );
}

/** Forgets keys older than this; answers how many. */
export async function pruneIdempotencyKeys(db: Database, olderThanHours: number): Promise<number> {
  const row = await selectOne<{ count: number }>(
    db,
    `with gone as (delete from idempotency_keys where created_at < now() - make_interval(secs => $1 * 3600.0) returning 1) select count(*)::int as count from gone`,
    [olderThanHours],
  );
  return row?.count ?? 0;
}

interface Earlier {
  request_hash: string;
  incident_id: string | null;
  response: unknown;
}

async function find(db: Database, { organizationId, route, key, requestHash }: OrganizationClaim): Promise<Earlier | null> {
  const row = await selectOne<Earlier>(db, 'select request_hash, incident_id, response from idempotency_keys where organization_id = $1 and route = $2 and key = $3', [organizationId, route, key]);
  if (row === null || row.request_hash === requestHash) return row;
  const detail = 'use a new key for a new request';
  throw new DomainError('idempotency-mismatch', 'This Idempotency-Key was used before for a request with different content.', [{ pointer: 'header:Idempotency-Key', detail }]);
}
