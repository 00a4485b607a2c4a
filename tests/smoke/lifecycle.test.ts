import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TimelineEvent } from '../../api/contract/timeline.ts';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

let dispatch: RunningDispatch;
beforeAll(async () => {
  dispatch = await startDispatch();
}, 120_000);
afterAll(() => dispatch?.stop(), 60_000);

const ALL_KINDS = ['conference', 'conversation', 'document', 'notificationsGroup', 'storage', 'tacticalGroup', 'ticket'];

describe('an incident from declaration to published postmortem', () => {
  it('gets every resource with no vendor configured', async () => {
    const declared = await dispatch.api.declare({ severity: 'Sev 1', tags: ['region/eu'] });
    expect(declared.key).toMatch(/^INC-\d+$/);
    const ready = await dispatch.api.until(declared.id, (i) => settled(i) && i.resources.length >= ALL_KINDS.length);
    expect(ready.resources.map((r) => r.kind).sort()).toEqual(ALL_KINDS);
    expect(ready.resources.every((r) => r.state === 'ready')).toBe(true);
    expect(ready.workflow.id).toBe(`incident/${declared.id}`);
    expect(ready.workflow.waiting).toBeNull();
  });

  it('goes through stable and closed to review, is published, and is reopened', async () => {
    const { id } = await dispatch.api.declare({ title: 'Search is stale' });
    await dispatch.api.until(id, settled);
    expect((await dispatch.api.call('POST', `/incidents/${id}/stage`, { stage: 'stable', reason: 'Indexer restarted' })).status).toBe(200);
    const stable = await dispatch.api.until(id, (i) => i.resources.some((r) => r.kind === 'reviewDocument'));
    expect(stable.stage).toBe('stable');

    expect((await dispatch.api.call('POST', `/incidents/${id}/stage`, { stage: 'closed' })).status).toBe(200);
    const review = await dispatch.api.until(id, (i) => i.stage === 'review' && i.postmortem?.state === 'scheduled');
    expect(review.participants.every((p) => p.roles.every((r) => r.to !== null))).toBe(true);
    expect(review.resources.find((r) => r.kind === 'conversation')?.state).toBe('archived');
    expect(review.postmortem?.meetingAt).not.toBeNull();

    expect((await dispatch.api.call('POST', `/incidents/${id}/postmortem/publish`)).status).toBe(200);
    await dispatch.api.until(id, (i) => i.postmortem?.state === 'published');

    expect((await dispatch.api.call('POST', `/incidents/${id}/stage`, { stage: 'active', reason: 'It is back' })).status).toBe(200);
    const again = await dispatch.api.until(id, (i) => i.stage === 'active' && i.resources.some((r) => r.kind === 'conversation' && r.state === 'ready'));
    expect(again.participants.some((p) => p.roles.some((r) => r.role === 'commander' && r.to === null))).toBe(true);
    expect(again.stages.map((s) => s.stage)).toEqual(['active', 'stable', 'closed', 'review', 'active']);
  });

  it('refuses illegal moves with a reason and stays where it is', async () => {
    const { id } = await dispatch.api.declare();
    const refused = await dispatch.api.call<{ type: string; detail: string }>('POST', `/incidents/${id}/stage`, { stage: 'review' });
    expect(refused.status).toBe(409);
    expect(refused.contentType).toContain('application/problem+json');
    expect(refused.body.detail.length).toBeGreaterThan(20);
    expect((await dispatch.api.incident(id)).stage).toBe('active');
  });

  it('keeps a verifiable ledger of what happened, readable as sentences', async () => {
    const { id } = await dispatch.api.declare();
    await dispatch.api.until(id, settled);
    await dispatch.api.call('POST', `/incidents/${id}/reports`, { kind: 'tactical', conditions: 'Failing', actions: 'Failing over', needs: 'Nothing' });
    const { body } = await dispatch.api.call<{ data: TimelineEvent[] }>('GET', `/incidents/${id}/events?limit=200&order=asc`);
    expect(body.data[0]?.kind).toBe('incident.declared');
    expect(body.data.map((e) => e.seq)).toEqual(body.data.map((e) => e.seq).toSorted((a, b) => a - b));
    expect(body.data.at(-1)?.kind).toBe('report.posted');
    expect(body.data.every((e) => e.text.length > 3 && !/undefined|\[object/.test(e.text))).toBe(true);
    const verified = await dispatch.api.call<{ intact: boolean }>('GET', `/incidents/${id}/events/verify`);
    expect(verified.body.intact).toBe(true);
  });

  it('records an incident that was closed before it was declared', async () => {
    const { id } = await dispatch.api.declare({ stage: 'closed', title: 'Yesterday’s outage, for the record' });
    const done = await dispatch.api.until(id, (i) => i.stage === 'review');
    expect(done.resources.some((r) => r.kind === 'conversation')).toBe(false);
    expect(done.resources.some((r) => r.kind === 'ticket')).toBe(true);
  });
});

describe('many hands at once', () => {
  it('loses no concurrent edit of different fields', async () => {
    const { id } = await dispatch.api.declare();
    const edits = [{ title: 'New title' }, { description: 'New description' }, { tags: ['a/b'] }, { severity: 'Sev 4' }, { resolution: 'Rolled back' }];
    const answers = await Promise.all(edits.map((body) => dispatch.api.call('PATCH', `/incidents/${id}`, body)));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200]);
    expect(await dispatch.api.incident(id)).toMatchObject({ title: 'New title', description: 'New description', tags: ['a/b'], severity: 'Sev 4', resolution: 'Rolled back' });
  });

  it('takes commands typed in the conversation and posts at the same time', async () => {
    const { id } = await dispatch.api.declare();
    const posts = [...Array.from({ length: 20 }, (_, i) => ({ body: `message ${i}`, clientId: `m${i}` })), { body: '/severity Sev 3' }, { body: '/note A note by command' }];
    const answers = await Promise.all(posts.map((body) => dispatch.api.call('POST', `/incidents/${id}/messages`, body)));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201]));
    await dispatch.api.call('POST', `/incidents/${id}/messages`, { body: 'message 3', clientId: 'm3' });
    const { body } = await dispatch.api.call<{ data: { body: string; kind: string }[] }>('GET', `/incidents/${id}/messages?limit=200`);
    expect(body.data.filter((m) => m.kind === 'person' && m.body.startsWith('message ')).length).toBe(20);
    expect((await dispatch.api.incident(id)).severity).toBe('Sev 3');
  });

  it('makes one incident of one Idempotency-Key', async () => {
    const declares = await Promise.all(Array.from({ length: 8 }, () => dispatch.api.declare({ title: 'Once' }, { 'idempotency-key': 'once-1' })));
    expect(new Set(declares.map((i) => i.id)).size).toBe(1);
  });
});

describe('cost', () => {
  it('is calculated by the Schedule’s workflow with its time', async () => {
    const { id } = await dispatch.api.declare();
    await dispatch.api.until(id, settled);
    await dispatch.triggerSchedule('cost');
    const priced = await dispatch.api.until(id, (i) => i.cost !== null);
    expect(Date.parse(priced.cost?.asOf ?? '')).toBeGreaterThan(Date.parse(priced.reportedAt));
    const { body } = await dispatch.api.call<{ total: string; lines: unknown[] }>('GET', `/incidents/${id}/cost`);
    expect(body.total).toMatch(/^\d+\.\d{2}$/);
    expect(body.lines.length).toBeGreaterThan(0);
  });
});
