import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../api/contract/common.ts';
import { reserveDeliveries, settleDelivery } from '../../models/delivery-claims.ts';
import { pluginInstances, savePluginInstance } from '../../models/plugin-instances.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';

type Row = { id: string; name: string; isDefault: boolean; isEnabled: boolean; rank: number; project: string | null } & Record<string, unknown>;
let api: TestApi;
let admin: Caller;
let owner: Caller;
let member: Caller;
beforeAll(async () => {
  api = await startApi();
  [owner, admin, member] = await Promise.all([api.person('olga', 'owner'), api.person('adam', 'admin'), api.person('mia')]);
});
afterAll(async () => {
  // A plugin whose settings are broken is logged as unavailable, and nothing else.
  expect(api.errors.filter((line) => !line.includes('"status":503'))).toEqual([]);
  await api.stop();
});

const list = async (path: string): Promise<Row[]> => (await member.call<{ data: Row[] }>('GET', path)).body.data;
const RANKED = ['/incident-types', '/incident-severities', '/incident-priorities', '/projects'] as const;
const bodyFor = (path: string, name: string): object => (path === '/projects' ? { name, keyPrefix: name.toUpperCase().replaceAll(/\W/g, '').slice(0, 6) } : { name, rank: 9 });

describe.each(RANKED)('%s', (path) => {
  it('are there from the beginning, one of them the default', async () => {
    expect((await list(path)).filter((r) => r.isDefault)).toHaveLength(1);
  });

  it('are added, renamed, and keep exactly one default', async () => {
    const made = await admin.call<Row>('POST', path, { ...bodyFor(path, 'Aurora'), isDefault: true });
    expect(made).toMatchObject({ status: 201, body: { name: 'Aurora', isDefault: true, isEnabled: true } });
    expect((await list(path)).filter((r) => r.isDefault).map((r) => r.name)).toEqual(['Aurora']);
    const renamed = await admin.call<Row>('PATCH', `${path}/${made.body.id}`, { name: 'Borealis' });
    expect(renamed.body).toMatchObject({ id: made.body.id, name: 'Borealis', isDefault: true });
    const unset = await admin.call<Problem>('PATCH', `${path}/${made.body.id}`, { isDefault: false });
    const off = await admin.call<Problem>('PATCH', `${path}/${made.body.id}`, { isEnabled: false });
    expect([unset.status, unset.body.errors?.[0]?.pointer, off.status, off.body.errors?.[0]?.pointer]).toEqual([409, '/isDefault', 409, '/isEnabled']);
  });

  it('refuse a name that is taken, an unknown project, and what is not there', async () => {
    const [first] = await list(path);
    const taken = await admin.call<Problem>('POST', path, { ...bodyFor(path, 'x'), name: first?.name });
    expect([taken.status, taken.body.errors?.[0]?.pointer]).toEqual([409, '/name']);
    if (path !== '/projects') {
      const unknown = await admin.call<Problem>('POST', path, { ...bodyFor(path, 'Somewhere'), project: 'Atlantis' });
      expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([422, '/project']);
    }
    expect((await admin.call('PATCH', `${path}/00000000-0000-4000-8000-000000000000`, { name: 'x' })).status).toBe(404);
  });

  it('that are switched off are not offered any more', async () => {
    const made = (await admin.call<Row>('POST', path, bodyFor(path, 'Shortlived'))).body;
    expect((await admin.call<Row>('PATCH', `${path}/${made.id}`, { isEnabled: false })).body.isEnabled).toBe(false);
    const field = { '/incident-types': 'type', '/incident-severities': 'severity', '/incident-priorities': 'priority', '/projects': 'project' }[path];
    const used = await member.call<Problem>('POST', '/incidents', { title: 't', description: 'd', [field]: 'Shortlived' });
    expect([used.status, used.body.errors?.[0]?.pointer]).toEqual([422, `/${field}`]);
  });
});

