import type { Database } from '../connect.ts';
import { sha256 } from '../hash.ts';
import { select } from '../sql.ts';

/** The name under which a session's proof is kept: SHA-256 of what tells the session apart. */
export function sessionHash(key: string): string {
  return sha256(`session/${key}`);
}

/** Notes that a session gave a second factor now; forgets proofs older than any policy lets them count. */
export async function keepProof(db: Database, proof: { personId: string; sessionHash: string; method: string }): Promise<void> {
  await select(db, `delete from mfa_proofs where proven_at < now() - interval '1 day' returning person_id`);
  await select(
    db,
    `insert into mfa_proofs (person_id, session_hash, method, proven_at) values ($1, $2, $3, now())
     on conflict (person_id, session_hash) do update set method = excluded.method, proven_at = excluded.proven_at returning person_id`,
    [proof.personId, proof.sessionHash, proof.method],
  );
}
