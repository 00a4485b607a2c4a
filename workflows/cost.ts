import { continueAsNew, isCancellation, log, workflowInfo } from '@temporalio/workflow';
import { cost, costTickets } from './activities.ts';
import { writesTicketCosts } from './versions.ts';

/** Input of the cost pass; everything is optional when a Schedule starts it. `cursor` and the counts are carried between its runs. */
export interface CostPassInput {
  pageSize?: number;
  /** Pages of one run before it continues as new. */
  pagesPerRun?: number;
  /** The time that the whole pass counts for, ISO; its start when absent. */
  asOf?: string;
  cursor?: string | null;
  visited?: number;
  written?: number;
  failed?: number;
}

/** What a pass did: incidents looked at, costs that changed, incidents whose cost could not be calculated (the reason is on them). */
export interface CostPassResult {
  visited: number;
  written: number;
  failed: number;
}

/** Tickets that one pass writes to at most: providers allow so many calls only. */
const TICKETS_A_PASS = 60;

/** Recalculates the cost of every incident, page by page, all as of one time; one bad incident never stops the rest. */
export async function incidentCostWorkflow(input: CostPassInput = {}): Promise<CostPassResult> {
  const { pageSize = 5000, pagesPerRun = 100, asOf = new Date().toISOString() } = input;
  let { cursor = null, visited = 0, written = 0, failed = 0 } = input;
  for (let page = 1; ; page += 1) {
    const options = { summary: `Recalculate costs, ${visited} incidents done` };
    const done = await cost.recalculateCosts.executeWithOptions(options, [{ cursor, pageSize, asOf }]);
    visited += done.visited;
    written += done.written;
    failed += done.failed;
    cursor = done.cursor;
    if (cursor === null) break;
    if (page < pagesPerRun && !workflowInfo().continueAsNewSuggested) continue;
    await continueAsNew<typeof incidentCostWorkflow>({ pageSize, pagesPerRun, asOf, cursor, visited, written, failed });
  }
  if (writesTicketCosts()) await tellTickets();
  return { visited, written, failed };
}

/** Tickets come last and never fail a pass: the costs are there already. */
async function tellTickets(): Promise<void> {
  try {
    await costTickets.updateTicketCosts.executeWithOptions({ summary: 'Write costs into tickets' }, [{ limit: TICKETS_A_PASS }]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('Costs could not be written into tickets; the next pass does it', { error: String(error) });
  }
}
