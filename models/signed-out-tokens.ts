import type { Database } from './connect.ts';
import { select, selectOne } from './sql.ts';

/** Remembers that a session token was signed out, until it would have expired anyway (ISO). */
export async function signOutToken(db: Database, token: { tokenId: string; expiresAt: string }): Promise<void> {
  await select(db, 'insert into signed_out_tokens (token_id, expires_at) values ($1, $2) on conflict (token_id) do nothing returning token_id', [token.tokenId, token.expiresAt]);
}

/** Forgets signed-out tokens that have expired; answers how many. */
export async function pruneSignedOutTokens(db: Database): Promise<number> {
  const row = await selectOne<{ count: number }>(db, 'with gone as (delete from signed_out_tokens where expires_at < now() returning 1) select count(*)::int as count from gone');
  return row?.count ?? 0;
}
