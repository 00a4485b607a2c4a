import { DomainError } from '../domain/errors.ts';
import { roundHalfUp, exact, ZERO } from '../domain/cost/decimal.ts';
import { minorDigits } from '../domain/cost/currency.ts';
import type { CostFacts } from '../domain/cost/from-state.ts';
import { type CostToSave, type PassInput, passInputOf, passInputsAfter, priceLists, saveCosts } from '../models/cost-pass.ts';
import { saveCostError } from '../models/costs.ts';
import { sqlState } from '../models/sql.ts';
import { activityContext } from './context.ts';
import type { Kit } from './deps.ts';
import { priced, pricingOf } from './pricing.ts';
import type { CostActivities, DatabaseActivities } from './types.ts';

/** Incidents between two heartbeats: what is done again at most after a crash, and what is held in memory. */
const CHUNK = 250;

interface Progress {
  cursor: string | null;
  visited: number;
  written: number;
  failed: number;
}

/** Activities that calculate costs: of one incident, and the pass over all. */
export function costActivities(kit: Kit): CostActivities & Pick<DatabaseActivities, 'calculateCost'> {
  return {
    async calculateCost({ incidentId }) {
      const input = await passInputOf(kit.db, incidentId);
      if (input === null) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
      if (hasFacts(input)) {
        const pricing = pricingOf(input, await priceLists(kit.db, [input.organizationId]));
        const result = priced(input, pricing, kit.now().toISOString());
        if (result !== null) await saveCosts(kit.db, [result]);
        if (result !== null) return { total: result.total, currency: result.currency };
      }
      return shown(input);
    },

    async recalculateCosts({ cursor, pageSize, asOf }) {
      let progress = resumed() ?? { cursor, visited: 0, written: 0, failed: 0 };
      while (progress.visited < pageSize) {
        const inputs = await passInputsAfter(kit.db, progress.cursor, Math.min(CHUNK, pageSize - progress.visited));
        const last = inputs.at(-1);
        if (last === undefined) return { ...progress, cursor: null };
        const { written, failed } = await recalculate(kit, inputs, asOf);
        progress = { cursor: last.incidentId, visited: progress.visited + inputs.length, written: progress.written + written, failed: progress.failed + failed };
        heartbeat(progress);
      }
      return progress;
    },
  };
}

async function recalculate(kit: Kit, inputs: readonly PassInput[], asOf: string): Promise<{ written: number; failed: number }> {
  const open = inputs.filter(hasFacts);
  if (open.length === 0) return { written: 0, failed: 0 };
  const lists = await priceLists(kit.db, [...new Set(open.map((i) => i.organizationId))]);
  const results: CostToSave[] = [];
  let failed = 0;
  for (const input of open) {
    try {
      const result = priced(input, pricingOf(input, lists), asOf);
      if (result !== null) results.push(result);
    } catch (error) {
      failed += 1;
      await reportError(kit, input, error);
    }
  }
  const saved = await saveAll(kit, results, open);
  return { written: saved.written, failed: failed + saved.failed };
}

/** One statement for all; when the database refuses the data of one of them, each by itself, so that only that one is left out. */
async function saveAll(kit: Kit, results: readonly CostToSave[], inputs: readonly PassInput[]): Promise<{ written: number; failed: number }> {
  try {
    return { written: await saveCosts(kit.db, results), failed: 0 };
  } catch (error) {
    if (!isRefusedData(error)) throw error;
  }
  const outcome = { written: 0, failed: 0 };
  for (const result of results) {
    try {
      outcome.written += await saveCosts(kit.db, [result]);
    } catch (error) {
      if (!isRefusedData(error)) throw error;
      outcome.failed += 1;
      const input = inputs.find((i) => i.incidentId === result.incidentId);
      if (input !== undefined) await reportError(kit, input, error);
    }
  }
  return outcome;
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity): trying again cannot help. */
function isRefusedData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

async function reportError(kit: Kit, input: PassInput, error: unknown): Promise<void> {
  const text = error instanceof DomainError ? error.message : `The cost could not be calculated: ${error instanceof Error ? error.message : String(error)}`;
  kit.logger.warn({ err: error, incidentId: input.incidentId }, 'the cost of an incident could not be calculated');
  await saveCostError(kit.db, input.incidentId, text);
}

function hasFacts(input: PassInput): input is PassInput & { facts: CostFacts } {
  return input.facts !== null;
}

function shown({ stored }: PassInput): { total: string; currency: string } {
  const currency = stored?.currency ?? 'USD';
  return { total: roundHalfUp(exact(stored?.total ?? '0') ?? ZERO, minorDigits(currency)), currency };
}

/** Where an earlier try of this activity had got to when it was killed. */
function resumed(): Progress | null {
  const details: unknown = activityContext()?.info.heartbeatDetails;
  return typeof details === 'object' && details !== null && 'cursor' in details && 'visited' in details ? (details as Progress) : null;
}

function heartbeat(progress: Progress): void {
  activityContext()?.heartbeat(progress);
}
