import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import { cost } from './activities.ts';

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

/** Recalculates the cost of every incident, page by page, all as of one time; one bad incident never stops the rest. */
export async function incidentCostWorkflow(input: CostPassInput = {}): Promise<CostPassResult> {
  const { pageSize = 200, pagesPerRun = 500, asOf = new Date().toISOString() } = input;
  let { cursor = null, visited = 0, written = 0, failed = 0 } = input;
  for (let page = 1; ; page += 1) {
    const options = { summary: `Recalculate costs, ${visited} incidents done` };
    const done = await cost.recalculateCosts.executeWithOptions(options, [{ cursor, pageSize, asOf }]);
    visited += done.visited;
    written += done.written;
    failed += done.failed;
    cursor = done.cursor;
    if (cursor === null) return { visited, written, failed };
    if (page < pagesPerRun && !workflowInfo().continueAsNewSuggested) continue;
    await continueAsNew<typeof incidentCostWorkflow>({ pageSize, pagesPerRun, asOf, cursor, visited, written, failed });
  }
}
