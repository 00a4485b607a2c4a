import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RateOverride } from '../../domain/cost/types.ts';
import { addRateVersion } from '../../models/cost/rates.ts';
import { createLogger } from '../../config/logger.ts';
import { temporalLogger } from '../../worker/telemetry.ts';
import { costActivities } from '../../activities/costs.ts';
import type { Kit } from '../../activities/deps.ts';
import type { Database } from '../../models/connect.ts';
import { plus } from '../../domain/time.ts';
import { MockActivityEnvironment } from '@temporalio/testing';
import { type ActivityWorld, joining, openActivityWorld } from '../support/activity-world.ts';

const START = '2026-03-02T08:00:00.000Z';
const HOUR = 3_600_000;
let world: ActivityWorld;
beforeAll(async () => {
  world = await openActivityWorld();
}, 120_000);
afterAll(() => world.stop());

interface CostRow {
  total: string;
  as_of: Date;
  version: number;
  lines_hash: string;
  last_error: string | null;
  lines: { role?: string; amount: string }[];
}
const costOf = async (id: string): Promise<CostRow | undefined> => (await world.rows<CostRow>('select total::text, as_of, version, lines_hash, last_error, lines from costs where incident_id = $1', [id]))[0];
const all = () => world.rows<CostRow>('select incident_id, total::text, lines, lines_hash, version, last_error from costs order by incident_id');
const changes = async () => (await world.rows<{ n: number }>(`select count(*)::int as n from changes where topic = 'cost'`))[0]?.n;
const pass = (asOf: string, pageSize = 1000) => world.activities.recalculateCosts({ cursor: null, pageSize, asOf });
const declared = (overrides = {}) => world.declare({ reportedAt: START, ...overrides });
const close = async (id: string, at: string) => world.record(id, [{ kind: 'stage.changed', at, actor: { kind: 'person', ...world.eve }, data: { from: 'active', to: 'closed', reason: null } }]);
const by = { actor: { kind: 'system' as const, id: null, label: 'a test' }, from: null };
const addRates = async (rates: { effectiveFrom: string; annualEmployeeCost: string; businessHoursPerYear?: string; overrides?: RateOverride[]; currency?: string }) => {
  const [project] = await world.rows<{ id: string }>('select id from projects where is_default');
  return addRateVersion(world.db, { organizationId: world.organizationId, projectId: project?.id ?? '', businessHoursPerYear: 2080, currency: 'USD', note: '', ...rates }, by);
};
/** The ledger refuses to be emptied; a test may. */
const empty = async () => {
  await world.rows('alter table events disable trigger user');
  await world.rows('truncate incidents cascade');
  for (const table of ['cost_rate_versions', 'cost_models', 'cost_alerts']) await world.rows(`delete from ${table}`);
  await world.rows('alter table events enable trigger user');
};

/** A database that is gone from its n-th statement on (0, 1, …). */
function dyingAt(db: Database, n: number): Database {
  let left = n;
  const sequelize = new Proxy(db.sequelize, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value;
      return (...call: Parameters<typeof target.query>) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('the process was killed')) : target.query(...call);
      };
    },
  });
  return { ...db, sequelize };
}

