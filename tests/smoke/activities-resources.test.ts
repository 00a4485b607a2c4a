import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toFailure } from '../../activities/failures.ts';
import type { Activities } from '../../activities/index.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { type ActivityWorld, joining, openActivityWorld, type StepActivity, type StepOf } from '../support/activity-world.ts';
import { type FakeVendor, startFakeVendor } from '../support/fake-vendor/server.ts';

const CREATORS: [StepActivity, string][] = [
  ['createTicket', 'ticket'], ['createConversation', 'conversation'], ['createStorage', 'storage'], ['createIncidentDocument', 'document'], ['createReviewDocument', 'reviewDocument'],
  ['createConference', 'conference'], ['createTacticalGroup', 'tacticalGroup'], ['createNotificationsGroup', 'notificationsGroup'],
];
const VENDOR_CAPABILITIES = ['conversation', 'document', 'storage', 'ticket', 'conference', 'participantGroup'];

let world: ActivityWorld;
beforeAll(async () => {
  world = await openActivityWorld();
}, 120_000);
afterAll(() => world.stop());

const input = (state: IncidentState): StepOf => ({ incidentId: state.id, step: 'any', run: 1 });
const countAtUs = async (id: string, kind: string): Promise<number> => {
  const [row] = await world.rows<{ count: number }>(`select (select count(*) from builtin_objects where mark = $1)::int + (select count(*) from documents where mark = $1)::int as count`, [`dispatch:${id}:${kind}`]);
  return row?.count ?? 0;
};

describe('resources inside the product', () => {
  it.each(CREATORS)('%s makes one, however often and however many at once', async (creator, kind) => {
    const state = await world.declare();
    const other = world.another();
    const results = await Promise.all([world.activities[creator](input(state)), world.activities[creator](input(state)), other[creator](input(state))]);
    results.push(await other[creator](input(state)));
    expect(new Set(results.map((r) => JSON.stringify(r.resource))).size).toBe(1);
    expect(results[0]?.resource).toMatchObject({ kind, provider: 'builtin' });
    expect(await countAtUs(state.id, kind)).toBe(1);
  });

  it('takes what the ledger has, also what a person supplied', async () => {
    const state = await world.declare();
    const resource = { kind: 'ticket', provider: 'manual', externalId: 'HELP-7', url: null, name: 'HELP-7' } as const;
    await world.record(state.id, [
      { kind: 'steps.armed', actor: { kind: 'system', name: 'Dispatch' }, data: { steps: [{ step: 'ticket', run: 1, title: 'Ticket', needs: [] }] } },
      { kind: 'step.supplied', actor: { kind: 'person', ...world.eve }, data: { step: 'ticket', run: 1, resource } },
    ]);
    expect(await world.activities.createTicket(input(state))).toEqual({ resource, note: null });
    expect(await countAtUs(state.id, 'ticket')).toBe(0);
    await expect(world.activities.updateTicket(input(state))).resolves.toEqual({ resource: null, note: null });
  });

  it('gives the ticket the fields of another type only when the type changed', async () => {
    const { id, type } = await world.declare();
    const { resources } = await world.make(id, 'createTicket');
    const metadata = async () => {
      await world.activities.updateTicket({ incidentId: id, step: 'update-ticket', run: 1 });
      return (await world.rows<{ metadata: object }>(`select data->'metadata' as metadata from builtin_objects where id = $1`, [resources.ticket?.externalId]))[0]?.metadata;
    };
    await world.rows(`update incident_types set ticket_metadata = '{"component": "cards"}' where id = $1`, [type.id]);
    expect(await metadata()).toEqual({});
    await world.record(id, [{ kind: 'incident.edited', actor: { kind: 'person', ...world.eve }, data: { changes: [{ field: 'type', from: 'Before', to: type.name }], edit: { type } } }]);
    expect(await metadata()).toEqual({ component: 'cards' });
    await world.rows(`update incident_types set ticket_metadata = '{}'`);
  });

  it('refreshes topic, bookmarks and documents, twice the same', async () => {
    const { id } = await world.declare({ title: 'Cards *fail*' });
    await world.make(id, 'createConversation');
    await world.make(id, 'createConference');
    const { resources } = await world.make(id, 'createIncidentDocument');
    const read = async () => {
      await world.activities.refreshResources({ incidentId: id, step: 'refresh', run: 1 });
      const [conversation] = await world.rows<{ data: { topic: string; bookmarks: { title: string }[] } }>('select data from builtin_objects where id = $1', [resources.conversation?.externalId]);
      const [document] = await world.rows<{ values: Record<string, string> }>('select placeholder_values as values from documents where id = $1', [resources.document?.externalId]);
      return { data: conversation?.data, values: document?.values };
    };
    const first = await read();
    expect(first.data?.topic).toContain('Commander: Eve');
    expect(first.data?.bookmarks.map((b) => b.title)).toEqual([expect.stringContaining('in Dispatch'), 'Incident document', 'Conference']);
    expect(first.values).toMatchObject({ title: String.raw`Cards \*fail\*`, stage: 'active' });
    expect(await read()).toEqual(first);
  });

  it('archives and opens the conversation again, each twice', async () => {
    const { id } = await world.declare();
    const { resources } = await world.make(id, 'createConversation');
    const archived = async () => (await world.rows<{ archived: boolean }>(`select (data->>'archived')::boolean as archived from builtin_objects where id = $1`, [resources.conversation?.externalId]))[0]?.archived;
    const step = { incidentId: id, step: 'archive-conversation', run: 1 };
    for (let n = 0; n < 2; n += 1) await world.activities.archiveConversation(step);
    expect(await archived()).toBe(true);
    for (let n = 0; n < 2; n += 1) await world.activities.unarchiveConversation(step);
    expect(await archived()).toBe(false);
  });
});

