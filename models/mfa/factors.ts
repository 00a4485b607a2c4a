import { randomUUID } from 'node:crypto';
import type { Cipher, Sealed } from '../../config/secrets.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { select, selectOne } from '../sql.ts';
import { iso, isoOrNull, storableText } from '../values.ts';

/** A second factor as its owner sees it. */
export interface FactorFacts {
  id: string;
  pluginId: string;
  method: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}
/** A factor with what its provider keeps, decrypted; `revision` counts the changes of `data`. */
export interface OpenFactor {
  id: string;
  pluginId: string;
  method: string;
  data: Record<string, unknown>;
  revision: number;
}
/** Whose factor. */
export interface FactorKey {
  personId: string;
  id: string;
}

interface Row {
  id: string;
  plugin_id: string;
  method: string;
  name: string;
  sealed: Sealed;
  revision: number;
  created_at: Date;
  last_used_at: Date | null;
}

const MOST_FACTORS = 20;
const factsOf = (row: Row): FactorFacts => ({ id: row.id, pluginId: row.plugin_id, method: row.method, name: row.name, createdAt: iso(row.created_at), lastUsedAt: isoOrNull(row.last_used_at) });

/** The cipher, or `conflict` with the remedy: second factors are never stored in clear. */
export function requireCipher(cipher: Cipher | null): Cipher {
  if (cipher === null) throw new DomainError('conflict', 'Second factors cannot be stored: DISPATCH_ENCRYPTION_KEY is not set. Set it and start again.');
  return cipher;
}

/** JSON encrypted with the product's key. */
export function seal(cipher: Cipher | null, data: Record<string, unknown>): string {
  return JSON.stringify(requireCipher(cipher).encrypt(JSON.stringify(data)));
}

/** What {@link seal} encrypted. */
export function unseal(cipher: Cipher | null, sealed: Sealed): Record<string, unknown> {
  return JSON.parse(requireCipher(cipher).decrypt(sealed)) as Record<string, unknown>;
}

/** The factors of a person, oldest first. */
export async function listFactors(db: Database, personId: string): Promise<FactorFacts[]> {
  const rows = await select<Row>(db, 'select * from mfa_factors where person_id = $1 order by created_at, id', [personId]);
  return rows.map(factsOf);
}

/** The factors of a person with one provider, with their secrets. */
export async function openFactors(db: Database, cipher: Cipher | null, of: { personId: string; pluginId: string }): Promise<OpenFactor[]> {
  const rows = await select<Row>(db, 'select * from mfa_factors where person_id = $1 and plugin_id = $2 order by created_at, id', [of.personId, of.pluginId]);
  return rows.map((row) => ({ id: row.id, pluginId: row.plugin_id, method: row.method, data: unseal(cipher, row.sealed), revision: row.revision }));
}

/** Adds a factor; at most 20 a person, and one of a method that `several` says is one. Call it in a transaction: people are locked one by one. */
export async function addFactor(tx: Database, cipher: Cipher | null, factor: { personId: string; pluginId: string; method: string; name: string; data: Record<string, unknown>; several: boolean }): Promise<FactorFacts> {
  const { personId, pluginId, method, name, data, several } = factor;
  await select(tx, 'select id from people where id = $1 for update', [personId]);
  const there = await listFactors(tx, personId);
  if (there.length >= MOST_FACTORS) throw new DomainError('conflict', `You have ${MOST_FACTORS} second factors, which is the most. Remove one first.`);
  if (!several && there.some((f) => f.pluginId === pluginId && f.method === method)) throw new DomainError('conflict', 'You have this kind of second factor already. Remove it first to set up another.');
  const row = await selectOne<Row>(
    tx,
    'insert into mfa_factors (id, person_id, plugin_id, method, name, sealed) values ($1, $2, $3, $4, $5, $6::jsonb) returning *',
    [randomUUID(), personId, pluginId, method, storableText(name), seal(cipher, data)],
  );
  if (row === null) throw new DomainError('internal', 'The factor could not be stored.');
  return factsOf(row);
}

/** Notes that a factor was used and what its provider keeps from now on; false when somebody used it since it was read, so that one answer is never right twice. */
export async function factorUsed(db: Database, cipher: Cipher | null, used: { id: string; revision: number; data: Record<string, unknown> }): Promise<boolean> {
  const row = await selectOne<{ id: string }>(db, 'update mfa_factors set sealed = $3::jsonb, revision = revision + 1, last_used_at = now() where id = $1 and revision = $2 returning id', [used.id, used.revision, seal(cipher, used.data)]);
  return row !== null;
}

const NO_FACTOR = 'You have no such second factor.';

/** Gives a factor another name; `not-found` when it is not the person's. */
export async function renameFactor(db: Database, { personId, id }: FactorKey, name: string): Promise<FactorFacts> {
  const row = await selectOne<Row>(db, 'update mfa_factors set name = $3 where id = $1 and person_id = $2 returning *', [id, personId, storableText(name)]);
  if (row === null) throw new DomainError('not-found', NO_FACTOR);
  return factsOf(row);
}

/** Removes a factor; with the last one the recovery codes go too. Proofs of this person end except the one of the session `keep`. */
export async function removeFactor(tx: Database, { personId, id }: FactorKey, keep: string | null): Promise<{ removed: FactorFacts; left: number }> {
  const row = await selectOne<Row>(tx, 'delete from mfa_factors where id = $1 and person_id = $2 returning *', [id, personId]);
  if (row === null) throw new DomainError('not-found', NO_FACTOR);
  const left = (await listFactors(tx, personId)).length;
  if (left === 0) await select(tx, 'delete from mfa_recovery_codes where person_id = $1 returning person_id', [personId]);
  await select(tx, 'delete from mfa_proofs where person_id = $1 and session_hash is distinct from $2 returning person_id', [personId, keep]);
  return { removed: factsOf(row), left };
}

/** Removes everything that a person could prove themselves with; answers how many factors there were. */
export async function removeAllFactors(tx: Database, personId: string): Promise<number> {
  const gone = await select<{ id: string }>(tx, 'delete from mfa_factors where person_id = $1 returning id', [personId]);
  for (const table of ['mfa_recovery_codes', 'mfa_challenges', 'mfa_proofs', 'mfa_sign_ins']) await select(tx, `delete from ${table} where person_id = $1 returning person_id`, [personId]);
  return gone.length;
}
