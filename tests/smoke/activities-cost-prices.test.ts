import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ActivityDeps } from '../../activities/index.ts';
import type { RateOverride } from '../../domain/cost/types.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Stage } from '../../domain/incident/types.ts';
import { HOUR, MINUTE, plus } from '../../domain/time.ts';
import { recordActivities } from '../../models/cost/activities.ts';
import { createCostAlert, crossingsOf } from '../../models/cost/alerts.ts';
import { costCaseOfIncident } from '../../models/cost/case.ts';
import { addModelVersion, createCostModel, listCostModels, removeModelVersion, setTypeModel } from '../../models/cost/cost-models.ts';
import { addRateVersion, listRateVersions, removeRateVersion } from '../../models/cost/rates.ts';
import { previewRerate } from '../../models/cost/rerate.ts';
import { postMessage } from '../../models/messages.ts';
import { costOf } from '../../models/read/cost.ts';
import { updateIncidentRole } from '../../models/settings/incident-roles.ts';
import { updateProject } from '../../models/settings/projects.ts';
import { answerCost } from '../../scripts/cost/answer.ts';
import { objectsOf } from '../support/fake-vendor/objects.ts';
import { startFakeVendor } from '../support/fake-vendor/server.ts';
import { type ActivityWorld, openActivityWorld } from '../support/activity-world.ts';

const START = '2026-03-02T08:00:00.000Z';
const hours = (n: number): string => plus(START, n * HOUR);
const by = { actor: { kind: 'system' as const, id: null, label: 'a test' }, from: null };
let world: ActivityWorld;
let projectId = '';
beforeAll(async () => {
  world = await openActivityWorld();
  projectId = (await world.rows<{ id: string }>('select id from projects where is_default'))[0]?.id ?? '';
}, 120_000);
afterAll(() => world.stop());
beforeEach(async () => {
  await world.rows('alter table events disable trigger user');
  await world.rows('truncate incidents cascade');
  await world.rows('alter table events enable trigger user');
  for (const table of ['cost_rate_versions', 'cost_models', 'cost_alerts']) await world.rows(`delete from ${table}`);
});

const rates = (effectiveFrom: string, annualEmployeeCost: string, more: { overrides?: RateOverride[]; currency?: string } = {}) =>
  addRateVersion(world.db, { organizationId: world.organizationId, projectId, effectiveFrom, annualEmployeeCost, businessHoursPerYear: 2080, currency: 'USD', note: '', ...more }, by);
const pass = (asOf: string, activities = world.activities) => activities.recalculateCosts({ cursor: null, pageSize: 1000, asOf });
const declared = () => world.declare({ reportedAt: START });
const total = async (id: string) => (await costOf(world.db, id))?.total;
const move = (id: string, from: Stage, [to, at]: [Stage, string]) => world.record(id, [{ kind: 'stage.changed', at, actor: { kind: 'person', ...world.eve }, data: { from, to, reason: null } }]);
const settled = async (): Promise<number> => (await pass(hours(90))).written;