describe('other settings', () => {
  it('roles change their words and multiplier', async () => {
    expect(await list('/incident-roles')).toHaveLength(6);
    const changed = await admin.call('PATCH', '/incident-roles/scribe', { label: 'Chronicler', costMultiplier: 1.25 });
    expect(changed.body).toMatchObject({ role: 'scribe', label: 'Chronicler', costMultiplier: 1.25 });
    expect((await admin.call('PATCH', '/incident-roles/king', { label: 'x' })).status).toBe(400);
    expect((await admin.call('PATCH', '/incident-roles/scribe', { costMultiplier: -1 })).status).toBe(400);
  });

  it('services and engagement rules name each other, people and projects', async () => {
    const service = await admin.call<Row>('POST', '/services', { name: 'Payments', rotation: { people: ['Bo@Example.com', 'cy@example.com'], startsAt: '2026-01-01T00:00:00Z', hoursPerShift: 168 } });
    expect(service.body).toMatchObject({ oncallPlugin: 'builtin', rotation: { people: ['bo@example.com', 'cy@example.com'] } });
    const rule = await admin.call<Row>('POST', '/engagement-rules', { name: 'Page payments', match: { types: ['Service outage'] }, target: { kind: 'service', service: 'payments' }, role: 'commander' });
    expect(rule.body).toMatchObject({ target: { kind: 'service', service: 'Payments' }, role: 'commander', isEnabled: true });
    const preview = await member.call<{ engagements: { text: string; person: { email: string } | null }[] }>('POST', '/incidents/preview', { type: 'Service outage' });
    expect(preview.body.engagements[0]).toMatchObject({ text: expect.stringContaining('on call for Payments'), person: { email: expect.stringMatching(/^(bo|cy)@/) } });
    const unknown = await admin.call<Problem>('POST', '/engagement-rules', { name: 'x', target: { kind: 'service', service: 'Moon' }, role: 'scribe' });
    expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([422, '/target/service']);
    expect((await admin.call<Problem>('POST', '/services', { name: 'Payments' })).status).toBe(409);
  });
});

describe('people', () => {
  it('are listed by name and found by parts of it', async () => {
    const all = (await member.call<{ data: Row[] }>('GET', '/people?q=ad')).body.data.map((p) => p.name);
    expect(all).toContain('Adam');
    expect(all).not.toContain('Olga');
  });

  it('never lose their last owner, and only owners make owners', async () => {
    const self = await owner.call<Problem>('PATCH', `/people/${owner.person.id}`, { accessLevel: 'member' });
    expect([self.status, self.body.errors?.[0]?.pointer]).toEqual([409, '/accessLevel']);
    expect((await owner.call('PATCH', `/people/${owner.person.id}`, { isActive: false })).status).toBe(409);
    for (const [path, body] of [[`/people/${admin.person.id}`, { accessLevel: 'owner' }], [`/people/${owner.person.id}`, { email: 'mine@example.com' }]] as const) {
      expect((await admin.call('PATCH', path, body)).status).toBe(403);
    }
    expect((await admin.call('POST', '/people', { email: 'x@example.com', name: 'X', accessLevel: 'owner' })).status).toBe(403);
    expect((await owner.call('PATCH', `/people/${admin.person.id}`, { accessLevel: 'owner' })).status).toBe(200);
    expect((await owner.call('PATCH', `/people/${admin.person.id}`, { accessLevel: 'admin' })).status).toBe(200);
  });

  it('have one address each', async () => {
    const taken = await admin.call<Problem>('POST', '/people', { email: 'MIA@example.com', name: 'Another' });
    expect([taken.status, taken.body.errors?.[0]?.pointer]).toEqual([409, '/email']);
  });
});

