import type { Database } from './connect.ts';
import { sha256 } from './hash.ts';
import { selectOne } from './sql.ts';

/** Marks a nonce as used until it would have ended anyway (ISO), and forgets those that did; false when it was used before, also when two come at once. */
export async function spendNonce(db: Database, { nonce, expiresAt }: { nonce: string; expiresAt: string }): Promise<boolean> {
  const row = await selectOne<{ hash: string }>(
    db,
    `with gone as (delete from spent_nonces where expires_at < now() - interval '1 hour')
     insert into spent_nonces (nonce_hash, expires_at) values ($1, $2) on conflict (nonce_hash) do nothing returning nonce_hash as hash`,
    [sha256(nonce), expiresAt],
  );
  return row !== null;
}
