import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CostAnalytics, CostForecast, CostModel, RateVersion } from '../../api/contract/cost.ts';
import type { CostView, OtherCost } from '../../api/contract/cost-view.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { calculateIncidentCost } from '../../domain/cost/calculate.ts';
import type { CostCase } from '../../domain/cost/types.ts';
import { priceIncident } from '../../models/cost/recalculate.ts';
import { listAudit } from '../../models/read/audit.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

let api: TestApi;
let owner: Caller;
let member: Caller;
let open: IncidentDetail;
let hidden: IncidentDetail;
let closed: IncidentDetail;

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();
const declare = async (who: Caller, fields: object): Promise<IncidentDetail> => {
  const reply = await who.call<IncidentDetail>('POST', '/incidents', { title: 'Payments fail', description: 'd', severity: 'Sev 2', ...fields });
  expect(reply.status).toBe(201);
  return reply.body;
};
const price = (incident: IncidentDetail) => priceIncident(api.db, incident.id, new Date().toISOString());

beforeAll(async () => {
  api = await startApi();
  owner = await api.person('olga', 'owner');
  member = await api.person('mina');
  open = await declare(owner, { title: '=HYPERLINK("http://evil.example")', reportedAt: ago(5), commanderEmail: 'olga@example.com', tags: ['service/checkout', 'service/payments'] });
  hidden = await declare(owner, { title: 'Nobody may know', visibility: 'restricted', reportedAt: ago(4), type: 'Security' });
  closed = await declare(owner, { title: 'Over', stage: 'closed', reportedAt: ago(40), type: 'Exercise' });
  for (const incident of [open, hidden, closed]) await price(incident);
});
afterAll(async () => {
  expect(api.errors.filter((line) => !line.includes('"status":503'))).toEqual([]);
  await api.stop();
});

const get = async <T>(who: Caller, path: string): Promise<T> => {
  const reply = await who.call<T>('GET', path);
  expect([path, reply.status]).toEqual([path, 200]);
  return reply.body;
};

describe('the cost of one incident', () => {
  it('comes with everything somebody needs to check it by hand', async () => {
    const view = await get<CostView>(member, `/incidents/${open.key}/cost`);
    const [line] = view.lines;
    expect([view.currency, view.pinned, view.lastError, view.periods.length]).toEqual(['USD', false, null, 1]);
    expect(line).toMatchObject({ email: 'olga@example.com', role: 'commander', multiplier: '1' });
    expect(view.periods[0]?.rates).toEqual({ annualEmployeeCost: '50000', businessHoursPerYear: '2080', perHour: '24.038462', hasOverrides: false });
    expect(view.people[0]?.days).toEqual([expect.objectContaining({ firstDay: 1, lastDay: 1, engagedHours: line?.engagedHours, countedHours: line?.hours })]);
    expect(view.perHour).toMatch(/^24\.0[34]$/);
    expect(Date.parse(view.nextAt) - Date.now()).toBeLessThanOrEqual(300_000);
    const history = await get<{ points: { at: string; total: string }[] }>(member, `/incidents/${open.key}/cost/history?points=5`);
    const totals = history.points.map((p) => Number(p.total));
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(Number(history.points.at(-1)?.total)).toBeCloseTo(Number(view.total), 0);
  });

  it('can be taken away as the very case that the command calculates', async () => {
    expect((await member.call('GET', `/incidents/${open.key}/cost/case`)).status).toBe(403);
    const file = await get<CostCase>(owner, `/incidents/${open.key}/cost/case`);
    const view = await get<CostView>(owner, `/incidents/${open.key}/cost`);
    expect(calculateIncidentCost({ ...file, asOf: view.asOf }).total).toBe(view.total);
  });

  it('keeps other costs apart, by hand, audited, and only for those at work', async () => {
    const path = `/incidents/${open.key}/cost/lines`;
    expect((await member.call('POST', path, { kind: 'vendor', amount: '10', note: 'n' })).status).toBe(403);
    const bad = await owner.call<{ errors: { pointer: string }[] }>('POST', path, { kind: 'gifts', amount: '1e3', note: '' });
    expect([bad.status, bad.body.errors.map((e) => e.pointer).sort()]).toEqual([400, ['/amount', '/kind', '/note']]);
    const added = await owner.call<OtherCost>('POST', path, { kind: 'vendor', amount: '1000.10', note: 'Emergency support' });
    expect([added.status, added.body.amount, added.body.currency]).toEqual([201, '1000.10', 'USD']);
    const refund = await owner.call<OtherCost>('POST', path, { kind: 'credits', amount: '-0.20', note: 'Paid back' });
    const changed = await owner.call<OtherCost>('PATCH', `${path}/${added.body.id}`, { amount: '1000.30' });
    expect(changed.body).toMatchObject({ amount: '1000.30', note: 'Emergency support' });
    const view = await get<CostView>(member, `/incidents/${open.key}/cost`);
    expect([view.otherTotal, view.otherLines.length]).toEqual(['1000.10', 2]);
    expect(view.allTotal).toBe((Number(view.total) + 1000.1).toFixed(2));
    expect((await owner.call('DELETE', `${path}/${refund.body.id}`)).status).toBe(204);
    expect((await owner.call('DELETE', `${path}/${refund.body.id}`)).status).toBe(404);
    const audit = await listAudit(api.db, api.organizationId, { limit: 200, action: 'cost-line' });
    expect(JSON.stringify(audit)).toContain('cost-line.removed');
  });
});

