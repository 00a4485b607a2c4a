import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costActivities } from '../../activities/costs.ts';
import type { Kit } from '../../activities/deps.ts';
import type { CostPassResult } from '../../workflows/cost.ts';
import { COST_WORKFLOW_ID } from '../../workflows/ids.ts';
import { connect, type Database } from '../../models/connect.ts';
import { select, selectOne } from '../../models/sql.ts';
import { fillIncidents } from '../bench/cost-data.ts';
import { type RunningDispatch, startDispatch } from '../support/dispatch.ts';

const MANY = 3000;
let dispatch: RunningDispatch;
let db: Database;
beforeAll(async () => {
  dispatch = await startDispatch();
  db = connect({ ...dispatch.database, poolSize: 4 });
  await (await dispatch.temporal.client()).schedule.getHandle(COST_WORKFLOW_ID).pause('the test says when');
  await fillIncidents(db, MANY);
}, 240_000);
afterAll(async () => {
  await db.close();
  await dispatch.stop();
}, 60_000);

const priced = async (): Promise<number> => Number((await selectOne<{ n: string }>(db, 'select count(*) as n from costs where total is not null'))?.n);
const rows = () => select(db, 'select incident_id, total::text, currency, as_of, lines, lines_hash, version, pricing_id, last_error from costs order by incident_id');

describe('the cost pass in the running product', () => {
  it('whose worker is killed in the middle goes on there, and leaves the rows of an undisturbed one', async () => {
    const client = await dispatch.temporal.client();
    const schedule = client.schedule.getHandle(COST_WORKFLOW_ID);
    await schedule.trigger();
    while ((await priced()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await dispatch.worker.kill();
    const atDeath = await priced();
    expect(atDeath).toBeGreaterThan(0);
    expect(atDeath).toBeLessThan(MANY);
    await dispatch.worker.start();

    const started = (await schedule.describe()).info.recentActions.at(-1)?.action.workflow;
    expect(started?.workflowId).toMatch(/^cost-/);
    const result: CostPassResult = await client.workflow.getHandle(started?.workflowId ?? '').result();
    expect(result).toMatchObject({ visited: MANY, failed: 0 });
    const disturbed = await rows();
    expect(disturbed).toHaveLength(MANY);

    const asOf = (await selectOne<{ as_of: Date }>(db, 'select max(as_of) as as_of from costs'))?.as_of.toISOString() ?? '';
    await select(db, `update costs set total = null, lines = '[]', lines_hash = '', version = 0, as_of = null, pricing_id = null returning 1 as done`);
    const kit = { db, now: () => new Date(), logger: { warn: () => undefined } } as unknown as Kit;
    await costActivities(kit).recalculateCosts({ cursor: null, pageSize: MANY + 1, asOf });
    expect(await rows()).toEqual(disturbed);
  }, 120_000);
});
