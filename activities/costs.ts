import { minorDigits } from '../domain/cost/currency.ts';
import { exact, roundHalfUp, ZERO } from '../domain/cost/decimal.ts';
import { passPageAfter } from '../models/cost/pass-inputs.ts';
import { openPricer, type Pricer, priceIncident, recalculate } from '../models/cost/recalculate.ts';
import { notifyChange } from '../models/live.ts';
import { organizationIds } from '../models/organizations.ts';
import { activityContext } from './context.ts';
import { tellCrossings } from './cost-crossings.ts';
import type { Kit } from './deps.ts';
import type { CostActivities, DatabaseActivities } from './types.ts';

/** What is done again at most after a crash, and what is held in memory. */
const CHUNK = 500;

interface Progress {
  cursor: string | null;
  visited: number;
  written: number;
  failed: number;
  /** Organizations whose open pages are to hear at the end that many costs moved. */
  crowded: string[];
  isDone: boolean;
}

/** Activities that calculate costs: of one incident, and the pass over all. `at` = incidents between two heartbeats. */
export function costActivities(kit: Kit, { at = CHUNK }: { at?: number } = {}): CostActivities & Pick<DatabaseActivities, 'calculateCost'> {
  return {
    async calculateCost({ incidentId }) {
      const { total, currency } = await priceIncident(kit.db, incidentId, kit.now().toISOString());
      await tellCrossings(kit, incidentId);
      return { total: roundHalfUp(exact(total) ?? ZERO, minorDigits(currency)), currency };
    },

    async recalculateCosts({ cursor, pageSize, asOf }) {
      let progress = resumed() ?? { cursor, visited: 0, written: 0, failed: 0, crowded: [], isDone: false };
      const pricer = await openPricer(kit.db, await organizationIds(kit.db));
      while (!progress.isDone && progress.visited < pageSize) {
        progress = await chunk(kit, progress, { pricer, asOf, limit: Math.min(at, pageSize - progress.visited) });
        activityContext()?.heartbeat(progress);
      }
      await notifyChange(kit.db, progress.crowded.map((organizationId) => ({ organizationId, incidentId: null, topic: 'cost' as const, entityId: null })));
      await tellCrossings(kit, null);
      const { visited, written, failed } = progress;
      return { cursor: progress.isDone ? null : progress.cursor, visited, written, failed };
    },
  };
}

async function chunk(kit: Kit, progress: Progress, { pricer, asOf, limit }: { pricer: Pricer; asOf: string; limit: number }): Promise<Progress> {
  const page = await passPageAfter(kit.db, progress.cursor, limit);
  const { moved, crowded, failures } = await recalculate(kit.db, page.inputs, { pricer, asOf });
  for (const { incidentId, error } of failures) kit.logger.warn({ err: error, incidentId }, 'the cost of an incident could not be calculated');
  return {
    cursor: page.last ?? progress.cursor,
    visited: progress.visited + page.visited,
    written: progress.written + moved,
    failed: progress.failed + failures.length,
    crowded: [...new Set([...progress.crowded, ...crowded])],
    isDone: page.visited < limit,
  };
}

/** Where an earlier try of this activity had got to when it was killed. */
function resumed(): Progress | null {
  const details: unknown = activityContext()?.info.heartbeatDetails;
  if (typeof details !== 'object' || details === null || !('cursor' in details) || !('visited' in details)) return null;
  return { crowded: [], isDone: false, ...(details as Pick<Progress, 'cursor' | 'visited' | 'written' | 'failed'>) };
}