describe('rates, models and alerts', () => {
  it('are versions: a new one changes nothing before it', async () => {
    const before = (await get<CostView>(owner, `/incidents/${open.key}/cost`)).total;
    const body = { project: 'Default', effectiveFrom: new Date(Date.now() + HOUR).toISOString(), annualEmployeeCost: '104000', businessHoursPerYear: '2080', currency: 'USD', overrides: [{ role: 'commander', annualEmployeeCost: '208000' }], note: 'raise' };
    const made = await owner.call<RateVersion>('POST', '/cost/rates', body);
    expect([made.status, made.body.perHour, made.body.state]).toEqual([201, '50', 'coming']);
    await price(open);
    expect(Number((await get<CostView>(owner, `/incidents/${open.key}/cost`)).total) - Number(before)).toBeLessThan(1);
    expect((await member.call('GET', '/cost/rates')).status).toBe(403);
    expect((await owner.call('POST', '/cost/rates', { ...body, project: 'Elsewhere' })).status).toBe(422);
    expect((await owner.call('DELETE', `/cost/rates/${made.body.id}`)).status).toBe(204);
  });

  it('refuses rates that make no sense, naming the field', async () => {
    const body = { project: 'Default', effectiveFrom: ago(0), annualEmployeeCost: '0', businessHoursPerYear: '9999', currency: 'usd', overrides: [{ annualEmployeeCost: '1', role: 'commander', team: 'A' }] };
    const bad = await owner.call<{ errors: { pointer: string }[] }>('POST', '/cost/rates', body);
    expect([bad.status, bad.body.errors.map((e) => e.pointer).sort()]).toEqual([400, ['/annualEmployeeCost', '/businessHoursPerYear', '/currency', '/overrides/0']]);
    const typo = await owner.call<{ errors: { pointer: string }[] }>('POST', '/cost/rates', { ...body, annualEmployeeCost: '1', businessHoursPerYear: '1', currency: 'UDS', overrides: [] });
    expect([typo.status, typo.body.errors.map((e) => e.pointer)]).toEqual([400, ['/currency']]);
  });

  it('lets a type have a model of its own', async () => {
    const made = await owner.call<CostModel>('POST', '/cost/models', { name: 'Half', settings: { multipliers: { commander: '0.5' } } });
    expect([made.status, made.body.versions[0]?.settings.multipliers.commander]).toEqual([201, '0.5']);
    const { data: types } = await get<{ data: { id: string; name: string }[] }>(owner, '/incident-types');
    const outage = types.find((t) => t.name === 'Data')?.id;
    expect((await owner.call('PUT', `/cost/types/${outage}`, { modelId: made.body.id })).status).toBe(204);
    const { data } = await get<{ data: CostModel[] }>(member, '/cost/models');
    expect(data.find((m) => m.name === 'Half')?.types).toEqual(['Data']);
    const next = await owner.call<CostModel>('POST', `/cost/models/${made.body.id}/versions`, { effectiveFrom: new Date(Date.now() + HOUR).toISOString(), settings: { laterDayHours: '4' } });
    expect(next.body.versions.map((v) => v.state)).toEqual(['coming', 'inForce']);
    expect((await owner.call('PUT', `/cost/types/${randomUUID()}`, { modelId: null })).status).toBe(404);
  });

  it('tells of amounts that matter', async () => {
    const made = await owner.call<{ id: string }>('POST', '/cost/alerts', { name: 'Expensive', amount: '5000', currency: 'USD', type: 'security' });
    expect([made.status, (made.body as { type?: string }).type]).toEqual([201, 'Security']);
    expect((await owner.call<{ isEnabled: boolean; type: string | null }>('PATCH', `/cost/alerts/${made.body.id}`, { isEnabled: false, type: null })).body).toMatchObject({ isEnabled: false, type: null });
    expect((await owner.call('DELETE', `/cost/alerts/${made.body.id}`)).status).toBe(204);
  });
});

