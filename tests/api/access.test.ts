import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { allRoutes } from '../../api/openapi.ts';
import { claimPendingDeliveries, reserveDeliveries } from '../../models/delivery-claims.ts';
import { openPostmortem } from '../../models/postmortems.ts';
import { ensureDocument } from '../../models/documents.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';
import { addressOf, queryOf } from './support/sample.ts';

const SECRET = 'Zanzibar credentials leaked';
let api: TestApi;
let who: Record<'outsider' | 'manager' | 'participant' | 'admin' | 'removed', Caller>;
let hidden: IncidentDetail;
let ids: { task: string; document: string; file: string; delivery: string };

beforeAll(async () => {
  api = await startApi();
  const [outsider, manager, participant, admin, removed] = await Promise.all([api.person('otto'), api.person('mona', 'manager'), api.person('pia'), api.person('adam', 'admin'), api.person('remo')]);
  who = { outsider, manager, participant, admin, removed };
  hidden = (await participant.call<IncidentDetail>('POST', '/incidents', { title: SECRET, description: 'Zanzibar', visibility: 'restricted', tags: ['zanzibar'] })).body;
  const path = `/incidents/${hidden.id}`;
  await participant.call('POST', `${path}/participants`, { email: removed.person.email });
  await participant.call('DELETE', `${path}/participants/${removed.person.email}`);
  const task = (await participant.call<{ id: string }>('POST', `${path}/tasks`, { title: 'Zanzibar task' })).body.id;
  await participant.call('POST', `${path}/messages`, { body: 'Zanzibar message' });
  const file = (await participant.call<{ id: string }>('POST', `${path}/files?name=zanzibar.txt`, 'Zanzibar', { 'content-type': 'text/plain' })).body.id;
  const document = (await ensureDocument(api.db, { mark: 'm', incidentId: hidden.id, kind: 'incident', title: 'Zanzibar document', body: 'Zanzibar', values: {} })).id;
  await openPostmortem(api.db, { incidentId: hidden.id, organizationId: api.organizationId, ownerId: participant.person.id, dueAt: '2027-01-01T00:00:00.000Z' });
  await mailAboutIt([outsider, participant]);
  const all = (await admin.call<{ data: { id: string; recipient: string }[] }>('GET', '/deliveries')).body.data;
  ids = { task, document, file, delivery: all.find((d) => d.recipient === outsider.person.email)?.id ?? '' };
});
afterAll(() => api.stop());

async function mailAboutIt(people: Caller[]): Promise<void> {
  const deliveries = people.map(({ person }) => ({ key: `mail/${person.id}`, channel: 'email' as const, message: 'welcome', recipient: person.email, recipientName: person.name, subject: 'Zanzibar mail', html: '<p>Zanzibar</p>', text: 'Zanzibar', calendar: null }));
  await reserveDeliveries(api.db, { organizationId: api.organizationId, incidentId: hidden.id }, { deliveries, state: 'outbox', leaseSeconds: 60 });
  await claimPendingDeliveries(api.db, { limit: 10, leaseSeconds: 60 });
}

const READS = (): [string, string][] => [
  ['the incident by id', `/incidents/${hidden.id}`],
  ['the incident by key', `/incidents/${hidden.key}`],
  ['its cost', `/incidents/${hidden.id}/cost`],
  ['its timeline', `/incidents/${hidden.id}/events`],
  ['its chain', `/incidents/${hidden.id}/events/verify`],
  ['its conversation', `/incidents/${hidden.id}/messages`],
  ['its reports', `/incidents/${hidden.id}/reports`],
  ['its files', `/incidents/${hidden.id}/files`],
  ['one file', `/incidents/${hidden.id}/files/${ids.file}`],
  ['its tasks', `/incidents/${hidden.id}/tasks`],
  ['its documents', `/incidents/${hidden.id}/documents`],
  ['one document', `/documents/${ids.document}`],
  ['one message of the outbox', `/deliveries/${ids.delivery}`],
];
const LISTS: [string, string][] = [
  ['incidents', '/incidents'],
  ['search', '/incidents?q=zanzibar'],
  ['search by key', `/incidents?q=INC-1`],
  ['a filter by tag', '/incidents?tag=zanzibar'],
  ['a filter by visibility', '/incidents?visibility=restricted'],
  ['tasks', '/tasks'],
  ['search of tasks', '/tasks?q=zanzibar'],
  ['postmortems', '/postmortems?state=all'],
  ['the outbox', '/deliveries'],
];

