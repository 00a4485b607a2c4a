import { sweep } from '../activities.ts';

/** Incidents started in one activity. */
const BATCH = 100;
/** Batches of one sweep; what is left waits for the next one. */
const BATCHES = 20;

/** Starts the workflows of declared incidents that have none, because Temporal was down when they were declared. */
export async function startMissingSweep(): Promise<{ started: number }> {
  let started = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const done = await sweep.startMissingWorkflows.executeWithOptions({ summary: 'Start workflows that are missing' }, [{ limit: BATCH }]);
    started += done.started;
    if (done.started < BATCH) break;
  }
  return { started };
}
