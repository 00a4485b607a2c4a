import { BaseError, ForeignKeyConstraintError, QueryTypes, UniqueConstraintError } from 'sequelize';
import { DomainError } from '../domain/errors.ts';
import type { Database } from './connect.ts';

/**
 * Rows of a parameterised statement (`$1`, `$2`, …), in the transaction that `db` is bound to, if any; `Row` is the shape the statement
 * selects. Inserts and updates answer what they `returning`.
 */
export async function select<Row extends object>(db: Database, sql: string, bind: readonly unknown[] = []): Promise<Row[]> {
  return db.sequelize.query<Row>(sql, { type: QueryTypes.SELECT, bind: [...bind], transaction: db.transaction });
}

/** The first row of a statement, or null. */
export async function selectOne<Row extends object>(db: Database, sql: string, bind: readonly unknown[] = []): Promise<Row | null> {
  const [row] = await select<Row>(db, sql, bind);
  return row ?? null;
}

const DEADLOCK = '40P01';
const SERIALIZATION = '40001';
const TRIES = 4;

/**
 * Runs `work` in one transaction, all or nothing, with a `Database` that is bound to it: whatever gets that one takes part. Inside a
 * transaction it joins it. Deadlocks are tried again, so `work` may run more than once.
 */
export async function transaction<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  if (db.transaction !== null) return work(db);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.sequelize.transaction((opened) => work({ ...db, transaction: opened }));
    } catch (error) {
      const code = sqlState(error);
      const mayRetry = (code === DEADLOCK || code === SERIALIZATION) && attempt < TRIES;
      if (!mayRetry) throw error;
    }
  }
}

/** PostgreSQL's error code (SQLSTATE) of a failed statement, or null. */
export function sqlState(error: unknown): string | null {
  const cause = error instanceof BaseError && 'parent' in error ? error.parent : error;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return null;
  return typeof cause.code === 'string' ? cause.code : null;
}

/** Turns a violated unique key into a `conflict` with this text, and a missing row that was referred to into `unknown-reference`; other errors pass. */
export function explainViolation(error: unknown, conflict: string, pointer?: string): never {
  const fields = pointer === undefined ? [] : [{ pointer, detail: conflict }];
  if (error instanceof UniqueConstraintError) throw new DomainError('conflict', conflict, fields);
  if (error instanceof ForeignKeyConstraintError) throw new DomainError('unknown-reference', `Something that was named does not exist any more (${error.index ?? 'reference'}).`);
  throw error;
}