describe('what if', () => {
  it('says what a past incident would have cost, and stores nothing', async () => {
    const before = await get<CostView>(owner, `/incidents/${closed.key}/cost`);
    const reply = await owner.call<{ before: { total: string }; after: { total: string } }>('POST', '/cost/simulate', { incident: open.key, rates: { annualEmployeeCost: '100000', businessHoursPerYear: '2080', currency: 'USD' } });
    expect(reply.status).toBe(200);
    expect(Number(reply.body.after.total)).toBeCloseTo(2 * Number(reply.body.before.total), 1);
    expect((await get<CostView>(owner, `/incidents/${closed.key}/cost`)).total).toBe(before.total);
  });

  it('calculates a sketch as the documentation’s worked example', async () => {
    const sketch = { stages: [{ stage: 'active', hours: '30' }, { stage: 'review', hours: '0' }], people: [{ role: 'commander', count: 1 }, { role: 'participant', count: 3, hours: '4.5' }] };
    const rates = { annualEmployeeCost: '208000', businessHoursPerYear: '2080', currency: 'EUR' };
    const reply = await owner.call<{ before: null; after: { total: string; hours: string } }>('POST', '/cost/simulate', { sketch, rates });
    // 30 h × 100, 3 × 4.5 h × 0.5 × 100, review 1 h + 4 × 0.5 h: 3000 + 675 + 300.
    expect(reply.body).toMatchObject({ before: null, after: { total: '3975.00', hours: '46.5' } });
  });

  it.each([
    [{}, 400],
    [{ incident: 'INC-9999' }, 404],
    [{ sketch: { stages: [{ stage: 'active', hours: '1' }], people: [{ role: 'scribe', count: 400 }, { role: 'scribe', count: 400 }] } }, 400],
    [{ sketch: { stages: [{ stage: 'active', hours: '99999' }], people: [{ role: 'scribe', count: 1 }] } }, 400],
  ])('refuses %j', async (body, status) => {
    expect((await owner.call('POST', '/cost/simulate', body)).status).toBe(status);
    expect((await member.call('POST', '/cost/simulate', body)).status).toBe(403);
  });
});

describe('re-rating', () => {
  it('previews, then does exactly that, with a reason and an audit entry', async () => {
    type Preview = { data: { incident: { id: string }; pricingId: string; before: { total: string }; after: { total: string } }[]; totals: { incidents: number }[]; nextCursor: string | null };
    await owner.call('POST', '/cost/rates', { project: 'Default', effectiveFrom: ago(100), annualEmployeeCost: '100000', businessHoursPerYear: '2080', currency: 'USD' });
    const preview = await owner.call<Preview>('POST', '/cost/re-rate/preview', { type: 'Exercise' });
    const [row] = preview.body.data;
    expect(preview.body.data.map((one) => one.incident.id)).toEqual([closed.id]);
    expect(Number(row?.after.total)).toBeCloseTo(2 * Number(row?.before.total), 1);
    expect((await get<CostView>(owner, `/incidents/${closed.key}/cost`)).total).toBe(row?.before.total);
    const unknown = await owner.call<{ data: { ok: boolean }[] }>('POST', '/cost/re-rate', { reason: 'New contract', incidents: [{ incident: closed.id, pricingId: 'made-up' }, { incident: randomUUID(), pricingId: row?.pricingId }] });
    expect(unknown.body.data.map((one) => one.ok)).toEqual([false, false]);
    const done = await owner.call<{ data: { ok: boolean }[] }>('POST', '/cost/re-rate', { reason: 'New contract', incidents: [{ incident: closed.id, pricingId: row?.pricingId }] });
    expect(done.body.data).toEqual([{ incident: closed.id, ok: true, problem: null }]);
    expect((await get<CostView>(owner, `/incidents/${closed.key}/cost`)).total).toBe(row?.after.total);
    expect(JSON.stringify(await listAudit(api.db, api.organizationId, { limit: 50, action: 'cost.rerated' }))).toContain('New contract');
  });
});

