import { add, exact, roundHalfUp, ZERO } from '../../domain/cost/decimal.ts';
import { minorDigits } from '../../domain/cost/currency.ts';
import type { CostPricing } from '../../domain/cost/pricing.ts';
import type { CostLineKind } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { moneyText } from '../money.ts';
import { select, selectOne } from '../sql.ts';
import { iso } from '../values.ts';

/** A line of a cost as it was calculated; `from` is set when prices changed on the way. */
export interface CostLineView {
  label: string;
  email: string | null;
  role: string | null;
  kind: string | null;
  hours: string;
  engagedHours: string;
  multiplier: string;
  rate: string;
  amount: string;
  from: string | null;
}
/** A cost that is not people's time; `amount` in the currency's digits, `addedBy` a name. */
export interface OtherLineView {
  id: string;
  kind: CostLineKind;
  amount: string;
  currency: string;
  note: string;
  at: string;
  addedBy: string | null;
}
/** The cost of an incident with everything that explains it; `lastError` says why the last calculation failed. */
export interface CostView {
  /** People's time; never mixed with the other lines. */
  total: string;
  currency: string;
  asOf: string;
  lines: CostLineView[];
  otherLines: OtherLineView[];
  /** Of the other lines in the same currency. */
  otherTotal: string;
  /** The ledger's version that it was calculated from. */
  version: number;
  /** What time was priced with; no periods for a cost of an older installation that kept none. */
  pricing: CostPricing;
  /** True when a closed incident keeps these prices until it is re-rated. */
  pinned: boolean;
  lastError: string | null;
}

type StoredLine = Partial<CostLineView> & Pick<CostLineView, 'label' | 'email' | 'hours' | 'multiplier' | 'amount'>;
interface Row {
  total: string | null;
  currency: string | null;
  as_of: Date | null;
  lines: StoredLine[];
  version: number;
  pricing: CostPricing | null;
  pinned: boolean;
  last_error: string | null;
}

/** The stored cost; null when it was never calculated without an error. Whoever shows it checks access. */
export async function costOf(db: Database, incidentId: string): Promise<CostView | null> {
  const row = await selectOne<Row>(
    db,
    `select c.total::text, c.currency, c.as_of, c.lines, c.version, p.pricing, c.pinned_for is not null as pinned, c.last_error
     from costs c left join cost_pricings p on p.id = c.pricing_id where c.incident_id = $1`,
    [incidentId],
  );
  if (row === null || row.total === null || row.currency === null || row.as_of === null) return null;
  const { currency } = row;
  const otherLines = await otherLinesOf(db, incidentId);
  const other = otherLines.filter((l) => l.currency === currency).reduce((sum, l) => add(sum, exact(l.amount) ?? ZERO), ZERO);
  return {
    total: moneyText(row.total, currency),
    currency,
    asOf: iso(row.as_of),
    lines: row.lines.map(lineView),
    otherLines,
    otherTotal: roundHalfUp(other, minorDigits(currency)),
    version: row.version,
    pricing: row.pricing ?? { periods: [] },
    pinned: row.pinned,
    lastError: row.last_error,
  };
}

/** The other costs of an incident, oldest first. */
export async function otherLinesOf(db: Database, incidentId: string): Promise<OtherLineView[]> {
  const rows = await select<Omit<OtherLineView, 'at'> & { at: Date }>(
    db,
    `select l.id, l.kind, l.amount::text, l.currency, l.note, l.at, p.name as "addedBy" from cost_lines l left join people p on p.id = l.added_by where l.incident_id = $1 order by l.at, l.created_at, l.id`,
    [incidentId],
  );
  return rows.map((l) => ({ ...l, amount: moneyText(l.amount, l.currency), at: iso(l.at) }));
}

function lineView({ label, email, role = null, kind = null, hours, engagedHours = hours, multiplier, rate = '', amount, from = null }: StoredLine): CostLineView {
  return { label, email, role, kind, hours, engagedHours, multiplier, rate, amount, from };
}
