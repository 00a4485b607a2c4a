import type { Cipher, Sealed } from '../config/secrets.ts';
import type { Database } from './connect.ts';
import { select, transaction } from './sql.ts';

/** What a rotation did in one place: rows with secrets, those that were encrypted anew, and those that cannot be read (why, by row). */
export interface Rotated {
  place: string;
  rows: number;
  renewed: number;
  unreadable: { id: string; reason: string }[];
}

/** A column that holds secrets; `each` answers the value with every secret in it passed through. */
interface SealedColumn {
  table: string;
  column: string;
  each(value: unknown, renew: (sealed: Sealed) => Sealed): unknown;
}

interface StoredSettings {
  plain?: unknown;
  secret?: Record<string, Sealed>;
}

// Each reads what its own module wrote.
const COLUMNS: readonly SealedColumn[] = [
  {
    table: 'plugin_instances',
    column: 'settings',
    each(value, renew) {
      const stored = value as StoredSettings;
      return { ...stored, secret: Object.fromEntries(Object.entries(stored.secret ?? {}).map(([name, sealed]) => [name, renew(sealed)])) };
    },
  },
  { table: 'mfa_factors', column: 'sealed', each: (value, renew) => renew(value as Sealed) },
  { table: 'mfa_challenges', column: 'sealed', each: (value, renew) => renew(value as Sealed) },
];
const PAGE = 100;

/**
 * Encrypts every secret in the database with the cipher's present key, in pages, each in a transaction. What has that key already stays as it is, so
 * it can be stopped and run again. A secret that no key opens is reported and left alone.
 */
export async function rotateSecrets(db: Database, cipher: Cipher): Promise<Rotated[]> {
  const reports: Rotated[] = [];
  for (const column of COLUMNS) reports.push(await rotateColumn(db, cipher, column));
  return reports;
}

async function rotateColumn(db: Database, cipher: Cipher, sealed: SealedColumn): Promise<Rotated> {
  const { table, column } = sealed;
  const report: Rotated = { place: `${table}.${column}`, rows: 0, renewed: 0, unreadable: [] };
  const turnPage = (after: string | null): Promise<Row[]> =>
    transaction(db, async (tx) => {
      const page = await select<Row>(tx, `select id, ${column} as value from ${table} where $1::uuid is null or id > $1 order by id limit ${PAGE} for update`, [after]);
      for (const row of page) await rotateRow(tx, cipher, { sealed, row, report });
      return page;
    });
  for (let rows = await turnPage(null); rows.length > 0; rows = await turnPage(rows.at(-1)?.id ?? null)) {
    if (rows.length < PAGE) break;
  }
  return report;
}

interface Row {
  id: string;
  value: unknown;
}

async function rotateRow(tx: Database, cipher: Cipher, { sealed, row, report }: { sealed: SealedColumn; row: Row; report: Rotated }): Promise<void> {
  let [held, renewed] = [0, 0];
  const value = sealed.each(row.value, (secret) => {
    held += 1;
    if (secret.keyId === cipher.keyId) return secret;
    try {
      const fresh = cipher.encrypt(cipher.decrypt(secret));
      renewed += 1;
      return fresh;
    } catch (error) {
      report.unreadable.push({ id: row.id, reason: error instanceof Error ? error.message : String(error) });
      return secret;
    }
  });
  if (held > 0) report.rows += 1;
  if (renewed === 0) return;
  await select(tx, `update ${sealed.table} set ${sealed.column} = $2::jsonb where id = $1 returning id`, [row.id, JSON.stringify(value)]);
  report.renewed += 1;
}
