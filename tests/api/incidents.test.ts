import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { IncidentDetail, IncidentPage } from '../../api/contract/incidents.ts';
import type { Problem } from '../../api/contract/common.ts';
import { verifyChain } from '../../models/ledger-read.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';

type Page = z.infer<typeof IncidentPage>;
let api: TestApi;
let ana: Caller;
let bo: Caller;
let ada: Caller;

beforeAll(async () => {
  api = await startApi();
  [ana, bo, ada] = await Promise.all([api.person('ana'), api.person('bo'), api.person('ada', 'admin')]);
});
afterEach(() => {
  api.gateway.isAway = false;
});
afterAll(() => api.stop());

const BODY = { title: 'Card payments fail', description: 'EU cards time out since 09:05.' };
async function declared(by: Caller, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<IncidentDetail> {
  const reply = await by.call<IncidentDetail>('POST', '/incidents', { ...BODY, ...more }, headers);
  expect(reply.body).toMatchObject({ id: expect.any(String) });
  expect(reply.status).toBe(201);
  return reply.body;
}

describe('declaring', () => {
  it('takes title and description alone, and fills in the defaults', async () => {
    const incident = await declared(ana);
    expect(incident).toMatchObject({ title: BODY.title, description: BODY.description, stage: 'active', visibility: 'open', project: 'Default', type: 'Service outage', tags: [] });
    expect(incident.key).toMatch(/^INC-\d+$/);
    expect(incident.commander?.email).toBe('ana@example.com');
    expect(incident.reporter?.email).toBe('ana@example.com');
    expect(api.gateway.started).toContain(incident.id);
  });

  it('takes every field, makes people of unknown addresses, and keeps the time of the report', async () => {
    const incident = await declared(ana, {
      type: 'security', severity: 'Sev 1', priority: 'P1', project: 'Default', reporterEmail: 'New.Person@Example.com', commanderEmail: 'bo@example.com',
      visibility: 'open', stage: 'stable', tags: ['region/eu', 'region/eu', 'cards'], reportedAt: '2026-11-20T10:00:00+01:00',
    });
    expect(incident).toMatchObject({ type: 'Security', severity: 'Sev 1', severityRank: 1, priority: 'P1', stage: 'stable', tags: ['region/eu', 'cards'], reportedAt: '2026-11-20T09:00:00.000Z' });
    expect(incident.reporter).toMatchObject({ email: 'new.person@example.com', name: 'New Person' });
    expect(incident.commander?.email).toBe('bo@example.com');
  });

  it('answers an unknown name with 422, names every field and what exists', async () => {
    const reply = await ana.call<Problem>('POST', '/incidents', { ...BODY, type: 'Nonsense', severity: 'Awful', priority: 'P9', project: 'Elsewhere' });
    expect(reply.status).toBe(422);
    expect(reply.type).toContain('application/problem+json');
    expect(reply.body.type).toBe('unknown-reference');
    expect(reply.body.errors?.map((e) => e.pointer).sort()).toEqual(['/priority', '/project', '/severity', '/type']);
    expect(JSON.stringify(reply.body.errors)).toContain('Service outage');
  });

  it.each([
    ['/title', { description: 'x' }],
    ['/title', { title: '  ', description: 'x' }],
    ['/title', { title: 'x'.repeat(251), description: 'x' }],
    ['/description', { title: 'x' }],
    ['/description', { title: 'x', description: ' \n ' }],
    ['/commanderEmail', { ...BODY, commanderEmail: 'nobody' }],
    ['/stage', { ...BODY, stage: 'review' }],
    ['/tags/0', { ...BODY, tags: [','] }],
    ['/visibility', { ...BODY, visibility: 'secret' }],
    ['/reportedAt', { ...BODY, reportedAt: '0000-01-01T00:00:00Z' }],
    ['/reportedAt', { ...BODY, reportedAt: '2199-01-01T00:00:00Z' }],
    ['/sevrity', { ...BODY, sevrity: 'Sev 1' }],
  ])('refuses a bad %s with 400', async (pointer, body) => {
    const reply = await ana.call<Problem>('POST', '/incidents', body);
    expect(reply.status).toBe(400);
    expect(reply.body.errors?.map((e) => e.pointer)).toContain(pointer);
  });

  it('suggests the field that was meant', async () => {
    const reply = await ana.call<Problem>('POST', '/incidents', { ...BODY, sevrity: 'Sev 1' });
    expect(reply.body.errors).toEqual([{ pointer: '/sevrity', detail: 'is not known: did you mean severity?' }]);
  });

  it('succeeds while Temporal is away, and says what waits', async () => {
    api.gateway.isAway = true;
    const incident = await declared(ana);
    expect(incident.workflow.waiting).toContain('Temporal cannot be reached');
    const again = await ana.call<IncidentDetail>('GET', `/incidents/${incident.key}`);
    expect(again.body.workflow).toMatchObject({ runId: null, waiting: expect.stringContaining('has not begun') });
  });

  it('gives the same incident for the same Idempotency-Key, also when both arrive at once', async () => {
    const key = { 'idempotency-key': 'declare-once' };
    const [first, second] = await Promise.all([declared(ana, { title: 'Once' }, key), declared(ana, { title: 'Once' }, key)]);
    const third = await declared(ana, { title: 'Once' }, key);
    expect(new Set([first.id, second.id, third.id]).size).toBe(1);
    const list = await ana.call<Page>('GET', '/incidents?q=Once');
    expect(list.body.data.filter((i) => i.title === 'Once')).toHaveLength(1);
    expect(api.gateway.started.filter((id) => id === first.id)).toHaveLength(1);
  });

  it('refuses a key that was used for something else, and keeps keys of different people apart', async () => {
    const key = { 'idempotency-key': 'shared-key' };
    const mine = await declared(ana, {}, key);
    const other = await ana.call<Problem>('POST', '/incidents', { ...BODY, title: 'Different' }, key);
    expect(other.status).toBe(422);
    expect(other.body.type).toBe('idempotency-mismatch');
    const theirs = await declared(bo, {}, key);
    expect(theirs.id).not.toBe(mine.id);
    const bad = await ana.call('POST', '/incidents', BODY, { 'idempotency-key': 'has spaces in it' });
    expect(bad.status).toBe(400);
  });

  it('previews what would happen and stores nothing', async () => {
    const before = (await ada.call<Page>('GET', '/incidents')).body.total;
    const reply = await ana.call<{ resources: string[]; announcements: string[]; similar: unknown[] }>('POST', '/incidents/preview', { title: 'Card payments fail again', type: 'Security', commanderEmail: 'ghost@example.com' });
    expect(reply.status).toBe(200);
    expect(reply.body.resources).toContain('a conversation');
    expect(reply.body.announcements.join()).toContain('Nothing is announced');
    expect(reply.body.similar.length).toBeGreaterThan(0);
    expect((await ada.call<Page>('GET', '/incidents')).body.total).toBe(before);
    expect(JSON.stringify((await ada.call('GET', '/people?q=ghost')).body)).not.toContain('ghost@example.com');
    const empty = await ana.call<{ resources: string[] }>('POST', '/incidents/preview', {});
    expect(empty.body.resources.length).toBeGreaterThan(4);
  });
});

describe('one incident', () => {
  it('is found by id, key, and key in lower case, and never under a wrong one', async () => {
    const incident = await declared(ana);
    for (const name of [incident.id, incident.key, incident.key.toLowerCase()]) {
      expect((await bo.call<IncidentDetail>('GET', `/incidents/${name}`)).body.id).toBe(incident.id);
    }
    for (const name of ['INC-99999', '00000000-0000-4000-8000-000000000000', 'undefined', '%20']) {
      expect((await bo.call('GET', `/incidents/${name}`)).status).toBe(404);
    }
  });

  it('is not sent again when nothing changed', async () => {
    const incident = await declared(ana);
    const first = await ana.call('GET', `/incidents/${incident.id}/events`);
    const second = await ana.call('GET', `/incidents/${incident.id}/events`, undefined, { 'if-none-match': first.headers.get('etag') ?? '' });
    expect(second.status).toBe(304);
  });

  it('keeps concurrent edits of different fields', async () => {
    const { id } = await declared(ana);
    const path = `/incidents/${id}`;
    const replies = await Promise.all([ana.call('PATCH', path, { title: 'New title' }), ada.call('PATCH', path, { severity: 'sev 2' }), ana.call('PATCH', path, { tags: ['a'] })]);
    expect(replies.map((r) => r.status)).toEqual([200, 200, 200]);
    const { body } = await ana.call<IncidentDetail>('GET', path);
    expect(body).toMatchObject({ title: 'New title', severity: 'Sev 2', tags: ['a'], version: 4 });
    expect(await verifyChain(api.db, id)).toMatchObject({ intact: true, events: 4 });
  });

  it('refuses an empty edit and names that do not exist', async () => {
    const { id } = await declared(ana);
    expect((await ana.call('PATCH', `/incidents/${id}`, {})).status).toBe(400);
    expect((await ana.call('PATCH', `/incidents/${id}`, { severity: 'Awful' })).status).toBe(422);
    expect((await ana.call('PATCH', `/incidents/${id}`, { title: '' })).status).toBe(400);
  });

  it('moves through its stages, and refuses what is not allowed with a reason', async () => {
    const { id } = await declared(ana);
    const to = (stage: string) => ana.call<IncidentDetail & Problem>('POST', `/incidents/${id}/stage`, { stage, reason: 'because' });
    expect((await to('stable')).body.stage).toBe('stable');
    const same = await to('stable');
    expect(same.status).toBe(409);
    expect(same.body).toMatchObject({ type: 'illegal-transition', detail: 'The incident is already stable.', errors: [{ pointer: '/stage' }] });
    expect((await to('review')).status).toBe(409);
    expect((await to('closed')).body).toMatchObject({ stage: 'closed', closedAt: expect.any(String) });
    expect((await to('stable')).status).toBe(409);
    expect((await to('active')).body.stage).toBe('active');
    expect((await to('asleep')).status).toBe(400);
  });

  it('says who may do what, and holds to it', async () => {
    const { id } = await declared(ana);
    const seen = (await bo.call<IncidentDetail>('GET', `/incidents/${id}`)).body;
    expect(seen.abilities).toEqual(['view', 'post', 'join']);
    expect((await bo.call('PATCH', `/incidents/${id}`, { title: 'Mine' })).status).toBe(403);
    const joined = await bo.call<IncidentDetail>('POST', `/incidents/${id}/join`);
    expect(joined.body.abilities).toContain('edit');
    expect((await bo.call('POST', `/incidents/${id}/join`)).status).toBe(409);
    expect((await bo.call('PATCH', `/incidents/${id}`, { visibility: 'restricted' })).status).toBe(403);
    expect((await bo.call('PATCH', `/incidents/${id}`, { visibility: 'open', title: 'Mine' })).status).toBe(200);
    expect((await ana.call<IncidentDetail>('PATCH', `/incidents/${id}`, { visibility: 'restricted' })).body.visibility).toBe('restricted');
  });

  it('adds, promotes and removes people', async () => {
    const { id } = await declared(ana);
    const added = await ana.call<IncidentDetail>('POST', `/incidents/${id}/participants`, { email: 'Cleo@Example.com' });
    expect(added.status).toBe(201);
    expect(added.body.participants.map((p) => p.person.email)).toContain('cleo@example.com');
    const led = await ana.call<IncidentDetail>('POST', `/incidents/${id}/roles`, { email: 'cleo@example.com', role: 'commander' });
    expect(led.body.commander?.email).toBe('cleo@example.com');
    expect((await ana.call<Problem>('DELETE', `/incidents/${id}/participants/cleo@example.com`)).body).toMatchObject({ status: 409, type: 'not-allowed-now' });
    await ana.call('POST', `/incidents/${id}/roles`, { email: 'ana@example.com', role: 'commander' });
    const removed = await ana.call<IncidentDetail>('DELETE', `/incidents/${id}/participants/cleo%40example.com`);
    expect(removed.status).toBe(200);
    expect(removed.body.participants.find((p) => p.person.email === 'cleo@example.com')?.removedAt).not.toBeNull();
    expect((await ana.call('DELETE', `/incidents/${id}/participants/nobody@example.com`)).status).toBe(404);
    expect((await ana.call('POST', `/incidents/${id}/roles`, { email: 'cleo@example.com', role: 'king' })).status).toBe(400);
  });

  it('answers 503 to commands while Temporal is away, and carries a repeated key out once', async () => {
    const { id } = await declared(ana);
    api.gateway.isAway = true;
    const away = await ana.call<Problem>('PATCH', `/incidents/${id}`, { title: 'Later' }, { 'idempotency-key': 'edit-1' });
    expect(away.status).toBe(503);
    expect(away.body).toMatchObject({ type: 'unavailable', detail: expect.stringContaining('nothing was changed') });
    expect(away.headers.get('retry-after')).toBe('5');
    api.gateway.isAway = false;
    const [one, two] = [await ana.call<IncidentDetail>('PATCH', `/incidents/${id}`, { title: 'Later' }, { 'idempotency-key': 'edit-1' }), await ana.call<IncidentDetail>('PATCH', `/incidents/${id}`, { title: 'Later' }, { 'idempotency-key': 'edit-1' })];
    expect(one.body.version).toBe(2);
    expect(two.body).toEqual(one.body);
    expect(two.headers.get('idempotency-replayed')).toBe('true');
    expect((await ana.call('PATCH', `/incidents/${id}`, { title: 'Other' }, { 'idempotency-key': 'edit-1' })).status).toBe(422);
  });

  it('lets people retry, skip and answer steps', async () => {
    const { id } = await declared(ana);
    const system = { kind: 'system' as const, name: 'Dispatch' };
    await api.gateway.record(id, [
      { kind: 'steps.armed', actor: system, data: { steps: [{ step: 'ticket', run: 1, title: 'Create the ticket', needs: [] }, { step: 'conference', run: 1, title: 'Set up the conference', needs: [] }] } },
      { kind: 'step.failed', actor: system, data: { step: 'conference', run: 1, error: 'The key is wrong', attempts: 3 } },
    ]);
    const failed = (await ana.call<IncidentDetail>('GET', `/incidents/${id}`)).body.steps.find((s) => s.id === 'conference');
    expect(failed).toMatchObject({ state: 'failed', attempts: 3, lastError: 'The key is wrong', suppliable: true });
    const retried = await ana.call<IncidentDetail>('POST', `/incidents/${id}/steps/conference/retry`);
    expect(retried.body.steps.find((s) => s.id === 'conference')?.state).toBe('pending');
    const supplied = await ana.call<IncidentDetail>('POST', `/incidents/${id}/steps/conference/supply`, { externalId: 'room-7', url: 'https://meet.example.com/7' });
    expect(supplied.body.resources).toContainEqual({ kind: 'conference', provider: 'manual', externalId: 'room-7', url: 'https://meet.example.com/7', name: 'room-7', state: 'ready' });
    const skipped = await ana.call<IncidentDetail>('POST', `/incidents/${id}/steps/ticket/skip`, { reason: 'not needed' });
    expect(skipped.body.steps.find((s) => s.id === 'ticket')?.state).toBe('skipped');
    expect((await ana.call('POST', `/incidents/${id}/steps/nonsense/retry`)).status).toBe(404);
    expect((await ana.call('POST', `/incidents/${id}/steps/ticket/supply`, { externalId: 'x', url: 'javascript:alert(1)' })).status).toBe(400);
  });

  it('shows a cost before it was calculated, and takes feedback', async () => {
    const { id, reportedAt } = await declared(ana);
    expect((await ana.call('GET', `/incidents/${id}/cost`)).body).toMatchObject({ total: '0.00', currency: 'USD', asOf: reportedAt, lines: [], otherTotal: '0.00', lastError: null, pinned: false });
    expect((await ana.call('POST', `/incidents/${id}/feedback`, { rating: 4, text: 'went well' })).status).toBe(204);
    expect((await ana.call('POST', `/incidents/${id}/feedback`, { rating: 6 })).status).toBe(400);
  });
});