describe('resources at a vendor', () => {
  let vendor: FakeVendor;
  let vendors: Activities;
  beforeAll(async () => {
    vendor = await startFakeVendor();
    await world.useVendor(vendor, VENDOR_CAPABILITIES);
    vendors = world.another();
  });
  beforeEach(() => vendor.failures.clear());
  afterAll(async () => {
    await world.rows('delete from plugin_instances');
    await vendor.stop();
  });
  const failureOf = async (work: Promise<unknown>): Promise<Error> => toFailure(await work.then(() => 'no error', (error: unknown) => error));

  it.each(CREATORS)('%s adopts what it made before an answer was lost', async (creator, kind) => {
    const state = await world.declare();
    vendor.failures.add({ method: 'POST' }, ['drop-after']);
    expect(await failureOf(vendors[creator](input(state)))).toMatchObject({ type: 'vendor/unavailable', nonRetryable: false });
    expect(vendor.countByMark(`dispatch:${state.id}:${kind}`)).toBe(1);
    const result = await world.another()[creator](input(state));
    expect(result.resource).toMatchObject({ kind, provider: 'fake-vendor' });
    expect(vendor.countByMark(`dispatch:${state.id}:${kind}`)).toBe(1);
  });

  it('makes one although a step is tried again while its first try still runs', async () => {
    const state = await world.declare();
    vendor.setLatency(100);
    await Promise.all([vendors.createConversation(input(state)), vendors.createConversation(input(state))]);
    vendor.setLatency(0);
    expect(vendor.countByMark(`dispatch:${state.id}:conversation`)).toBe(1);
    expect(vendor.calls.filter((c) => c.method === 'DELETE')).toEqual([]);
  });

  it('says how each trouble goes on', async () => {
    const state = await world.declare();
    vendor.failures.add({}, [{ status: 429, headers: { 'retry-after': '7' } }]);
    expect(await failureOf(vendors.createTicket(input(state)))).toMatchObject({ type: 'vendor/rate-limited', nonRetryable: false, nextRetryDelay: 7000 });
    vendor.failures.add({}, [{ status: 403 }]);
    expect(await failureOf(vendors.createTicket(input(state)))).toMatchObject({ type: 'vendor/auth', nonRetryable: true });
    vendor.failures.add({}, [{ status: 503 }]);
    expect(await failureOf(vendors.createTicket(input(state)))).toMatchObject({ type: 'vendor/unavailable', nonRetryable: false });
  });

  it('makes private objects for a restricted incident and tells nobody else of it', async () => {
    const state = await world.declare({ visibility: 'restricted', title: 'Mallory reads our mail' });
    await vendors.createConversation(input(state));
    await vendors.createStorage(input(state));
    await vendors.createConference(input(state));
    await vendors.createNotificationsGroup(input(state));
    const objects = [...vendor.data.collections.values()].flatMap((c) => [...c.values()]).filter((o) => o.mark.includes(state.id));
    expect(objects).toHaveLength(4);
    expect(objects.filter((o) => o.fields['private'] === true)).toHaveLength(2);
    const shared = objects.filter((o) => o.fields['private'] !== true);
    expect(JSON.stringify(shared.map((o) => o.fields))).not.toContain('Mallory');
  });

  it('lets one refused part not keep the others from happening, and names it', async () => {
    const { id } = await world.declare();
    await world.make(id, 'createConversation', vendors);
    await world.make(id, 'createStorage', vendors);
    await world.record(id, [joining(world.kim)]);
    vendor.failures.add({ path: /folders.*members/ }, [{ status: 403 }, { status: 403 }]);
    const failure = await failureOf(vendors.admitParticipants({ incidentId: id, step: 'admit', run: 1 }));
    expect(failure.message).toContain('folder');
    const state = await world.state(id);
    const conversation = vendor.data.collections.get('conversations')?.get(state.resources.conversation?.externalId ?? '');
    expect([...(conversation?.members ?? [])].length).toBe(2);
    vendor.failures.clear();
    await expect(vendors.admitParticipants({ incidentId: id, step: 'admit', run: 1 })).resolves.toMatchObject({ note: null });
  });

  it('takes somebody out, unless they came back meanwhile', async () => {
    const { id } = await world.declare();
    await world.make(id, 'createConversation', vendors);
    await world.record(id, [joining(world.kim)]);
    await vendors.admitParticipants({ incidentId: id, step: 'admit', run: 1 });
    const dismissal = { incidentId: id, step: 'dismiss', run: 1, person: world.kim, changeKey: 'k' };
    await vendors.dismissParticipant(dismissal);
    const { resources } = await world.state(id);
    const members = () => JSON.stringify([...(vendor.data.collections.get('conversations')?.get(resources.conversation?.externalId ?? '')?.members ?? [])]);
    expect(members()).toContain(world.kim.email);
    await world.record(id, [{ kind: 'participant.removed', actor: { kind: 'person', ...world.eve }, data: { person: world.kim } }]);
    for (let n = 0; n < 2; n += 1) await vendors.dismissParticipant(dismissal);
    expect(members()).not.toContain(world.kim.email);
  });

  it('stays with the provider that made an object when another is put in charge', async () => {
    const { id } = await world.declare();
    const { resources } = await world.make(id, 'createTicket', world.another());
    await world.useVendor(vendor, []);
    await expect(world.another().updateTicket({ incidentId: id, step: 'update-ticket', run: 1 })).resolves.toEqual({ resource: null, note: null });
    expect(vendor.data.collections.get('tickets')?.get(resources.ticket?.externalId ?? '')?.fields['name']).toBeDefined();
    await world.useVendor(vendor, VENDOR_CAPABILITIES);
  });
});
