import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INCIDENTS_QUEUE, WORKFLOW_TYPES } from '../../workflows/ids.ts';
import * as workflows from '../../workflows/index.ts';
import { startHarness, type Harness } from './support/harness.ts';
import './support/patience.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());

async function run(type: string, ...args: unknown[]): Promise<unknown> {
  return harness.client.workflow.execute(type, { workflowId: `test/${randomUUID()}`, taskQueue: INCIDENTS_QUEUE, args });
}

it('every workflow type that others start by name exists', () => {
  expect(Object.values(WORKFLOW_TYPES).sort()).toEqual(Object.keys(workflows).sort());
});

describe('the cost pass', () => {
  it('visits all pages as of one time, over several runs, and adds up what it did', async () => {
    harness.world.costPages = Array.from({ length: 7 }, (_, n) => ({ visited: 10, written: n, failed: n === 3 ? 1 : 0 }));
    harness.world.calls.length = 0;
    const result = await run(WORKFLOW_TYPES.cost, { pageSize: 10, pagesPerRun: 3 });
    expect(result).toEqual({ visited: 70, written: 21, failed: 1 });
    const pages = harness.world.calls.filter((c) => c.name === 'recalculateCosts').map((c) => c.input);
    expect(pages.map((p) => p['cursor'])).toEqual([null, '1', '2', '3', '4', '5', '6']);
    expect(new Set(pages.map((p) => p['asOf'])).size).toBe(1);
  });

  it('writes costs into tickets at its end, and does not fail when that cannot be done', async () => {
    harness.world.costPages = [{ visited: 1, written: 1, failed: 0 }];
    harness.world.calls.length = 0;
    harness.world.trouble('updateTicketCosts', (_, attempt) => {
      if (attempt < 9) throw new Error('every vendor is away');
    });
    await expect(run(WORKFLOW_TYPES.cost)).resolves.toEqual({ visited: 1, written: 1, failed: 0 });
    harness.world.calm();
    await run(WORKFLOW_TYPES.cost);
    expect(harness.world.calls.filter((c) => c.name === 'updateTicketCosts')).toHaveLength(1);
  });

  it('needs no input, ends with nothing to do, and tries a failing page again', async () => {
    harness.world.costPages = [];
    await expect(run(WORKFLOW_TYPES.cost)).resolves.toEqual({ visited: 0, written: 0, failed: 0 });
    harness.world.costPages = [{ visited: 1, written: 1, failed: 0 }];
    harness.world.trouble('recalculateCosts', (_, attempt) => {
      if (attempt < 3) throw new Error('deadlock');
    });
    await expect(run(WORKFLOW_TYPES.cost)).resolves.toEqual({ visited: 1, written: 1, failed: 0 });
    harness.world.calm();
  });
});

describe('sweeps', () => {
  it('start what is missing, in batches', async () => {
    harness.world.missing = 250;
    await expect(run(WORKFLOW_TYPES.startMissing)).resolves.toEqual({ started: 250 });
    expect(harness.world.missing).toBe(0);
    await expect(run(WORKFLOW_TYPES.startMissing)).resolves.toEqual({ started: 0 });
  });

  it('tidy up', async () => {
    await expect(run(WORKFLOW_TYPES.tidy)).resolves.toEqual({ deliveries: 2, pruned: 3 });
  });

  it('erase and purge page by page, until nothing is left', async () => {
    await expect(run(WORKFLOW_TYPES.privacy)).resolves.toEqual({ erased: 10, purged: 23 });
  });
});
