import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { incidentWorkflowId } from '../../workflows/ids.ts';
import { startStack, type Stack } from '../../scripts/parts/stack.ts';
import { createTemporalGateway } from '../../api/temporal.ts';
import { createLogger } from '../../config/logger.ts';
import { reconcileSchedules } from '../../worker/schedules.ts';
import { registerSearchAttributes } from '../../worker/search-attributes.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/attributes.ts';
import { type ActivityWorld, openActivityWorld } from '../support/activity-world.ts';

let stack: Stack;
let client: Client;
beforeAll(async () => {
  stack = await startStack({ temporal: true });
  client = new Client({ connection: await Connection.connect({ address: stack.address ?? '' }) });
}, 120_000);
afterAll(async () => {
  await client.connection.close();
  await stack.stop();
});

describe('the namespace', () => {
  it('gets its search attributes once, also from two starters at the same time', async () => {
    const [one, two] = await Promise.all([registerSearchAttributes(client), registerSearchAttributes(client)]);
    expect(new Set([...one, ...two])).toEqual(new Set(SEARCH_ATTRIBUTES));
    expect(await registerSearchAttributes(client)).toEqual([]);
    expect((await client.workflow.count('IncidentKey = "INC-1"')).count).toBe(0);
  });
});

describe('the Schedules', () => {
  const IDS = ['cost', 'sweep/privacy', 'sweep/start-missing', 'sweep/tidy'];
  const untilListed = async (id: string, isThere: boolean) => {
    for (let n = 0; n < 100; n += 1) {
      const ids: string[] = [];
      for await (const { scheduleId } of client.schedule.list()) ids.push(scheduleId);
      if (ids.includes(id) === isThere) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${id} is still ${isThere ? 'missing' : 'listed'}`);
  };

  it('are created, and left alone when they are right', async () => {
    expect((await reconcileSchedules(client)).created.toSorted()).toEqual(IDS);
    expect(await reconcileSchedules(client)).toEqual({ created: [], updated: [], deleted: [] });
    const cost = await client.schedule.getHandle('cost').describe();
    expect(cost.spec.intervals?.[0]?.every).toBe(300_000);
    expect(cost.policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 600_000 });
    expect(cost.action).toMatchObject({ workflowType: 'incidentCostWorkflow', taskQueue: 'incidents' });
  });

  it('of waiting mail runs at once when the API asks for it', async () => {
    const gateway = createTemporalGateway({ address: stack.address ?? '', namespace: 'default', tls: null, apiKey: null, uiUrl: null, payloadKey: null }, { logger: createLogger({ logLevel: 'silent' }, 'test'), stateOf: () => Promise.reject(new Error('not asked for')) });
    const handle = client.schedule.getHandle('sweep/tidy');
    // A paused Schedule runs only when somebody triggers it.
    await handle.pause();
    const before = (await handle.describe()).info.numActionsTaken;
    gateway.sendMail();
    for (let n = 0; (await handle.describe()).info.numActionsTaken === before; n += 1) {
      if (n > 100) throw new Error('the sweep was not started');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await handle.unpause();
    await gateway.close();
  });

  it('stay paused when people paused them, also when they change', async () => {
    const handle = client.schedule.getHandle('cost');
    await handle.pause('while we move the database');
    await handle.update((previous) => ({ ...previous, spec: { intervals: [{ every: '1 hour' }] } }));
    expect((await reconcileSchedules(client)).updated).toEqual(['cost']);
    const cost = await handle.describe();
    expect(cost.spec.intervals?.[0]?.every).toBe(300_000);
    expect(cost.state).toMatchObject({ paused: true, note: 'while we move the database' });
    expect(await reconcileSchedules(client)).toEqual({ created: [], updated: [], deleted: [] });
    await handle.unpause();
  });

  it('that are no more are removed, those of others never', async () => {
    const make = (scheduleId: string, memo: Record<string, unknown>) =>
      client.schedule.create({ scheduleId, spec: { intervals: [{ every: '1 day' }] }, action: { type: 'startWorkflow', workflowType: 'x', taskQueue: 'x' }, memo });
    await make('sweep/former', { managedBy: 'dispatch' });
    await make('of-somebody-else', {});
    await untilListed('sweep/former', true);
    await untilListed('of-somebody-else', true);
    expect((await reconcileSchedules(client)).deleted).toEqual(['sweep/former']);
    await untilListed('sweep/former', false);
    await untilListed('of-somebody-else', true);
  });

  it('survive two starters at the same time', async () => {
    for (const id of IDS) await client.schedule.getHandle(id).delete();
    const both = await Promise.all([reconcileSchedules(client), reconcileSchedules(client)]);
    expect(both.flatMap((r) => r.created).sort()).toEqual(IDS);
  });
});

describe('incidents that were declared while Temporal was away', () => {
  let world: ActivityWorld;
  beforeAll(async () => {
    await registerSearchAttributes(client);
    world = await openActivityWorld();
  }, 120_000);
  afterAll(() => world.stop());

  it('get their workflow, once, whatever is marked', async () => {
    const sweep = world.another({ client });
    const states = [await world.declare(), await world.declare(), await world.declare()];
    expect(await sweep.startMissingWorkflows({ limit: 10 })).toEqual({ started: 0 });
    await world.rows(`update incidents set created_at = now() - interval '1 minute'`);
    expect(await sweep.startMissingWorkflows({ limit: 2 })).toEqual({ started: 2 });
    expect(await sweep.startMissingWorkflows({ limit: 10 })).toEqual({ started: 1 });
    expect(await sweep.startMissingWorkflows({ limit: 10 })).toEqual({ started: 0 });
    const runOf = async (id: string) => (await client.workflow.getHandle(incidentWorkflowId(id)).describe()).runId;
    const before = await Promise.all(states.map((s) => runOf(s.id)));
    await world.rows('update incidents set workflow_started_at = null');
    expect(await sweep.startMissingWorkflows({ limit: 10 })).toEqual({ started: 3 });
    expect(await Promise.all(states.map((s) => runOf(s.id)))).toEqual(before);
    expect(await world.rows(`select 1 from incidents where workflow_started_at is null`)).toEqual([]);
  });

  it('keep nobody waiting when one of them cannot be started', async () => {
    const sweep = world.another({ client });
    const [good, bad] = [await world.declare(), await world.declare()];
    await world.rows(`update incidents set created_at = now() - interval '1 minute'`);
    await world.rows(`update incidents set state = '{}' where id = $1`, [bad.id]);
    expect(await sweep.startMissingWorkflows({ limit: 10 })).toEqual({ started: 1 });
    expect((await client.workflow.getHandle(incidentWorkflowId(good.id)).describe()).status.name).toBe('RUNNING');
  });
});