describe('plugins', () => {
  const SETTINGS = { host: 'smtp.example.com', port: 2525, from: 'Dispatch <d@example.com>', user: 'u', password: 'very secret words' };
  type View = { id: string; capabilities: string[]; schema: object; instances: { settings: Record<string, unknown>; health: { ok: boolean } | null; isEnabled: boolean }[] };
  const configure = (body: object): Promise<Reply<View & Problem>> => admin.call<View & Problem>('PUT', '/plugins/email', body);

  it('store secrets encrypted, never tell them, and keep them when the mask comes back', async () => {
    const saved = await configure({ capabilities: ['email'], settings: SETTINGS, isEnabled: false });
    expect(saved.status).toBe(200);
    expect(saved.body.instances[0]?.settings).toMatchObject({ host: 'smtp.example.com', password: '••••••••' });
    const again = await configure({ capabilities: ['email'], settings: { ...SETTINGS, port: 587, password: '••••••••' }, isEnabled: false });
    expect(again.body.instances[0]?.settings).toMatchObject({ port: 587, password: '••••••••' });
    const [stored] = await pluginInstances(api.db, api.deps.cipher, api.organizationId);
    expect(stored?.settings).toMatchObject({ port: 587, password: 'very secret words' });
    const raw = await select<{ settings: unknown }>(api.db, 'select settings from plugin_instances');
    expect(JSON.stringify(raw)).not.toContain('very secret');
    expect(JSON.stringify((await admin.call('GET', '/plugins')).body)).not.toContain('very secret');
  });

  it('send a secret nowhere else than where it was entered for', async () => {
    await configure({ capabilities: ['email'], settings: SETTINGS, isEnabled: false });
    const elsewhere = (password: string) => configure({ capabilities: ['email'], settings: { ...SETTINGS, host: 'mail.attacker.example', password }, isEnabled: false });
    const refused = await elsewhere('••••••••');
    expect([refused.status, refused.body.errors?.map((e) => e.pointer)]).toEqual([400, ['/settings/password']]);
    expect((await pluginInstances(api.db, api.deps.cipher, api.organizationId))[0]?.settings).toMatchObject({ host: SETTINGS.host });
    expect((await elsewhere('entered again')).status).toBe(200);
  });

  it('that are broken take no requests of vendors, and fail for nobody', async () => {
    await savePluginInstance(api.db, api.deps.cipher, { organizationId: api.organizationId, project: null, pluginId: 'slack', isEnabled: true, capabilities: [], settings: {}, secretNames: [] });
    api.deps.registry.invalidate(api.organizationId);
    const reply = await api.call<Problem>('POST', '/api/v1/default/events/slack/commands', 'command=x', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([reply.status, reply.body.type, JSON.stringify(reply.body).includes('token')]).toEqual([503, 'unavailable', false]);
    await select(api.db, `delete from plugin_instances where plugin_id = 'slack' returning id`);
    api.deps.registry.invalidate(api.organizationId);
  });

  it('refuse settings and capabilities that do not fit, by name', async () => {
    const bad = await configure({ capabilities: ['email'], settings: { ...SETTINGS, port: 'x' } });
    expect([bad.status, bad.body.errors?.map((e) => e.pointer)]).toEqual([400, ['/settings/port']]);
    const capability = await configure({ capabilities: ['email', 'conversation'], settings: SETTINGS });
    expect([capability.status, capability.body.errors?.[0]?.pointer]).toEqual([422, '/capabilities/1']);
    expect((await admin.call('PUT', '/plugins/moon', { capabilities: [] })).status).toBe(404);
    expect((await configure({ capabilities: ['email'], settings: SETTINGS, project: 'Atlantis' })).status).toBe(422);
  });

  it('are checked when asked', async () => {
    const health = await admin.call<{ ok: boolean; detail: string }>('POST', '/plugins/builtin/check', {});
    expect(health.body).toMatchObject({ ok: true });
    expect((await admin.call('POST', '/plugins/moon/check', {})).status).toBe(404);
  });
});

describe('the outbox', () => {
  it('shows everything to administrators and one’s own to others, and sends failed mail again', async () => {
    const mail = (person: Caller, n: number) => ({ key: `k${n}`, channel: 'email' as const, message: 'welcome', recipient: person.person.email, recipientName: person.person.name, subject: `Subject ${n}`, html: '<p>x</p>', text: 'x', calendar: null });
    const { claimed } = await reserveDeliveries(api.db, { organizationId: api.organizationId, incidentId: null }, { deliveries: [mail(member, 1), mail(admin, 2)], state: 'pending', leaseSeconds: 60 });
    for (const one of claimed) await settleDelivery(api.db, one.id, { state: 'failed', error: 'refused' });
    type List = { data: { id: string; subject: string; state: string; recipient: string }[] };
    expect((await admin.call<List>('GET', '/deliveries')).body.data).toHaveLength(2);
    const own = (await member.call<List>('GET', '/deliveries?state=failed')).body.data;
    expect(own.map((d) => d.subject)).toEqual(['Subject 1']);
    const theirs = (await admin.call<List>('GET', '/deliveries?q=Subject%202')).body.data[0];
    expect((await member.call('GET', `/deliveries/${theirs?.id}`)).status).toBe(404);
    expect((await member.call('GET', `/deliveries/${own[0]?.id}`)).body).toMatchObject({ html: '<p>x</p>', text: 'x', lastError: 'refused' });
    const retried = await admin.call<{ state: string }>('POST', `/deliveries/${own[0]?.id}/retry`);
    expect(retried.body.state).toBe('pending');
    expect((await admin.call('POST', `/deliveries/${own[0]?.id}/retry`)).status).toBe(409);
  });
});
