import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { ResourceKind, Visibility } from '../../domain/incident/types.ts';
import { reserveDeliveries } from '../../models/delivery-claims.ts';
import { startFakeSmtp } from '../../plugins/email/fake.ts';
import { type ActivityWorld, joining, openActivityWorld } from '../support/activity-world.ts';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor/server.ts';

let world: ActivityWorld;
let vendor: FakeVendor;
beforeAll(async () => {
  world = await openActivityWorld();
  vendor = await startFakeVendor();
  await world.useVendor(vendor, ['conversation', 'document', 'storage', 'conference', 'participantGroup']);
}, 120_000);
afterAll(async () => {
  await vendor.stop();
  await world.stop();
});

const COLLECTIONS = { conversation: 'conversations', tacticalGroup: 'groups', notificationsGroup: 'groups', storage: 'folders', document: 'documents', reviewDocument: 'documents' } as const;
const objectOf = ({ resources }: IncidentState, kind: keyof typeof COLLECTIONS) => vendor.data.collections.get(COLLECTIONS[kind])?.get(resources[kind]?.externalId ?? '');
const membersOf = (state: IncidentState, kind: keyof typeof COLLECTIONS): string[] => [...(objectOf(state, kind)?.members ?? [])].map((member) => (typeof member === 'string' ? member : member[0])).sort();
const seen = (from: Visibility, to: Visibility): NewEvent => ({ kind: 'incident.edited', actor: { kind: 'person', ...world.eve }, data: { changes: [{ field: 'visibility', from, to }], edit: { visibility: to } } });
const visibility = (state: IncidentState, run: number) => world.another().setVisibility({ incidentId: state.id, step: 'visibility', run, changeKey: `visibility/${run}` });

describe('changing who sees an incident', () => {
  it('makes everything at the vendor private, takes those out who take no part, and opens it again', async () => {
    const activities = world.another();
    await world.rows(`update projects set settings = jsonb_set(settings, '{announcementAddresses}', '["news@example.com"]')`);
    const root = await world.person('root@example.com', 'Root');
    await world.rows(`update people set access_level = 'admin' where id = $1`, [root.personId]);
    const { id } = await world.declare();
    await world.record(id, [joining(world.kim)]);
    for (const step of ['createConversation', 'createStorage', 'createIncidentDocument', 'createReviewDocument', 'createTacticalGroup', 'createNotificationsGroup'] as const) await world.make(id, step, activities);
    await activities.admitParticipants({ incidentId: id, step: 'admit', run: 1 });
    let state = await world.state(id);
    const { impl } = await world.registry.provider({ organizationId: world.organizationId, projectId: state.project.id, pluginId: 'fake-vendor' }, 'conversation');
    // Somebody who looked in while it was open, and an administrator, who may stay.
    await impl.addMembers(state.resources.conversation?.externalId ?? '', [{ email: 'nosy@example.com', name: 'Nosy' }, { email: root.email, name: root.name }]);
    expect(membersOf(state, 'notificationsGroup')).toContain('news@example.com');

    state = await world.record(id, [seen('open', 'restricted')]);
    const note = { note: 'The resources are private. 2 people who take no part lost access to the conversation or groups.' };
    expect(await visibility(state, 1)).toEqual(note);
    for (const kind of ['conversation', 'storage', 'document', 'reviewDocument'] as const) expect([kind, objectOf(state, kind)?.fields['private']]).toEqual([kind, true]);
    expect(membersOf(state, 'conversation')).toEqual(['eve@example.com', 'kim@example.com', 'root@example.com']);
    for (const kind of ['tacticalGroup', 'notificationsGroup'] as const) expect(membersOf(state, kind)).toEqual(['eve@example.com', 'kim@example.com']);
    expect(await visibility(state, 1)).toEqual({ note: 'The resources are private.' });

    state = await world.record(id, [seen('restricted', 'open')]);
    expect(await visibility(state, 2)).toEqual({ note: 'The resources are open.' });
    for (const kind of ['conversation', 'storage', 'document', 'reviewDocument'] as const) expect([kind, objectOf(state, kind)?.fields['private']]).toEqual([kind, false]);
    expect(membersOf(state, 'notificationsGroup')).toContain('news@example.com');
    expect(membersOf(state, 'conversation')).not.toContain('nosy@example.com');
  });

  it('names what a vendor refuses and does the rest', async () => {
    const activities = world.another();
    const { id } = await world.declare();
    for (const step of ['createConversation', 'createStorage'] as const) await world.make(id, step, activities);
    const state = await world.record(id, [seen('open', 'restricted')]);
    vendor.failures.add({ method: 'PATCH', path: /conversations/ }, [{ status: 403 }]);
    await expect(visibility(state, 1)).rejects.toThrow('conversation');
    expect(objectOf(state, 'storage')?.fields['private']).toBe(true);
    expect(await visibility(state, 1)).toEqual({ note: 'The resources are private.' });
  });

  it('has no effect on resources that a person supplied', async () => {
    const kinds: ResourceKind[] = ['conversation', 'storage', 'document'];
    const { id } = await world.declare();
    const supplied = (kind: ResourceKind): NewEvent => ({ kind: 'step.supplied', actor: { kind: 'person', ...world.eve }, data: { step: kind, run: 1, resource: { kind, provider: 'manual', externalId: 'x', url: null, name: 'x' } } });
    const state = await world.record(id, [...kinds.map(supplied), seen('open', 'restricted')]);
    expect(await visibility(state, 1)).toEqual({ note: 'The resources are private.' });
  });
});

describe('mails that wait', () => {
  it('do not reach people who may not know of the incident any more', async () => {
    const { id } = await world.declare();
    await world.record(id, [joining(world.kim)]);
    const mail = (recipient: string) => ({ key: `${id}/${recipient}`, channel: 'email' as const, message: 'announcement', recipient, recipientName: 'X', subject: 'Cards fail', html: '', text: 'Cards fail', calendar: null });
    await reserveDeliveries(world.db, { organizationId: world.organizationId, incidentId: id }, { deliveries: ['eve', 'kim', 'out'].map((name) => mail(`${name}@example.com`)), state: 'pending', leaseSeconds: 0 });
    await world.record(id, [{ kind: 'participant.removed', actor: { kind: 'person', ...world.eve }, data: { person: world.kim } }, seen('open', 'restricted')]);
    const smtp = await startFakeSmtp();
    try {
      await world.another({ smtp: { host: smtp.host, port: smtp.port, user: smtp.user, password: smtp.password, secure: false, from: 'Dispatch <dispatch@example.org>' } }).tidy();
      const rows = await world.rows<{ recipient: string; state: string; last_error: string | null }>('select recipient, state, last_error from deliveries where incident_id = $1 order by recipient', [id]);
      expect(rows.map((r) => [r.recipient, r.state])).toEqual([['eve@example.com', 'sent'], ['kim@example.com', 'failed'], ['out@example.com', 'failed']]);
      expect(rows[2]?.last_error).toContain('restricted now');
      expect(smtp.mails).toHaveLength(1);
    } finally {
      await smtp.stop();
    }
  });
});
