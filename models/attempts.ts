import type { Database } from './connect.ts';
import { sha256 } from './hash.ts';
import { select, selectOne, transaction } from './sql.ts';

/** How tries under one key are slowed: after `free` of them the wait doubles from `firstMs` to `longestMs`; they are forgotten when none came for twice the longest wait. */
export interface AttemptRule {
  key: string;
  free: number;
  firstMs: number;
  longestMs: number;
}

interface Refused {
  key: string;
  wait: number;
}

// The wait that the count so far asks for, in ms, after the last try; 30 doublings are more than any longest wait.
const PAUSE = `(case when a.count < r.free then 0 else least(r.longest, r.first * power(2, least(30, a.count - r.free))) end)`;
const FRESH = `a.last_at > clock_timestamp() - make_interval(secs => r.longest * 2 / 1000.0)`;
const RULES = `select key, free, first, longest from jsonb_to_recordset($1::jsonb) as r(key text, free int, first double precision, longest double precision)`;

/**
 * Counts a try under every key, for all processes that share the database, or counts nothing and answers the milliseconds to wait when one
 * of the keys must. Counted before anything is checked, so that many tries at once do not all slip through.
 */
export async function enterAttempt(db: Database, rules: readonly AttemptRule[]): Promise<{ waitMs: number }> {
  const rows = JSON.stringify(rules.map((r) => ({ key: sha256(r.key), free: r.free, first: r.firstMs, longest: r.longestMs })));
  // Ordered by key: two tries that share keys never wait for each other crosswise.
  return transaction(db, async (tx) => {
    await select(tx, `with r as (${RULES}) insert into sign_in_attempts (key, count, last_at) select key, 0, 'epoch' from r order by key on conflict (key) do nothing returning key`, [rows]);
    await select(tx, `with r as (${RULES}) select a.key from sign_in_attempts a where a.key in (select key from r) order by a.key for update`, [rows]);
    const refused = await selectOne<Refused>(
      tx,
      `with r as (${RULES}) select a.key, ceil(${PAUSE} - extract(epoch from clock_timestamp() - a.last_at) * 1000)::float8 as wait
       from sign_in_attempts a join r on r.key = a.key where ${FRESH} and a.last_at + make_interval(secs => ${PAUSE} / 1000.0) > clock_timestamp() order by wait desc limit 1`,
      [rows],
    );
    if (refused) return { waitMs: Math.max(1, refused.wait) };
    await select(tx, `with r as (${RULES}) update sign_in_attempts a set count = case when ${FRESH} then a.count + 1 else 1 end, last_at = clock_timestamp() from r where a.key = r.key returning a.key`, [rows]);
    return { waitMs: 0 };
  });
}

/** After a try that was right: forgets all tries under some keys, and only that one under others. */
export async function forgetAttempts(db: Database, { all, one }: { all: readonly string[]; one: readonly string[] }): Promise<void> {
  await select(
    db,
    'with gone as (delete from sign_in_attempts where key = any($1::text[])) update sign_in_attempts set count = greatest(0, count - 1) where key = any($2::text[]) returning key',
    [all.map((key) => sha256(key)), one.map((key) => sha256(key))],
  );
}

/** Removes counters that no rule needs any more; answers how many. */
export async function pruneAttempts(db: Database): Promise<number> {
  const row = await selectOne<{ count: number }>(db, `with gone as (delete from sign_in_attempts where last_at < now() - interval '1 day' returning 1) select count(*)::int as count from gone`);
  return row?.count ?? 0;
}
