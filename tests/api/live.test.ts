import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import { issueToken } from '../../api/auth/tokens.ts';
import { findAccount } from '../../models/accounts.ts';
import { lastPosition, notifyChange } from '../../models/live.ts';
import { startSession } from '../../models/sessions.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Caller, type TestApi } from './support/api.ts';
import { openStream, type Stream } from './support/stream.ts';

let api: TestApi;
let ana: Caller;
let bo: Caller;
const open: Stream[] = [];
beforeAll(async () => {
  api = await startApi();
  [ana, bo] = await Promise.all([api.person('ana'), api.person('bo')]);
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});
afterAll(() => api.stop());

async function listen(by: Caller, query = '', headers: Record<string, string> = {}): Promise<Stream> {
  const stream = await openStream(api.base, { authorization: `Bearer ${by.token}`, ...headers }, query);
  open.push(stream);
  await stream.until((sent) => sent.event === 'ready' || sent.event === 'reset');
  return stream;
}
const declare = async (visibility = 'open'): Promise<IncidentDetail> => (await ana.call<IncidentDetail>('POST', '/incidents', { title: 'T', description: 'Very secret words', visibility })).body;
const about = (id: string, topic?: string) => (sent: { event: string; data: string }): boolean => sent.event === 'message' && sent.data.includes(id) && (topic === undefined || sent.data.includes(`"${topic}"`));