describe('rates and models in versions', () => {
  it('pay each hour by the version in force in it, and a new one never rewrites what was', async () => {
    await rates(START, '52000');
    const { id } = await declared();
    await pass(hours(2));
    expect(await total(id)).toBe('50.00');
    await rates(hours(2), '104000');
    expect(await pass(hours(2))).toMatchObject({ failed: 0 });
    expect(await total(id)).toBe('50.00');
    await pass(hours(3));
    expect(await costOf(world.db, id)).toMatchObject({ total: '100.00', pinned: false, pricing: { periods: [{ from: null }, { from: hours(2) }] } });
    await rates(hours(500), '1');
    expect((await listRateVersions(world.db, world.organizationId, projectId)).map((v) => v.state)).toHaveLength(3);
    await expect(rates(hours(2), '5')).rejects.toMatchObject({ code: 'conflict', fields: [{ pointer: '/effectiveFrom' }] });
  });

  it('stay in the currency of the report', async () => {
    await rates(plus(START, -HOUR), '52000');
    await rates(hours(1), '52000', { currency: 'JPY' });
    const { id } = await declared();
    await pass(hours(2));
    expect(await costOf(world.db, id)).toMatchObject({ total: '50.00', currency: 'USD' });
  });

  it('may be taken back only before they come into force, and each change is audited', async () => {
    const now = new Date().toISOString();
    const coming = await rates(plus(now, HOUR), '1');
    const [, first] = await listRateVersions(world.db, world.organizationId, projectId);
    expect(first).toMatchObject({ state: 'inForce', annualEmployeeCost: '50000', createdBy: 'Dispatch' });
    await removeRateVersion(world.db, { organizationId: world.organizationId, id: coming.id }, by);
    await expect(removeRateVersion(world.db, { organizationId: world.organizationId, id: first?.id ?? '' }, by)).rejects.toMatchObject({ code: 'conflict' });
    const audited = await world.rows<{ action: string }>(`select action from audit_entries order by seq desc limit 2`);
    expect(audited.map((a) => a.action)).toEqual(['cost-rates.removed', 'cost-rates.added']);
    await expect(rates(now, '-1')).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('go by incident type, else by the standard model', async () => {
    await rates(START, '52000');
    const open = await declared();
    await createCostModel(world.db, { organizationId: world.organizationId, name: 'Standard', description: '', isStandard: true, settings: { multipliers: { commander: '3' } }, note: '' }, by);
    await pass(hours(1));
    expect(await total(open.id)).toBe('75.00');
    const own = await createCostModel(world.db, { organizationId: world.organizationId, name: 'Twice', description: '', isStandard: false, settings: { multipliers: { commander: '2' } }, note: '' }, by);
    await setTypeModel(world.db, { organizationId: world.organizationId, typeId: open.type.id, modelId: own.id }, by);
    await pass(hours(2));
    expect(await total(open.id)).toBe('100.00');
    const { versions } = await addModelVersion(world.db, { organizationId: world.organizationId, modelId: own.id, effectiveFrom: hours(2), settings: { multipliers: { commander: '0', reporter: '0' } }, note: 'free from now on' }, by);
    await pass(hours(9));
    expect(await total(open.id)).toBe('100.00');
    await expect(removeModelVersion(world.db, { organizationId: world.organizationId, id: versions[0]?.id ?? '' }, by)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the settings that were there before versions', () => {
  it('make versions: rates of a project and multipliers of roles count from now on', async () => {
    const { organizationId, db } = world;
    const { id } = await declared();
    await pass(hours(2));
    expect(await total(id)).toBe('48.08');
    const shown = await updateProject(db, { organizationId, id: projectId }, { settings: { annualEmployeeCost: 52_000 } });
    expect(shown.settings).toEqual({ annualEmployeeCost: 52_000, businessHoursPerYear: 2080, currency: 'USD' });
    await pass(hours(2));
    expect(await total(id)).toBe('50.00');
    await updateProject(db, { organizationId, id: projectId }, { settings: { annualEmployeeCost: 104_000, staleHours: 5 } });
    expect((await listRateVersions(db, organizationId, projectId)).map((v) => [v.annualEmployeeCost, v.state])).toEqual([['104000', 'inForce'], ['52000', 'past']]);
    await updateProject(db, { organizationId, id: projectId }, { settings: {} });
    expect(await listRateVersions(db, organizationId, projectId)).toHaveLength(2);

    expect(await updateIncidentRole(db, { organizationId, role: 'commander' }, { costMultiplier: 3 })).toMatchObject({ costMultiplier: 3, label: 'Commander' });
    const [model] = await listCostModels(db, organizationId);
    expect(model).toMatchObject({ name: 'Standard', isStandard: true, versions: [{ state: 'inForce', settings: { multipliers: { commander: '3', reporter: '0.5' } } }, { state: 'past', settings: { multipliers: { commander: '1' } } }] });
    // the hours of March were before both
    await pass(hours(2));
    expect(await total(id)).toBe('50.00');
    await updateIncidentRole(db, { organizationId, role: 'commander' }, { costMultiplier: 1 });
  });
});

describe('a closed incident', () => {
  it('keeps its prices and teams until it is re-rated, and a reopened one follows the dates again', async () => {
    await rates(START, '52000', { overrides: [{ team: 'Ops', annualEmployeeCost: '104000' }] });
    await world.rows(`update people set team = 'ops' where id = $1`, [world.eve.personId]);
    const { id } = await declared();
    await move(id, 'active', ['closed', hours(2)]);
    await pass(hours(3));
    expect(await costOf(world.db, id)).toMatchObject({ total: '100.00', pinned: true });
    await rates(hours(1), '520000');
    await world.rows(`update people set team = null where id = $1`, [world.eve.personId]);
    await world.record(id, [{ kind: 'note.added', actor: { kind: 'person', ...world.eve }, data: { text: 'x' } }]);
    await pass(hours(5));
    expect(await total(id)).toBe('100.00');
    expect(await settled()).toBe(0);

    const preview = await previewRerate(world.db, id);
    expect(preview).toMatchObject({ before: { total: '100.00' }, after: { total: '275.00', currency: 'USD' } });
    expect(await previewRerate(world.db, id, { at: hours(1) })).toMatchObject({ after: { total: '500.00' } });
    expect(await total(id)).toBe('100.00');
    await world.record(id, [{ kind: 'cost.rerated', actor: { kind: 'person', ...world.eve }, data: { pricingId: preview.pricingId, before: '100.00', after: '100.00', currency: 'USD', reason: 'wrong team' } }]);
    await pass(hours(6));
    expect(await total(id)).toBe('275.00');
    expect(await settled()).toBe(0);

    await move(id, 'closed', ['active', hours(10)]);
    await pass(hours(11));
    // 1 h at 25, 1 h at 250, and 1 h at 250 since the reopening
    expect(await costOf(world.db, id)).toMatchObject({ total: '525.00', pinned: false });
    await expect(previewRerate(world.db, id)).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('is counted to its end, also when the pass that saw it closed counts for an earlier time', async () => {
    await rates(START, '52000');
    const { id } = await declared();
    await move(id, 'active', ['closed', hours(2)]);
    await pass(hours(1));
    expect(await total(id)).toBe('25.00');
    await pass(hours(3));
    expect(await total(id)).toBe('50.00');
    expect(await settled()).toBe(0);
  });

  it('is the same when it is calculated again from nothing', async () => {
    await rates(START, '52000');
    await rates(hours(1), '104000');
    const { id } = await declared();
    await move(id, 'active', ['closed', hours(2)]);
    await pass(hours(3));
    const before = await costOf(world.db, id);
    await world.rows(`update costs set total = null, lines_hash = '', version = 0, pricing_id = null, pinned_for = null, as_of = null`);
    await pass(hours(3));
    expect(await costOf(world.db, id)).toEqual(before);
  });
});

describe('the activity model', () => {
  beforeEach(async () => {
    await rates(START, '52000');
    await createCostModel(world.db, { organizationId: world.organizationId, name: 'By activity', description: '', isStandard: true, settings: { kind: 'activity', responseSeconds: '3600', activityKinds: ['message', 'reply', 'command', 'documentEdit', 'taskChange', 'reaction'] }, note: '' }, by);
  });
  const ago = (minutes: number): string => plus(new Date().toISOString(), -minutes * MINUTE);

  it('counts what people did: messages, replies, commands, tasks, and what providers tell', async () => {
    const { id } = await declared();
    const post = (key: string, more: object) => postMessage(world.db, { incidentId: id, key, kind: 'person', author: world.eve, authorName: 'Eve', body: 'x', ...more });
    const { id: first } = await post('1', {});
    await post('2', { author: world.kim, replyTo: first });
    await post('3', { kind: 'system', author: null });
    await world.rows(`update messages set created_at = $2 where incident_id = $1`, [id, ago(120)]);
    await recordActivities(world.db, [{ incidentId: id, key: 'slack/1', email: 'Kim@example.com', kind: 'reaction', at: ago(300) }, { incidentId: id, key: 'slack/2', email: 'kim@example.com', kind: 'huddle', at: ago(300) }, { incidentId: randomUUID(), key: 'x', email: 'a@x.io', kind: 'message', at: ago(300) }]);
    expect(await recordActivities(world.db, [{ incidentId: id, key: 'slack/1', email: 'kim@example.com', kind: 'reaction', at: ago(300) }])).toBe(0);
    const task = { taskId: randomUUID(), title: 'Call', description: '', kind: 'response' as const, assignee: null, dueAt: null };
    await world.record(id, [{ kind: 'task.created', at: ago(600), actor: { kind: 'person', ...world.eve }, data: task }]);
    expect(await pass(new Date().toISOString())).toMatchObject({ failed: 0, written: 1 });
    expect((await costOf(world.db, id))?.lines.map((l) => [l.email, l.kind, l.amount])).toEqual([['eve@example.com', 'message', '25.00'], ['eve@example.com', 'taskChange', '25.00'], ['kim@example.com', 'reaction', '25.00'], ['kim@example.com', 'reply', '25.00']]);
  });

  it('sees what happens after the closing, and then leaves it alone', async () => {
    const { id } = await declared();
    await move(id, 'active', ['closed', hours(1)]);
    const now = () => new Date().toISOString();
    await pass(now());
    expect(await pass(now())).toMatchObject({ written: 0 });
    await recordActivities(world.db, [{ incidentId: id, key: '1', email: 'kim@example.com', kind: 'message', at: ago(90) }]);
    expect(await pass(now())).toMatchObject({ visited: 1, written: 1 });
    expect(await total(id)).toBe('25.00');
    expect(await pass(now())).toMatchObject({ visited: 1, written: 0 });
  });
});

describe('what crosses an amount', () => {
  const told: unknown[][] = [];
  const client = { workflow: { signalWithStart: async (...call: unknown[]) => void told.push(call) } } as unknown as ActivityDeps['client'];
  const alert = (name: string, amount: string, more: object = {}) => createCostAlert(world.db, { organizationId: world.organizationId, name, projectId: null, typeId: null, amount, currency: 'USD', measure: 'total', isEnabled: true, ...more }, by);
  const line = (state: IncidentState, amount: string) => world.record(state.id, [{ kind: 'cost.lineAdded', actor: { kind: 'person', ...world.eve }, data: { lineId: randomUUID(), kind: 'vendor', amount, currency: 'USD', note: 'bill', at: START } }]);

  it('is told once, and again only after it was below; a signal that is lost is sent by the next pass', async () => {
    told.length = 0;
    await rates(START, '52000');
    await alert('Board', '60');
    await alert('Time', '1000', { measure: 'response' });
    await alert('Elsewhere', '1', { currency: 'EUR' });
    const state = await declared();
    const working = world.another({ client });
    await pass(hours(1), working);
    await line(state, '30');
    const broken = world.another({ client: { workflow: { signalWithStart: async () => Promise.reject(new Error('Temporal is away')) } } as unknown as ActivityDeps['client'] });
    await pass(hours(2), broken);
    expect(told).toEqual([]);
    await pass(hours(2), working);
    await pass(hours(3), working);
    expect(told).toHaveLength(1);
    expect(told[0]?.[1]).toMatchObject({ workflowId: `incident/${state.id}`, signal: 'costThresholdCrossed', signalArgs: [{ name: 'Board', amount: '60.00', total: '80.00', currency: 'USD', number: 1 }] });
    await line(state, '-60');
    await pass(hours(3), working);
    await pass(hours(5), working);
    expect(told).toHaveLength(2);
    expect(told[1]?.[1]).toMatchObject({ signalArgs: [{ name: 'Board', number: 2, total: '95.00' }] });
    expect(await crossingsOf(world.db, state.id)).toMatchObject([{ name: 'Board', isAbove: true, number: 2 }]);
    expect(await costOf(world.db, state.id)).toMatchObject({ total: '125.00', otherTotal: '-30.00', otherLines: [{ amount: '30.00' }, { amount: '-60.00' }] });
  });
});

describe('a provider’s ticket', () => {
  it('gets the cost when it moved, and not more often than once an hour', async () => {
    const vendor = await startFakeVendor();
    await world.useVendor(vendor, ['ticket']);
    try {
      await rates(START, '52000');
      const { id } = await declared();
      await world.make(id, 'createTicket');
      await pass(hours(2));
      const update = () => world.activities.updateTicketCosts({ limit: 10 });
      const waited = () => world.rows(`update costs set ticket_at = now() - interval '61 minutes'`);
      expect(await update()).toEqual({ updated: 1, failed: 0 });
      expect(JSON.stringify(objectsOf(vendor.data, 'tickets').map((t) => t.fields))).toContain('50.00 USD');
      await pass(hours(3));
      expect(await update()).toEqual({ updated: 0, failed: 0 });
      await waited();
      vendor.failures.add({ path: /tickets/ }, Array.from({ length: 9 }, () => ({ status: 404 })));
      expect(await update()).toEqual({ updated: 0, failed: 1 });
      vendor.failures.clear();
      await waited();
      expect(await update()).toEqual({ updated: 1, failed: 0 });
      await waited();
      expect(await update()).toEqual({ updated: 0, failed: 0 });
    } finally {
      await world.useVendor(vendor, []);
      await vendor.stop();
    }
  });
});

it('anybody can check a cost: the case of an incident gives the same to the command', async () => {
  await rates(START, '52000', { overrides: [{ role: 'commander', annualEmployeeCost: '60000' }] });
  await rates(hours(30), '104000');
  const { id } = await declared();
  await pass(hours(50));
  const answer = answerCost(JSON.stringify(await costCaseOfIncident(world.db, id, { asOf: hours(50) })));
  if (!('results' in answer)) throw new Error(answer.problem);
  const shown = await costOf(world.db, id);
  expect(JSON.parse(answer.results.join(''))).toMatchObject({ total: shown?.total, lines: shown?.lines.map((l) => ({ email: l.email, hours: l.hours, amount: l.amount })) });
});
