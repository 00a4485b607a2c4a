import { calculateIncidentCost } from '../../domain/cost/calculate.ts';
import type { PricingPeriod } from '../../domain/cost/pricing.ts';
import type { CostLine } from '../../domain/cost/types.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { caseAsPriced } from './case.ts';
import { costCaseOfIncident } from './case.ts';
import { passInputsOf } from './pass-inputs.ts';
import { openPriceBook, savePricings } from './price-book.ts';

/** Money of one calculation, in the currency's digits. */
export interface Amount {
  total: string;
  currency: string;
}
/** What re-rating would do. */
export interface ReratePreview {
  /** Goes into the command `rerateCost`. */
  pricingId: string;
  before: Amount;
  after: Amount;
  lines: CostLine[];
  periods: PricingPeriod[];
}

/**
 * What a closed incident would cost with the versions as they stand now: `at` null = each hour by the version in force in it, an ISO time =
 * all hours by the versions in force then. Keeps the pricing so that the command can name it; changes nothing else. `not-found`;
 * `not-allowed-now` for an open incident, which follows the versions by their dates.
 */
export async function previewRerate(db: Database, incidentId: string, { at = null, asOf = new Date().toISOString() }: { at?: string | null; asOf?: string } = {}): Promise<ReratePreview> {
  const [input] = await passInputsOf(db, [incidentId]);
  if (input === undefined) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
  if (input.closedAt === null) throw new DomainError('not-allowed-now', `The incident is ${input.stage}: each of its hours is paid by the rates in force then. Re-rate it once it is closed.`);
  const before = calculateIncidentCost(await costCaseOfIncident(db, incidentId, { asOf }));
  const { task, costCase } = await caseAsPriced(db, input, { book: await openPriceBook(db, [input.organizationId]), asOf, at });
  const after = calculateIncidentCost(costCase);
  await savePricings(db, [task.booked]);
  return {
    pricingId: task.booked.id,
    before: { total: before.total, currency: before.currency },
    after: { total: after.total, currency: after.currency },
    lines: after.lines,
    periods: task.booked.pricing.periods,
  };
}