describe('the live stream', () => {
  it('tells of what others do within a moment, by ids alone', async () => {
    const stream = await listen(bo);
    const incident = await declare();
    const start = performance.now();
    await stream.until(about(incident.id, 'incident'));
    expect(performance.now() - start).toBeLessThan(1_000);
    await ana.call('POST', `/incidents/${incident.id}/messages`, { body: 'hello' });
    await stream.until(about(incident.id, 'messages'));
    for (const change of stream.changes()) expect(Object.keys(change).sort()).toEqual(['id', 'incidentId', 'position', 'topic']);
    expect(JSON.stringify(stream.events)).not.toContain('secret');
  });

  it('gives everybody only what they may know, as soon as that changes', async () => {
    const [hers, his] = [await listen(ana), await listen(bo)];
    const hidden = await declare('restricted');
    await hers.until(about(hidden.id));
    const marker = await declare();
    await his.until(about(marker.id));
    expect(his.changes().some((c) => c.incidentId === hidden.id)).toBe(false);
    await ana.call('POST', `/incidents/${hidden.id}/participants`, { email: bo.person.email });
    await his.until(about(hidden.id, 'participants'));
    await ana.call('DELETE', `/incidents/${hidden.id}/participants/${bo.person.email}`);
    const seen = his.changes().filter((c) => c.incidentId === hidden.id).length;
    await ana.call('PATCH', `/incidents/${hidden.id}`, { title: 'Still hidden' });
    const end = await declare();
    await his.until(about(end.id));
    expect(his.changes().filter((c) => c.incidentId === hidden.id).length).toBe(seen);
  });

  it('resumes after Last-Event-ID, by header or query, without a gap', async () => {
    const first = await listen(bo);
    const before = await declare();
    const last = await first.until(about(before.id));
    first.close();
    const missed = await declare();
    for (const stream of [await listen(bo, '', { 'last-event-id': last.id ?? '' }), await listen(bo, `?lastEventId=${last.id}`)]) {
      await stream.until(about(missed.id));
      expect(stream.events.some((e) => e.event === 'reset')).toBe(false);
    }
  });

  it('says reset when what was missed is no longer kept, or the place never was', async () => {
    const old = await lastPosition(api.db);
    await declare();
    await select(api.db, 'delete from changes where position <= $1 returning position', [old + 2]);
    for (const place of [old - 5, old + 1_000_000]) {
      const stream = await listen(bo, `?lastEventId=${place}`);
      expect(stream.events.map((e) => e.event)).toContain('reset');
    }
    const nonsense = await listen(bo, '?lastEventId=abc');
    expect(nonsense.events[0]?.event).toBe('ready');
  });

  it('keeps organizations apart', async () => {
    const stream = await listen(bo);
    const other = '11111111-1111-4111-8111-111111111111';
    await select(api.db, `insert into organizations (id, slug, name) values ($1, 'other', 'Other') returning id`, [other]);
    await notifyChange(api.db, { organizationId: other, incidentId: null, topic: 'settings', entityId: 'theirs' });
    await notifyChange(api.db, { organizationId: api.organizationId, incidentId: null, topic: 'settings', entityId: 'ours' });
    await stream.until((sent) => sent.data.includes('ours'));
    expect(JSON.stringify(stream.events)).not.toContain('theirs');
  });

  it('says reset, and no more, to whoever loses sight of an incident', async () => {
    const [his, others] = [await listen(bo), await listen(await api.person('dee'))];
    const resets = (stream: Stream) => stream.events.filter((e) => e.event === 'reset').length;
    const incident = await declare();
    await his.until(about(incident.id));
    await ana.call('POST', `/incidents/${incident.id}/participants`, { email: bo.person.email });
    await his.until(about(incident.id, 'participants'));
    const known = others.changes().length;
    await ana.call('PATCH', `/incidents/${incident.id}`, { visibility: 'restricted', title: 'Closed' });
    await others.until((sent) => sent.event === 'reset');
    const seen = others.changes().slice(known).filter((c) => c.incidentId === incident.id);
    expect(seen.every((c) => c.position < Number(others.events.find((e) => e.event === 'reset')?.id))).toBe(true);
    expect(resets(his)).toBe(0);
    await ana.call('DELETE', `/incidents/${incident.id}/participants/${bo.person.email}`);
    await his.until((sent) => sent.event === 'reset');
    const end = await declare();
    await others.until(about(end.id));
    expect(resets(others)).toBe(1);
    const late = await listen(bo, `?lastEventId=${his.changes().find((c) => c.incidentId === incident.id)?.position ?? 0}`);
    expect(resets(late)).toBe(1);
    expect(late.changes().some((c) => c.incidentId === incident.id)).toBe(false);
  });

  it('follows a changed access level at once, and ends for who is deactivated', async () => {
    const [adam, eve] = [await api.person('adam', 'admin'), await api.person('eve', 'admin')];
    const stream = await listen(eve);
    await declare('restricted');
    await stream.until((sent) => sent.event === 'message');
    await adam.call('PATCH', `/people/${eve.person.id}`, { accessLevel: 'member' });
    await stream.until((sent) => sent.event === 'reset');
    const hidden = await declare('restricted');
    const end = await declare();
    await stream.until(about(end.id));
    expect(stream.changes().some((c) => c.incidentId === hidden.id)).toBe(false);
    await adam.call('PATCH', `/people/${eve.person.id}`, { isActive: false });
    await stream.ended;
  });

  it('ends when the token does', async () => {
    const account = await findAccount(api.db, bo.person.email);
    const soon = Date.now() - api.config.auth.jwtExpSeconds * 1000 + 2_500;
    const session = await startSession(api.db, { accountId: account?.id ?? '', provider: 'test', address: null, userAgent: null, expiresAt: new Date(Date.now() + 60_000).toISOString() });
    const { token } = await issueToken(api.config, { id: account?.id ?? '', email: bo.person.email }, { now: soon, sessionId: session.id });
    await select(api.db, 'update accounts set tokens_valid_from = now() - interval \'10 days\' where email = $1 returning id', [bo.person.email]);
    const stream = await openStream(api.base, { authorization: `Bearer ${token}` });
    expect(stream.status).toBe(200);
    await stream.ended;
    const after = await openStream(api.base, { authorization: `Bearer ${token}` });
    expect(after.status).toBe(401);
  });

  it('ends when its session is signed out', async () => {
    const cy = await api.person('cy');
    const stream = await listen(cy);
    await api.call('DELETE', '/api/v1/session', undefined, { authorization: `Bearer ${cy.token}` });
    await stream.ended;
  });

  it('survives the loss of its database connection', async () => {
    const stream = await listen(bo);
    await select(api.db, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dispatch-live' and datname = current_database()`);
    const during = await declare();
    await stream.until(about(during.id), 10_000);
    const after = await declare();
    await stream.until(about(after.id), 10_000);
  });

  it('ends open streams when the process stops', async () => {
    const own = await startApi();
    const caller = await own.person('cy');
    const stream = await openStream(own.base, { authorization: `Bearer ${caller.token}` });
    await stream.until((sent) => sent.event === 'ready');
    await own.stop();
    await stream.ended;
  });
});