describe('calculating now', () => {
  it('takes the incidents of a filter at once, and all by the Schedule', async () => {
    const imported = await declare(owner, { title: 'Imported', stage: 'closed', reportedAt: ago(2000), tags: ['imported'] });
    const reply = await owner.call<{ by: string; matched: number; calculated: number }>('POST', '/cost/recalculate', { incidents: [imported.key] });
    expect(reply.body).toMatchObject({ by: 'filter', matched: 1, calculated: 1 });
    expect((await owner.call<{ by: string }>('POST', '/cost/recalculate', {})).body.by).toBe('schedule');
    expect(api.gateway.ran).toEqual(['cost']);
    api.gateway.isAway = true;
    expect((await owner.call('POST', '/cost/recalculate', {})).status).toBe(503);
    expect((await get<{ reachable: boolean }>(member, '/cost/pass')).reachable).toBe(false);
    api.gateway.isAway = false;
  });
});

describe('sums, forecast and export', () => {
  it('add up, by every dimension, and never count what the caller may not see', async () => {
    const mine = await get<CostAnalytics>(owner, '/cost/analytics?reportedAfter=' + ago(60));
    const theirs = await get<CostAnalytics>(member, '/cost/analytics?reportedAfter=' + ago(60));
    expect([mine.currencies[0]?.incidents, theirs.currencies[0]?.incidents]).toEqual([3, 2]);
    expect(JSON.stringify(theirs)).not.toMatch(/Nobody may know|Security/);
    for (const costs of mine.currencies) {
      for (const groups of [costs.by.month, costs.by.type, costs.by.severity, costs.by.project]) expect(groups?.reduce((sum, g) => sum + Number(g.total), 0)).toBeCloseTo(Number(costs.total), 2);
      expect(costs.by.team?.reduce((sum, g) => sum + Number(g.response), 0)).toBeCloseTo(Number(costs.response), 2);
      expect(costs.by.service?.map((g) => g.name).sort()).toEqual(['checkout', 'payments', null].sort());
    }
    expect(mine.currencies[0]?.otherByKind).toEqual([{ kind: 'vendor', amount: '1000.30', lines: 1 }]);
  });

  it('take the filters of the list, and refuse names they do not know', async () => {
    expect((await get<CostAnalytics>(owner, '/cost/analytics?type=Exercise&by=type')).currencies[0]).toMatchObject({ incidents: 1, by: { type: [{ name: 'Exercise' }] } });
    expect((await get<CostAnalytics>(owner, '/cost/analytics?q=nothing-like-it')).currencies).toEqual([]);
    for (const query of ['by=moon', 'timeZone=Nowhere/Land', 'timeZone=%2B05:30', 'stage=open']) expect([query, (await owner.call('GET', `/cost/analytics?${query}`)).status]).toEqual([query, 400]);
  });

  it('look ahead, and say when the past is too short for it', async () => {
    const { currencies, period, earlierOpen } = await get<CostForecast>(owner, '/cost/forecast?period=quarter&timeZone=Europe/Berlin');
    const [found] = currencies;
    expect([period.kind, found?.coming, found?.currency]).toEqual(['quarter', null, 'USD']);
    expect(Number(found?.total.low)).toBeLessThanOrEqual(Number(found?.total.likely));
    expect(Number(found?.total.likely)).toBeLessThanOrEqual(Number(found?.total.high));
    expect((found?.open.incidents ?? 0) + earlierOpen).toBe(2);
    const theirs = await get<CostForecast>(member, '/cost/forecast?period=quarter');
    expect((theirs.currencies[0]?.open.incidents ?? 0) + theirs.earlierOpen).toBe(1);
  });

  it('go out as CSV that no spreadsheet runs, and as JSON Lines', async () => {
    const csv = await member.call<string>('GET', '/cost/export');
    const text = csv.body;
    expect(csv.headers.get('content-disposition')).toContain('incident-costs.csv');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(text).not.toContain('Nobody may know');
    const jsonl = await owner.call<string>('GET', '/cost/export?format=jsonl&type=Exercise');
    const lines = jsonl.body.trim().split('\n').map((line) => JSON.parse(line) as { key: string; response: string });
    expect(lines).toEqual([expect.objectContaining({ key: closed.key })]);
  });

  it('export page after page without loss or repetition', async () => {
    const one = await import('../../models/read/cost-export.ts');
    const viewer = { personId: owner.person.id, organizationId: api.organizationId, email: owner.person.email, name: 'Olga', accessLevel: 'owner' as const };
    const seen: string[] = [];
    for (let after: { reportedAt: string; id: string } | null = null; ; ) {
      const page = await one.costRecords(api.db, viewer, { filter: {}, after, limit: 1 });
      const last = page.at(-1);
      if (last === undefined) break;
      seen.push(last.id);
      after = { reportedAt: last.reportedAt, id: last.id };
    }
    expect([seen.length, new Set(seen).size]).toEqual([4, 4]);
  });
});