describe('the cost pass', () => {
  it('prices each incident from its ledger, and writes again only what moved', async () => {
    await empty();
    const one = await declared();
    const two = await declared();
    await close(two.id, plus(START, HOUR));
    expect(await pass(plus(START, 2 * HOUR))).toEqual({ cursor: null, visited: 2, written: 2, failed: 0 });
    // Eve commands and reports: the heavier role counts. 50,000 / 2,080 × 2 h, and × 1 h until it was closed
    expect((await costOf(one.id))?.total).toBe('48.080000');
    expect((await costOf(two.id))?.total).toBe('24.040000');
    expect(await changes()).toBe(2);
    expect(await pass(plus(START, 2 * HOUR))).toMatchObject({ written: 0 });
    expect(await pass(plus(START, 3 * HOUR))).toMatchObject({ visited: 2, written: 1, failed: 0 });
    expect((await costOf(one.id))?.total).toBe('72.120000');
    expect((await costOf(two.id))?.as_of.toISOString()).toBe(plus(START, 2 * HOUR));
    expect(await changes()).toBe(3);
  });

  it('keeps the rates of what is over, and takes new ones for what is open', async () => {
    await empty();
    const open = await declared();
    const over = await declared();
    await close(over.id, plus(START, HOUR));
    await pass(plus(START, 2 * HOUR));
    await addRates({ annualEmployeeCost: '104000', effectiveFrom: START });
    expect(await pass(plus(START, 2 * HOUR))).toMatchObject({ written: 1 });
    expect((await costOf(open.id))?.total).toBe('100.000000');
    expect((await costOf(over.id))?.total).toBe('24.040000');
    await world.record(over.id, [{ kind: 'note.added', actor: { kind: 'person', ...world.eve }, data: { text: 'nothing that costs' } }]);
    expect(await pass(plus(START, 3 * HOUR))).toMatchObject({ written: 1 });
    expect(await costOf(over.id)).toMatchObject({ total: '24.040000', version: (await world.state(over.id)).version });
  });

  it('reports one bad incident on it and goes on with the rest', async () => {
    await empty();
    const good = await declared();
    const bad = await declared();
    const worse = await declared();
    await pass(plus(START, HOUR));
    await world.rows(`update incidents set state = jsonb_set(state, '{stages,0,stage}', '"paused"') where id = $1`, [bad.id]);
    await world.rows(`update incidents set state = state - 'participants' where id = $1`, [worse.id]);
    expect(await pass(plus(START, 2 * HOUR))).toEqual({ cursor: null, visited: 3, written: 1, failed: 2 });
    expect((await costOf(good.id))?.total).toBe('48.080000');
    expect(await costOf(bad.id)).toMatchObject({ total: '24.040000', last_error: expect.stringContaining('/incident/stages/0/stage') });
    expect((await costOf(worse.id))?.last_error).toContain('could not be calculated');
    await world.rows(`update incidents set state = jsonb_set(state, '{stages,0,stage}', '"active"') where id = $1`, [bad.id]);
    expect(await pass(plus(START, 2 * HOUR))).toMatchObject({ written: 1, failed: 1 });
    expect(await costOf(bad.id)).toMatchObject({ total: '48.080000', last_error: null });
  });

  it('leaves out an amount that the database refuses, and stores the others', async () => {
    await empty();
    const good = await declared();
    const bad = await declared();
    await addRates({ annualEmployeeCost: '1e9', businessHoursPerYear: '1e-6', effectiveFrom: START });
    await world.rows(`insert into projects (id, organization_id, name, key_prefix) select gen_random_uuid(), organization_id, 'Cheap', 'CHEAP' from projects limit 1`);
    await world.rows(`update incidents set project_id = (select id from projects where name = 'Cheap') where id = $1`, [good.id]);
    expect(await pass(plus(START, HOUR))).toEqual({ cursor: null, visited: 2, written: 1, failed: 1 });
    expect((await costOf(good.id))?.total).toBe('24.040000');
    expect((await costOf(bad.id))?.last_error).not.toBeNull();
  });

  it('goes on where it was killed, and ends with the same rows', async () => {
    await empty();
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push((await declared()).id);
    const whole = await pass(plus(START, 5 * HOUR));
    const undisturbed = await all();
    await world.rows('delete from costs');
    const asOf = plus(START, 5 * HOUR);
    const killed = ids.toSorted()[6] ?? null;
    await world.activities.recalculateCosts({ cursor: null, pageSize: 7, asOf });
    const resumed = new MockActivityEnvironment({ attempt: 2, heartbeatDetails: { cursor: killed, visited: 7, written: 7, failed: 0 } });
    const beats: unknown[] = [];
    resumed.on('heartbeat', (details: unknown) => beats.push(details));
    expect(await resumed.run(() => world.activities.recalculateCosts({ cursor: null, pageSize: 1000, asOf }))).toEqual(whole);
    expect(await all()).toEqual(undisturbed);
    expect(beats.length).toBeGreaterThan(0);
  });

  it('goes on wherever it was killed: at any statement, in any page', async () => {
    await empty();
    for (let n = 0; n < 8; n += 1) await declared();
    const asOf = plus(START, 5 * HOUR);
    await pass(asOf);
    const undisturbed = await all();
    const kit = (db: Database) => ({ db, now: () => new Date(), logger: { warn: () => undefined } }) as unknown as Kit;
    let deaths = 0;
    for (let isDone = false; !isDone; deaths += 1) {
      await world.rows(`update costs set total = null, lines = '[]', lines_hash = '', version = 0, as_of = null, pricing_id = null`);
      let last: unknown;
      const first = new MockActivityEnvironment({}, { logger: temporalLogger(createLogger({ logLevel: 'silent' }, 'test')) });
      first.on('heartbeat', (details: unknown) => (last = details));
      const dying = costActivities(kit(dyingAt(world.db, deaths)), { at: 3 });
      isDone = await first.run(() => dying.recalculateCosts({ cursor: null, pageSize: 1000, asOf })).then(() => true, () => false);
      const second = new MockActivityEnvironment({ attempt: 2, heartbeatDetails: last });
      await second.run(() => costActivities(kit(world.db), { at: 3 }).recalculateCosts({ cursor: null, pageSize: 1000, asOf }));
      expect(await all()).toEqual(undisturbed);
    }
    expect(deaths).toBeGreaterThan(10);
  });

  it('does no harm beside another pass, whichever ends first', async () => {
    await empty();
    for (let n = 0; n < 10; n += 1) await declared();
    await pass(plus(START, 9 * HOUR));
    const undisturbed = await all();
    await world.rows(`update costs set total = null, lines_hash = '', as_of = null`);
    const at = [3, 9, 6, 9].map((h) => plus(START, h * HOUR));
    await Promise.all(at.map((asOf) => world.another().recalculateCosts({ cursor: null, pageSize: 1000, asOf })));
    expect(await all()).toEqual(undisturbed);
  });

  it('comes page by page to all of them', async () => {
    const seen: number[] = [];
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const page: { cursor: string | null; visited: number } = await world.activities.recalculateCosts({ cursor, pageSize: 5, asOf: plus(START, 6 * HOUR) });
      seen.push(page.visited);
      cursor = page.cursor;
    }
    expect(seen.reduce((a, b) => a + b, 0)).toBe(10);
  });

  it('never lets an older calculation replace a newer one', async () => {
    await empty();
    const { id } = await declared();
    await pass(plus(START, 3 * HOUR));
    await pass(plus(START, 2 * HOUR));
    expect((await costOf(id))?.total).toBe('72.120000');
  });
});

describe('the cost of one incident', () => {
  it('is calculated on demand and follows what happened', async () => {
    await empty();
    const { id } = await declared();
    const at = world.another({ now: () => new Date(plus(START, 2 * HOUR)) });
    expect(await at.calculateCost({ incidentId: id })).toEqual({ total: '48.08', currency: 'USD' });
    await world.record(id, [{ ...joining(world.kim), at: plus(START, HOUR) }]);
    // Kim: 1 h × 0.5
    expect(await at.calculateCost({ incidentId: id })).toEqual({ total: '60.10', currency: 'USD' });
    expect(await at.calculateCost({ incidentId: id })).toEqual({ total: '60.10', currency: 'USD' });
    expect((await costOf(id))?.lines.map((l) => [l.role, l.amount])).toEqual([['commander', '48.08'], ['participant', '12.02']]);
  });

  it('says that there is no such incident', async () => {
    await expect(world.activities.calculateCost({ incidentId: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
