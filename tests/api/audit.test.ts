import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntryView } from '../../api/contract/audit.ts';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { routes } from '../../api/contract/index.ts';
import { allRoutes } from '../../api/openapi.ts';
import { findAccount } from '../../models/accounts.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

let api: TestApi;
let adam: Caller;
let mia: Caller;
beforeAll(async () => {
  api = await startApi();
  [adam, mia] = await Promise.all([api.person('adam', 'admin'), api.person('mia')]);
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

type Page = { data: AuditEntryView[]; nextCursor: string | null };
const log = async (query = ''): Promise<AuditEntryView[]> => (await adam.call<Page>('GET', `/audit?limit=200${query}`)).body.data;
const newest = async (action: string): Promise<AuditEntryView | undefined> => (await log(`&action=${action}`))[0];

/** Every noun of the settings: how to add one, and a change of it. */
const NOUNS: [kind: string, path: string, body: Record<string, unknown>, change: Record<string, unknown>][] = [
  ['incident-type', '/incident-types', { name: 'Flood' }, { description: 'Water' }],
  ['severity', '/incident-severities', { name: 'Awful', rank: 9 }, { rank: 8 }],
  ['priority', '/incident-priorities', { name: 'Now', rank: 9 }, { tacticalReportMinutes: 15 }],
  ['project', '/projects', { name: 'Rockets', keyPrefix: 'RKT' }, { description: 'Fly' }],
  ['service', '/services', { name: 'Pump' }, { isEnabled: false }],
  ['engagement-rule', '/engagement-rules', { name: 'Call Mia', target: { kind: 'person', email: 'mia@example.com' }, role: 'scribe' }, { role: 'liaison' }],
  ['person', '/people', { email: 'new@example.com', name: 'New' }, { accessLevel: 'manager' }],
];

describe('the audit log', () => {
  it.each(NOUNS)('has every change of a %s: who, what, before, after, from where', async (kind, path, body, change) => {
    const agent = { 'user-agent': 'test browser', 'x-request-id': `request-${kind}` };
    const { id } = (await adam.call<{ id: string }>('POST', path, body, agent)).body;
    const created = await newest(`${kind}.created`);
    expect(created).toMatchObject({ actor: { kind: 'person', id: adam.person.id, label: 'Adam <adam@example.com>' }, subject: { kind, id, label: body['name'] }, before: null, after: { name: body['name'] } });
    expect(created?.from).toEqual({ address: '127.0.0.1', userAgent: 'test browser', requestId: `request-${kind}` });
    const was = created?.after ?? {};
    await adam.call('PATCH', `${path}/${id}`, change);
    const updated = await newest(`${kind}.updated`);
    expect(updated).toMatchObject({ subject: { id }, before: Object.fromEntries(Object.keys(change).map((name) => [name, was[name]])), after: change });
    expect(Object.keys(updated?.after ?? {})).toEqual(Object.keys(change));
    const before = (await log()).length;
    await adam.call('PATCH', `${path}/${id}`, change);
    await adam.call('PATCH', `${path}/${id}`, { name: '' });
    await mia.call('PATCH', `${path}/${id}`, { name: 'Mine' });
    expect((await log()).length).toBe(before);
  });

  it('has changes of incident roles', async () => {
    await adam.call('PATCH', '/incident-roles/scribe', { label: 'Writer' });
    expect(await newest('incident-role.updated')).toMatchObject({ subject: { id: 'scribe' }, before: { label: 'Scribe' }, after: { label: 'Writer' } });
  });

  it('has plugins without their secrets, and that a secret changed', async () => {
    const setUp = (settings: object) => adam.call('PUT', '/plugins/email', { isEnabled: false, capabilities: ['email'], settings });
    await setUp({ host: 'mail.example.com', port: 2525, from: 'a@example.com', password: 'hunter2-first' });
    expect(await newest('plugin.created')).toMatchObject({ subject: { kind: 'plugin', id: 'email' }, before: null, after: { host: 'mail.example.com', secretsChanged: ['password'] } });
    await setUp({ host: 'mail.example.com', port: 587, from: 'a@example.com', password: '••••••••' });
    expect(await newest('plugin.updated')).toMatchObject({ before: { port: 2525 }, after: { port: 587 } });
    await setUp({ host: 'mail.example.com', port: 587, from: 'a@example.com', password: 'hunter2-second' });
    expect((await newest('plugin.updated'))?.after).toEqual({ secretsChanged: ['password'] });
    expect(JSON.stringify(await log())).not.toContain('hunter2');
  });

  it('has who opened or closed an incident to others, by its key alone', async () => {
    const { id, key } = (await mia.call<IncidentDetail>('POST', '/incidents', { title: 'Unspoken', description: 'd' })).body;
    await mia.call('PATCH', `/incidents/${id}`, { visibility: 'restricted' });
    expect(await newest('incident.visibilityChanged')).toMatchObject({ actor: { id: mia.person.id }, subject: { kind: 'incident', id, label: key }, before: { visibility: 'open' }, after: { visibility: 'restricted' }, from: { address: '127.0.0.1' } });
    await mia.call('PATCH', `/incidents/${id}`, { visibility: 'restricted', title: 'Again unspoken' });
    expect((await log('&action=incident.visibilityChanged')).length).toBe(1);
    expect(JSON.stringify(await log())).not.toContain('nspoken');
  });

  it('is read by administrators, by person, action, subject and time, page by page', async () => {
    expect((await mia.call('GET', '/audit')).status).toBe(403);
    const all = await log();
    expect((await log('&person=mia@example.com')).map((e) => e.action)).toEqual(['incident.visibilityChanged']);
    expect((await log('&subject=Rockets')).map((e) => e.action)).toEqual(['project.updated', 'project.created']);
    expect((await log('&action=project')).length).toBe(2);
    const middle = all[3]?.at ?? '';
    expect((await log(`&since=${middle}`)).length + (await log(`&until=${middle}`)).length).toBe(all.length);
    const pages: AuditEntryView[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Page } = await adam.call<Page>('GET', `/audit?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(...body.data);
      cursor = body.nextCursor;
    }
    expect(pages).toEqual(all);
    const { data } = (await adam.call<{ data: string[] }>('GET', '/audit/actions')).body;
    expect(data).toEqual([...new Set(all.map((e) => e.action))].sort());
    expect((await adam.call<object>('GET', '/audit/verify')).body).toEqual({ intact: true, entries: all.length, firstBrokenSeq: null, head: all[0]?.hash });
  });

  it('can be taken away as CSV and JSON Lines, which it notes', async () => {
    await adam.call('POST', '/services', { name: '=cmd|x' });
    const all = await log();
    const csv = await adam.call<string>('GET', '/audit/export?action=service');
    expect([csv.status, csv.type, csv.headers.get('content-disposition')]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="audit-log.csv"']);
    const lines = csv.body.trim().split('\r\n');
    expect(lines[0]?.replace('\uFEFF', '')).toMatch(/^seq,at,actorKind/);
    expect(lines.length - 1).toBe(all.filter((e) => e.action.startsWith('service.')).length);
    expect(lines[1]).toContain(",'=cmd|x,");
    const jsonl = await adam.call<string>('GET', '/audit/export?format=jsonl');
    const entries = jsonl.body.trim().split('\n').map((line) => JSON.parse(line) as AuditEntryView);
    expect(entries.slice(1)).toEqual(all);
    expect(entries[0]).toMatchObject({ action: 'audit.exported', after: { format: 'csv', action: 'service' } });
    expect((await mia.call('GET', '/audit/export')).status).toBe(403);
  });

  it('leaves no write of the settings out', () => {
    // Asking a plugin how it is and sending a mail again change no setting.
    const others = ['incident-roles.update', 'plugins.configure', 'plugins.check', 'deliveries.retry'];
    const known = new Set([...NOUNS.flatMap(([, path]) => [`${path.slice(1)}.create`, `${path.slice(1)}.update`]), ...others]);
    expect(allRoutes(routes.settings).filter((r) => r.method !== 'get' && !known.has(r.id)).map((r) => r.id)).toEqual([]);
  });

  it('has no route that changes it', () => {
    expect(allRoutes().filter((r) => r.path.startsWith('/audit') && r.method !== 'get')).toEqual([]);
  });
});

describe('members', () => {
  it('get levels from those above them alone', async () => {
    const olga = await api.person('olga', 'owner');
    const bo = await api.person('bo');
    const set = (by: Caller, of: Caller, change: object) => by.call<{ detail: string }>('PATCH', `/people/${of.person.id}`, change);
    expect((await set(adam, bo, { accessLevel: 'owner' })).status).toBe(403);
    expect((await set(adam, olga, { accessLevel: 'member' })).status).toBe(403);
    expect((await set(adam, olga, { isActive: false })).status).toBe(403);
    expect((await adam.call('POST', '/people', { email: 'x@example.com', name: 'X', accessLevel: 'owner' })).status).toBe(403);
    expect((await set(adam, bo, { accessLevel: 'admin' })).status).toBe(200);
    expect((await set(bo, adam, { accessLevel: 'manager' })).status).toBe(200);
    expect((await set(adam, bo, { accessLevel: 'member' })).status).toBe(403);
    expect((await set(olga, olga, { accessLevel: 'admin' })).status).toBe(409);
    await set(olga, adam, { accessLevel: 'admin' });
    await set(olga, bo, { accessLevel: 'member' });
  });

  it('keep one owner, also when two step down at once', async () => {
    const [olga, omar] = await Promise.all([api.person('olga', 'owner'), api.person('omar', 'owner')]);
    const replies = await Promise.all([olga, omar].map((one) => one.call('PATCH', `/people/${one.person.id}`, { accessLevel: 'admin' })));
    expect(replies.map((r) => r.status).sort()).toEqual([200, 409]);
  });

  it('are out at once when they are deactivated, and in again after with a new session', async () => {
    const cy = await api.person('cy');
    await adam.call('PATCH', `/people/${cy.person.id}`, { isActive: false });
    expect((await cy.call('GET', '/incidents')).status).toBe(401);
    await adam.call('PATCH', `/people/${cy.person.id}`, { isActive: true });
    expect((await cy.call('GET', '/incidents')).status).toBe(401);
    expect((await findAccount(api.db, cy.person.email))?.isDisabled).toBe(false);
    expect((await log(`&action=person&subject=${cy.person.id}`)).map((e) => e.after)).toEqual([{ isActive: true }, { isActive: false }]);
  });
});
