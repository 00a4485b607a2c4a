import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBuiltinStore } from '../../models/builtin-store.ts';
import { type ActivityWorld, joining, openActivityWorld } from '../support/activity-world.ts';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor/server.ts';

let world: ActivityWorld;
beforeAll(async () => {
  world = await openActivityWorld();
}, 120_000);
afterAll(() => world.stop());

const step = (incidentId: string, name = 'draft-postmortem', run = 1) => ({ incidentId, step: name, run });
const postmortemOf = async (id: string) => (await world.rows<{ state: string; owner_id: string; document_id: string | null; meeting_url: string | null }>('select state, owner_id, document_id, meeting_url from postmortems where incident_id = $1', [id]))[0];
const closed = async () => {
  const { id } = await world.declare({ title: 'Cards fail' });
  await world.record(id, [
    joining(world.kim),
    { kind: 'note.added', actor: { kind: 'person', ...world.eve }, data: { text: 'The load balancer lost its certificate' } },
    { kind: 'stage.changed', actor: { kind: 'person', ...world.eve }, data: { from: 'active', to: 'closed', reason: null } },
  ]);
  return id;
};

describe('the postmortem', () => {
  it('is opened once and adopted by a later review', async () => {
    const id = await closed();
    const first = await world.activities.openPostmortem({ incidentId: id, owner: world.eve, dueAt: '2026-03-09T08:00:00.000Z' });
    const again = await world.activities.openPostmortem({ incidentId: id, owner: world.kim, dueAt: '2026-03-10T08:00:00.000Z' });
    expect(again).toEqual({ postmortemId: first.postmortemId, published: false });
    expect(await postmortemOf(id)).toMatchObject({ state: 'drafting', owner_id: world.kim.personId });
  });

  it('is drafted from the timeline and keeps what people wrote', async () => {
    const id = await closed();
    await world.activities.openPostmortem({ incidentId: id, owner: world.eve, dueAt: '2026-03-09T08:00:00.000Z' });
    const { resource } = await world.make(id, 'draftPostmortem').then(({ resources }) => ({ resource: resources.reviewDocument }));
    const documentId = resource?.externalId ?? '';
    const store = createBuiltinStore(world.db, world.organizationId);
    const drafted = await store.documentSource(documentId);
    expect(drafted?.body).toContain('The load balancer lost its certificate');
    expect(drafted?.body).toContain('Eve');
    expect((await postmortemOf(id))?.document_id).toBe(documentId);

    const written = `${drafted?.body ?? ''}\nWe should have watched the certificate.\n`;
    expect(await store.saveDocumentSource(documentId, { body: written, revision: drafted?.revision ?? 0, author: 'Eve' })).toEqual({ saved: true });
    await world.record(id, [{ kind: 'note.added', actor: { kind: 'person', ...world.kim }, data: { text: 'It had expired at noon' } }]);
    const redrafted = await world.activities.draftPostmortem(step(id));
    expect(redrafted.resource).toBeNull();
    const body = (await store.documentSource(documentId))?.body ?? '';
    expect(body).toContain('We should have watched the certificate.');
    expect(body).toContain('It had expired at noon');

    const revisions = async () => (await world.rows<{ n: number }>('select count(*)::int as n from document_revisions where document_id = $1', [documentId]))[0]?.n;
    const before = await revisions();
    await world.activities.draftPostmortem(step(id));
    expect(await revisions()).toBe(before);
  });

  it('never overwrites a save that happens in the same moment', async () => {
    const id = await closed();
    await world.activities.openPostmortem({ incidentId: id, owner: world.eve, dueAt: '2026-03-09T08:00:00.000Z' });
    const { resources } = await world.make(id, 'createReviewDocument');
    const documentId = resources.reviewDocument?.externalId ?? '';
    const store = createBuiltinStore(world.db, world.organizationId);
    const writing = (async () => {
      for (let n = 0; n < 5; n += 1) {
        const source = await store.documentSource(documentId);
        if (source !== null) await store.saveDocumentSource(documentId, { body: `${source.body}\nline ${n}`, revision: source.revision, author: 'Eve' });
      }
    })();
    await Promise.all([writing, world.activities.draftPostmortem(step(id)).catch(() => null)]);
    await world.activities.draftPostmortem(step(id));
    const saved = await world.rows<{ author_name: string; body: string }>('select author_name, body from document_revisions where document_id = $1 order by revision', [documentId]);
    const lines = new Set(saved.filter((r) => r.author_name === 'Eve').flatMap((r) => r.body.match(/^line \d$/gm) ?? []));
    const body = (await store.documentSource(documentId))?.body ?? '';
    for (const line of lines) expect(body).toContain(line);
    expect(body).toContain('The load balancer lost its certificate');
  });

  it('has one meeting, which moves, and invites everybody with a calendar entry', async () => {
    const id = await closed();
    await world.activities.openPostmortem({ incidentId: id, owner: world.eve, dueAt: '2030-03-09T08:00:00.000Z' });
    const meet = (meetingAt: string, run: number) => world.activities.scheduleReviewMeeting({ ...step(id, 'review-meeting', run), meetingAt });
    for (let n = 0; n < 2; n += 1) await meet('2030-03-05T14:00:00.000Z', 1);
    expect((await postmortemOf(id))?.meeting_url).toMatch(/^https:/);
    const invitations = () => world.rows<{ recipient: string; calendar: { method: string; ics: string } }>(`select recipient, calendar from deliveries where incident_id = $1 and message = 'review-meeting' order by created_at, recipient`, [id]);
    const first = await invitations();
    expect(first.map((i) => i.recipient)).toEqual(['eve@example.com', 'kim@example.com']);
    expect(first[0]?.calendar.ics).toContain('DTSTART:20300305T140000Z');
    await meet('2030-03-06T15:00:00.000Z', 2);
    const all = await invitations();
    expect(all).toHaveLength(4);
    const uid = (ics: string | undefined) => /UID:(\S+)/.exec(ics ?? '')?.[1];
    expect(uid(all[2]?.calendar.ics)).toBe(uid(all[0]?.calendar.ics));
    expect(all[2]?.calendar.ics).toContain('SEQUENCE:1');
    expect(await world.rows('select 1 from builtin_objects where incident_id = $1 and mark = $2', [id, `dispatch:${id}:review-meeting`])).toHaveLength(1);
  });

  it('is sent round once when it is published', async () => {
    const id = await closed();
    await world.record(id, [{ kind: 'postmortem.published', actor: { kind: 'person', ...world.kim }, data: { by: world.kim } }]);
    for (let n = 0; n < 2; n += 1) await world.activities.announcePostmortem(step(id, 'announce-postmortem'));
    const mails = await world.rows<{ recipient: string; text: string }>(`select recipient, text from deliveries where incident_id = $1 and message = 'postmortem-published' order by recipient`, [id]);
    expect(mails.map((m) => m.recipient)).toEqual(['eve@example.com', 'kim@example.com']);
    expect(mails[0]?.text).toContain('Kim');
  });
});

describe('a postmortem whose document is at a vendor', () => {
  let vendor: FakeVendor;
  beforeAll(async () => {
    vendor = await startFakeVendor();
    await world.useVendor(vendor, ['document']);
  });
  afterAll(() => vendor.stop());

  it('is drafted through the placeholders of that document', async () => {
    const id = await closed();
    await world.activities.openPostmortem({ incidentId: id, owner: world.eve, dueAt: '2026-03-09T08:00:00.000Z' });
    const another = world.another();
    await world.make(id, 'draftPostmortem', another);
    await another.draftPostmortem(step(id));
    expect(vendor.countByMark(`dispatch:${id}:reviewDocument`)).toBe(1);
    const document = [...(vendor.data.collections.get('documents')?.values() ?? [])].find((d) => d.mark.includes(id));
    expect(JSON.stringify(document?.fields['values'])).toContain('Cards fail');
    expect((await postmortemOf(id))?.document_id).toBeNull();
  });
});
