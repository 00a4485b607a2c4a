import { moneyText } from '../money.ts';
import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';
import { iso } from '../values.ts';

/** A line of a cost as it was calculated. */
export interface CostLineView {
  label: string;
  email: string | null;
  role: string | null;
  hours: string;
  multiplier: string;
  amount: string;
}
/** The cost of an incident with the lines that explain it; `lastError` says why the last calculation failed. */
export interface CostView {
  total: string;
  currency: string;
  asOf: string;
  lines: CostLineView[];
  lastError: string | null;
}

interface Row {
  total: string | null;
  currency: string | null;
  as_of: Date | null;
  lines: (Omit<CostLineView, 'role'> & { role?: string | null })[];
  last_error: string | null;
}

/** The stored cost; null when it was never calculated without an error. Whoever shows it checks access. */
export async function costOf(db: Database, incidentId: string): Promise<CostView | null> {
  const row = await selectOne<Row>(db, 'select total::text, currency, as_of, lines, last_error from costs where incident_id = $1', [incidentId]);
  if (row === null || row.total === null || row.currency === null || row.as_of === null) return null;
  const lines = row.lines.map(({ label, email, role, hours, multiplier, amount }) => ({ label, email, role: role ?? null, hours, multiplier, amount }));
  return { total: moneyText(row.total, row.currency), currency: row.currency, asOf: iso(row.as_of), lines, lastError: row.last_error };
}