describe('a restricted incident', () => {
  it.each(['outsider', 'manager', 'removed'] as const)('does not exist for the %s', async (name) => {
    for (const [what, path] of READS()) expect([what, (await who[name].call('GET', path)).status]).toEqual([what, 404]);
  });

  it.each(['outsider', 'manager', 'removed'] as const)('is in no list, count or search of the %s', async (name) => {
    for (const [what, path] of LISTS) {
      const reply = await who[name].call<{ data: unknown[]; total?: number }>('GET', path);
      expect([what, reply.status, reply.body.data.length, reply.body.total ?? 0]).toEqual([what, 200, 0, 0]);
      expect(JSON.stringify(reply.body).toLowerCase()).not.toContain('zanzibar');
    }
  });

  // Generated from the route table, so that a list, count or export that is added later is asked too.
  it.each(['outsider', 'manager', 'removed'] as const)('is in no answer of any list or export to the %s', async (name) => {
    const lists = allRoutes().filter((r) => r.method === 'get' && r.scope === 'organization' && !r.path.includes(':') && r.produces !== 'text/event-stream');
    expect(lists.length).toBeGreaterThan(15);
    for (const route of lists) {
      const reply = await who[name].call<unknown>('GET', addressOf(route) + queryOf(route));
      expect([route.id, [200, 403].includes(reply.status)]).toEqual([route.id, true]);
      const words = JSON.stringify(reply.body).toLowerCase();
      expect([route.id, ['zanzibar', hidden.id, `"${hidden.key}"`.toLowerCase()].filter((word) => words.includes(word))]).toEqual([route.id, []]);
    }
  });

  it.each(['participant', 'admin'] as const)('is there for the %s', async (name) => {
    for (const [what, path] of READS()) {
      if (what === 'one message of the outbox' && name === 'participant') continue;
      expect([what, (await who[name].call('GET', path)).status]).toEqual([what, 200]);
    }
    for (const [what, path] of LISTS) expect([what, (await who[name].call<{ data: unknown[] }>('GET', path)).body.data.length > 0]).toEqual([what, true]);
  });

  it('is not among similar or related ones of others', async () => {
    const similar = await who.outsider.call<{ similar: unknown[] }>('POST', '/incidents/preview', { title: SECRET });
    expect(similar.body.similar).toEqual([]);
    const own = await who.outsider.call<IncidentDetail>('POST', '/incidents', { title: SECRET, description: 'd' });
    expect(own.body.related).toEqual([]);
    const seen = await who.admin.call<IncidentDetail>('GET', `/incidents/${own.body.id}`);
    expect(seen.body.related.map((r) => r.id)).toContain(hidden.id);
  });

  it('is not shown again by repeating the request that declared it', async () => {
    const { outsider, participant, admin } = who;
    const declaring = () => outsider.call<IncidentDetail>('POST', '/incidents', { title: 'Quokka', description: 'd', visibility: 'restricted', commanderEmail: participant.person.email }, { 'idempotency-key': 'quokka' });
    const { id } = (await declaring()).body;
    expect((await declaring()).body).toMatchObject({ id, title: 'Quokka' });
    expect((await admin.call('DELETE', `/incidents/${id}/participants/${outsider.person.email}`)).status).toBe(200);
    await participant.call('PATCH', `/incidents/${id}`, { title: 'Quokka in the vault' });
    const again = await declaring();
    expect([again.status, JSON.stringify(again.body).includes('Quokka')]).toEqual([404, false]);
  });

  it('cannot be written to by the outsider, whatever the way', async () => {
    const writes: [string, string, unknown][] = [
      ['PATCH', `/tasks/${ids.task}`, { state: 'done' }],
      ['PUT', `/documents/${ids.document}`, { body: 'x', revision: 1 }],
      ['POST', `/incidents/${hidden.id}/messages`, { body: '/title Mine' }],
      ['POST', `/incidents/${hidden.id}/join`, undefined],
      ['PATCH', `/incidents/${hidden.key}`, { visibility: 'open' }],
    ];
    for (const [method, path, body] of writes) expect([path, (await who.outsider.call(method, path, body)).status]).toEqual([path, 404]);
    expect((await who.participant.call<IncidentDetail>('GET', `/incidents/${hidden.id}`)).body.version).toBe(hidden.version + 3);
  });

  it('appears and disappears on every surface when its visibility changes, and the timeline says so', async () => {
    const { outsider, participant } = who;
    const path = `/incidents/${hidden.id}`;
    await participant.call('PATCH', path, { visibility: 'open' });
    for (const [what, address] of READS()) if (what !== 'its reports') expect([what, (await outsider.call('GET', address)).status]).toEqual([what, 200]);
    for (const [what, address] of LISTS) if (!what.includes('visibility')) expect([what, (await outsider.call<{ data: unknown[] }>('GET', address)).body.data.length > 0]).toEqual([what, true]);
    expect((await outsider.call<{ similar: unknown[] }>('POST', '/incidents/preview', { title: SECRET })).body.similar.length).toBeGreaterThan(0);
    await participant.call('PATCH', path, { visibility: 'restricted' });
    for (const [what, address] of READS()) expect([what, (await outsider.call('GET', address)).status]).toEqual([what, 404]);
    for (const [what, address] of LISTS) expect([what, JSON.stringify((await outsider.call('GET', address)).body).includes(hidden.id)]).toEqual([what, false]);
    const events = await participant.call<{ data: { text: string }[] }>('GET', `${path}/events?kind=incident.edited`);
    expect(events.body.data.slice(0, 2).map((e) => e.text).join(' ')).toMatch(/restricted/);
  });

  it('lets its commander and administrators change who sees it, nobody else', async () => {
    const path = `/incidents/${hidden.id}`;
    await who.participant.call('POST', `${path}/participants`, { email: who.manager.person.email });
    expect((await who.manager.call('PATCH', path, { visibility: 'open' })).status).toBe(403);
    expect((await who.manager.call<IncidentDetail>('GET', path)).body.abilities).not.toContain('changeVisibility');
    expect((await who.admin.call<IncidentDetail>('GET', path)).body.abilities).toContain('changeVisibility');
    await who.participant.call('DELETE', `${path}/participants/${who.manager.person.email}`);
    expect((await who.manager.call('GET', path)).status).toBe(404);
  });

  it('gives its declarer a receipt even when they will not see it again', async () => {
    const reply = await who.outsider.call<IncidentDetail>('POST', '/incidents', { title: 'For others', description: 'd', visibility: 'restricted', reporterEmail: who.participant.person.email });
    expect(reply.status).toBe(201);
    expect(reply.body.abilities).toEqual([]);
    expect((await who.outsider.call('GET', `/incidents/${reply.body.id}`)).status).toBe(404);
  });
});
