import { randomInt } from 'node:crypto';
import type { Database } from '../connect.ts';
import { sha256 } from '../hash.ts';
import { select, selectOne } from '../sql.ts';

/** How many codes people get at once. */
export const RECOVERY_CODES = 10;
// Letters and digits that are not taken for one another when read from paper: 32 of them, so 16 make 80 bits.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz123456789';
const LENGTH = 16;

function makeCode(): string {
  const text = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return text.match(/.{4}/g)?.join('-') ?? text;
}

// People type codes with or without dashes, in capitals, with spaces around.
const hashOf = (code: string): string => sha256(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));

/** Makes ten new codes for a person and ends the ones before; the answer is the only place where they stand in clear. */
export async function renewRecoveryCodes(tx: Database, personId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, makeCode);
  await select(tx, 'delete from mfa_recovery_codes where person_id = $1 returning person_id', [personId]);
  await select(tx, 'insert into mfa_recovery_codes (person_id, code_hash) select $1, unnest($2::text[]) returning person_id', [personId, codes.map(hashOf)]);
  return codes;
}

/** Uses a code; false when it is not one of the person's or was used before. Of two uses at once one is true. */
export async function redeemRecoveryCode(db: Database, personId: string, code: string): Promise<boolean> {
  const row = await selectOne<{ ok: number }>(db, 'update mfa_recovery_codes set used_at = now() where person_id = $1 and code_hash = $2 and used_at is null returning 1 as ok', [personId, hashOf(code)]);
  return row !== null;
}

/** How many unused codes a person has. */
export async function recoveryCodesLeft(db: Database, personId: string): Promise<number> {
  const row = await selectOne<{ count: number }>(db, 'select count(*)::int as count from mfa_recovery_codes where person_id = $1 and used_at is null', [personId]);
  return row?.count ?? 0;
}
