import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../domain/incident/types.ts';
import { type ActivityWorld, inWorker, openActivityWorld } from '../support/activity-world.ts';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor/server.ts';

let world: ActivityWorld;
let vendor: FakeVendor;
beforeAll(async () => {
  world = await openActivityWorld();
  vendor = await startFakeVendor();
  vendor.data.services.set('payments', [{ email: 'Omar@example.com', name: 'Omar' }, { email: 'ada@example.com', name: 'Ada' }]);
}, 120_000);
afterEach(async () => {
  vendor.failures.clear();
  await world.rows('delete from engagement_rules');
  await world.rows('delete from services');
});
afterAll(async () => {
  await vendor.stop();
  await world.stop();
});

async function service(fields: { name: string; plugin?: string; externalId?: string | null; people?: string[] }): Promise<string> {
  const id = randomUUID();
  const rotation = fields.people === undefined ? null : { people: fields.people, startsAt: '2026-01-01T00:00:00.000Z', hoursPerShift: 24 * 365 };
  await world.db.records.Service.create({ id, organizationId: world.organizationId, projectId: null, name: fields.name, description: '', isEnabled: true, oncallPlugin: fields.plugin ?? 'builtin', externalId: fields.externalId ?? null, rotation });
  return id;
}
async function rule(fields: { name: string; role?: Exclude<Role, 'reporter'>; serviceId?: string; personId?: string; match?: object; rank?: number }): Promise<void> {
  await world.db.records.EngagementRule.create({
    id: randomUUID(), organizationId: world.organizationId, projectId: null, name: fields.name, rank: fields.rank ?? 1, isEnabled: true, match: fields.match ?? {},
    targetKind: fields.serviceId === undefined ? 'person' : 'service', serviceId: fields.serviceId ?? null, personId: fields.personId ?? null, role: fields.role ?? 'participant',
  });
}
const resolve = (incidentId: string) => world.another().resolveEngagements({ incidentId, step: 'engage', run: 1 });

describe('whom the rules ask in', () => {
  it('is found in rotations, vendors and by name, by rank, and made known', async () => {
    await world.useVendor(vendor, ['oncall']);
    const rota = await service({ name: 'Search', people: ['rita@example.com'] });
    const paged = await service({ name: 'Payments', plugin: 'fake-vendor', externalId: 'payments' });
    await rule({ name: 'third', personId: world.kim.personId, role: 'observer', rank: 3 });
    await rule({ name: 'first', serviceId: paged, role: 'commander', rank: 1 });
    await rule({ name: 'second', serviceId: rota, rank: 2 });
    await rule({ name: 'not this', personId: world.eve.personId, match: { types: ['Another'] } });
    const { id } = await world.declare();
    const { engagees, note } = await resolve(id);
    expect(engagees.map((e) => [e.ruleName, e.person.email, e.role, e.service])).toEqual([
      ['first', expect.stringMatching(/^(omar|ada)@example\.com$/), 'commander', 'Payments'],
      ['second', 'rita@example.com', 'participant', 'Search'],
      ['third', 'kim@example.com', 'observer', null],
    ]);
    expect(note).toBeNull();
    expect(await resolve(id)).toEqual({ engagees, note });
    expect(await world.rows(`select 1 from people where email in ('rita@example.com', $1)`, [engagees[0]?.person.email])).toHaveLength(2);
  });

  it('names the rules that found nobody and lets the others be', async () => {
    await rule({ name: 'no id', serviceId: await service({ name: 'Nameless', plugin: 'fake-vendor' }) });
    await rule({ name: 'empty', serviceId: await service({ name: 'Empty', plugin: 'builtin' }) });
    await rule({ name: 'fine', personId: world.kim.personId });
    const { id } = await world.declare();
    const { engagees, note } = await resolve(id);
    expect(engagees.map((e) => e.ruleName)).toEqual(['fine']);
    expect(note).toMatch(/Nameless.*no external id/);
    expect(note).toMatch(/Empty.*rotation/);
  });

  it('waits for an on-call system that does not answer, but not for ever', async () => {
    await world.useVendor(vendor, ['oncall']);
    await rule({ name: 'paged', serviceId: await service({ name: 'Payments', plugin: 'fake-vendor', externalId: 'payments' }) });
    await rule({ name: 'fine', personId: world.kim.personId });
    const { id } = await world.declare();
    vendor.failures.add({}, Array.from({ length: 3 }, () => ({ status: 503 })));
    for (const attempt of [1, 2]) await expect(inWorker(() => resolve(id), { attempt })).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('Payments') });
    const { engagees, note } = await inWorker(() => resolve(id), { attempt: 3 });
    expect(engagees.map((e) => e.ruleName)).toEqual(['fine']);
    expect(note).toContain('Payments');
  });

  it('comes into a restricted incident only by a rule that names its type', async () => {
    await rule({ name: 'general', personId: world.kim.personId });
    const { id, type } = await world.declare({ visibility: 'restricted' });
    expect(await resolve(id)).toEqual({ engagees: [], note: '1 general rule was left out, because the incident is restricted' });
    await rule({ name: 'for the type', personId: world.kim.personId, match: { types: [type.name] } });
    expect((await resolve(id)).engagees.map((e) => e.ruleName)).toEqual(['for the type']);
  });
});

describe('paging the commander', () => {
  const page = (incidentId: string) => world.another().pageCommander({ incidentId, step: 'page-commander', run: 1 });

  it('calls the pager of the service that named them, once, and mails', async () => {
    await world.useVendor(vendor, ['oncall']);
    await rule({ name: 'commander', role: 'commander', serviceId: await service({ name: 'Payments', plugin: 'fake-vendor', externalId: 'payments' }) });
    const { id } = await world.declare();
    const [engagee] = (await resolve(id)).engagees;
    if (engagee === undefined) throw new Error('nobody was found');
    await world.record(id, [
      { kind: 'participant.added', actor: { kind: 'system', name: 'Dispatch' }, data: { person: engagee.person, role: 'participant', source: { kind: 'rule', ruleId: engagee.ruleId, ruleName: engagee.ruleName, service: engagee.service } } },
      { kind: 'role.assigned', actor: { kind: 'system', name: 'Dispatch' }, data: { person: engagee.person, role: 'commander', previous: world.eve } },
    ]);
    for (let n = 0; n < 2; n += 1) expect((await page(id)).note).toContain('was paged through Payments');
    expect(vendor.countByMark(`dispatch:${id}:page:${engagee.person.personId}`)).toBe(1);
    expect(await world.rows('select recipient, message from deliveries where incident_id = $1', [id])).toEqual([{ recipient: engagee.person.email, message: 'page-commander' }]);
  });

  it('says so when there is no pager, and mails', async () => {
    const { id } = await world.declare();
    expect((await page(id)).note).toContain('no pager');
    expect(await world.rows('select recipient from deliveries where incident_id = $1', [id])).toEqual([{ recipient: 'eve@example.com' }]);
  });
});
