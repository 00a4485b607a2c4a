import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Metrics } from '../config/metrics.ts';
import type { Database } from '../models/connect.ts';
import { poolState } from '../models/pool.ts';
import { incidentsByStage } from '../models/read/incidents-by-stage.ts';
import { STAGES } from '../domain/incident/types.ts';

const COST_PASS = 'recalculateCosts';
const POOL_SECONDS = 10;
const INCIDENTS_SECONDS = 30;

/** When the last whole cost pass that ended here began; null = none did yet. */
export interface CostPasses {
  lastAsOf: number | null;
}

/** Times every try of an activity by type and outcome, and whole cost passes from the time they count for to their last page. */
export function activityMetrics(metrics: Metrics, passes: CostPasses): ActivityInterceptorsFactory {
  return ({ info, cancellationSignal }) => ({
    inbound: {
      async execute(input, next) {
        const since = performance.now();
        const tell = (outcome: string): void => metrics.time('activity', performance.now() - since, { activity: info.activityType, outcome });
        try {
          const result = await next(input);
          tell('done');
          if (info.activityType === COST_PASS) notePass({ metrics, passes }, { input: input.args[0], result });
          return result;
        } catch (error) {
          tell(cancellationSignal.aborted ? 'cancelled' : 'failed');
          throw error;
        }
      },
    },
  });
}

/** Says now and then what a worker can see: its connections, all incidents by stage, the age of the costs. */
export function sampleWorker(metrics: Metrics, db: Database, passes: CostPasses): void {
  metrics.sample(POOL_SECONDS, () => {
    for (const [state, value] of Object.entries(poolState(db))) metrics.gauge('database_pool', value, { state });
    if (passes.lastAsOf !== null) metrics.gauge('cost_age_seconds', (Date.now() - passes.lastAsOf) / 1000, {});
  });
  metrics.sample(INCIDENTS_SECONDS, async () => {
    const counts = new Map((await incidentsByStage(db)).map(({ stage, count }) => [stage, count]));
    for (const stage of STAGES) metrics.gauge('incidents', counts.get(stage) ?? 0, { stage });
  });
}

// The page without a next one is the last; every page carries the time that the whole pass counts for.
function notePass({ metrics, passes }: { metrics: Metrics; passes: CostPasses }, { input, result }: { input: unknown; result: unknown }): void {
  const isLast = typeof result === 'object' && result !== null && 'cursor' in result && result.cursor === null;
  const asOf = typeof input === 'object' && input !== null && 'asOf' in input ? Date.parse(String(input.asOf)) : Number.NaN;
  if (!isLast || Number.isNaN(asOf)) return;
  metrics.time('cost_pass', Date.now() - asOf, {});
  passes.lastAsOf = asOf;
}
