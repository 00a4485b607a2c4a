import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createLogger } from '../../../config/logger.ts';
import type { Metrics } from '../../../config/metrics.ts';
import { activityMetrics, type CostPasses } from '../../../worker/activity-metrics.ts';
import { temporalLogger } from '../../../worker/telemetry.ts';

/** Runs an activity through the interceptor; answers what was measured. */
async function measure(activityType: string, input: unknown, act: () => Promise<unknown>, cancel = false) {
  const told: [string, Record<string, string>, number][] = [];
  const metrics: Metrics = { count: () => undefined, gauge: () => undefined, sample: () => undefined, stop: async () => undefined, time: (name, ms, tags) => void told.push([name, tags, ms]) };
  const passes: CostPasses = { lastAsOf: null };
  const environment = new MockActivityEnvironment({ activityType }, { interceptors: [activityMetrics(metrics, passes)], logger: temporalLogger(createLogger({ logLevel: 'silent' }, 'test')) });
  if (cancel) environment.cancel();
  await environment.run(async (_input: unknown) => act(), input).catch(() => undefined);
  return { told, passes };
}

describe('activities', () => {
  it('are timed by type and outcome', async () => {
    expect((await measure('createTicket', {}, async () => 1)).told).toEqual([['activity', { activity: 'createTicket', outcome: 'done' }, expect.any(Number)]]);
    expect((await measure('createTicket', {}, () => Promise.reject(new Error('x')))).told[0]?.[1]).toEqual({ activity: 'createTicket', outcome: 'failed' });
    expect((await measure('createTicket', {}, () => Promise.reject(new Error('x')), true)).told[0]?.[1]).toEqual({ activity: 'createTicket', outcome: 'cancelled' });
  });

  it('tell of a whole cost pass with its last page only', async () => {
    const asOf = new Date(Date.now() - 5_000).toISOString();
    const page = await measure('recalculateCosts', { asOf }, async () => ({ cursor: 'a' }));
    expect(page.told.map(([name]) => name)).toEqual(['activity']);
    expect(page.passes.lastAsOf).toBeNull();
    const last = await measure('recalculateCosts', { asOf }, async () => ({ cursor: null }));
    expect(last.told.map(([name]) => name)).toEqual(['activity', 'cost_pass']);
    expect(last.told[1]?.[2]).toBeGreaterThanOrEqual(5_000);
    expect(last.passes.lastAsOf).toBe(Date.parse(asOf));
  });
});
