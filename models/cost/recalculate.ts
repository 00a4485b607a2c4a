import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { sqlState } from '../sql.ts';
import { haveAlerts, noteCrossings } from './crossings.ts';
import { type PassInput, passInputsOf } from './pass-inputs.ts';
import { openPriceBook, type PriceBook } from './price-book.ts';
import { pricePage } from './price-page.ts';
import { type CostToSave, type Saved, saveCostError, saveCosts } from './save-costs.ts';

/** What a calculation of some incidents did; see {@link Saved}. */
export interface Recalculated extends Saved {
  failures: { incidentId: string; error: unknown }[];
}
/** What the calculations of one pass share. */
export interface Pricer {
  book: PriceBook;
  hasAlerts: boolean;
}

/** Reads prices and alerts of these organizations as they are now. */
export async function openPricer(db: Database, organizationIds: readonly string[]): Promise<Pricer> {
  return { book: await openPriceBook(db, organizationIds), hasAlerts: await haveAlerts(db, organizationIds) };
}

/**
 * Calculates the costs of these incidents as of a time (ISO), stores what moved, and notes what crossed an alert's amount. One that cannot be
 * calculated or stored is reported on it and never keeps the others from it.
 */
export async function recalculate(db: Database, inputs: readonly PassInput[], { pricer, asOf }: { pricer: Pricer; asOf: string }): Promise<Recalculated> {
  if (inputs.length === 0) return { moved: 0, crowded: [], failures: [] };
  const { costs, failures } = await pricePage(db, inputs, { book: pricer.book, asOf });
  const saved = await saveAll(db, costs);
  const all = [...failures, ...saved.failures];
  for (const { incidentId, error } of all) await saveCostError(db, incidentId, explain(error));
  if (pricer.hasAlerts) await noteCrossings(db, inputs.map((i) => i.incidentId));
  return { ...saved, failures: all };
}

/** Calculates and stores the cost of one incident as of a time (ISO); answers it as stored. `not-found`; throws the reason, which is then on the incident too, when it cannot be calculated. */
export async function priceIncident(db: Database, incidentId: string, asOf: string): Promise<{ total: string; currency: string }> {
  const [input] = await passInputsOf(db, [incidentId]);
  if (input === undefined) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
  const { failures } = await recalculate(db, [input], { pricer: await openPricer(db, [input.organizationId]), asOf });
  if (failures[0] !== undefined) throw failures[0].error;
  const [after] = await passInputsOf(db, [incidentId]);
  if (after?.stored?.total == null || after.stored.currency === null) throw new DomainError('internal', 'The cost was not stored.');
  return { total: after.stored.total, currency: after.stored.currency };
}

/** One statement for all; when the database refuses the data of one of them, each by itself, so that only that one is left out. */
async function saveAll(db: Database, costs: readonly CostToSave[]): Promise<Recalculated> {
  try {
    return { ...(await saveCosts(db, costs)), failures: [] };
  } catch (error) {
    if (!isRefusedData(error)) throw error;
  }
  const outcome: Recalculated = { moved: 0, crowded: [], failures: [] };
  for (const cost of costs) {
    try {
      outcome.moved += (await saveCosts(db, [cost])).moved;
    } catch (error) {
      if (!isRefusedData(error)) throw error;
      outcome.failures.push({ incidentId: cost.incidentId, error });
    }
  }
  return outcome;
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity): trying again cannot help. */
function isRefusedData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

function explain(error: unknown): string {
  return error instanceof DomainError ? error.message : `The cost could not be calculated: ${error instanceof Error ? error.message : String(error)}`;
}
