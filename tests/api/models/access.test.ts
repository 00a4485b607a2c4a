import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Viewer } from '../../../domain/access.ts';
import { reserveDeliveries } from '../../../models/delivery-claims.ts';
import { openPostmortem } from '../../../models/postmortems.ts';
import { deliveryById, listDeliveries } from '../../../models/read/deliveries.ts';
import { accessFactsOf, findIncident } from '../../../models/read/find-incident.ts';
import { incidentDetail } from '../../../models/read/incident-detail.ts';
import { listIncidents } from '../../../models/read/list-incidents.ts';
import { listPostmortems } from '../../../models/read/postmortems.ts';
import { similarIncidents } from '../../../models/read/similar.ts';
import { listTasks } from '../../../models/read/tasks.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

const TITLE = 'Leaked credentials of the billing service';
let world: IncidentWorld;
let secret: { id: string; key: string };
let viewers: Record<'participant' | 'removed' | 'outsider' | 'manager' | 'admin' | 'stranger', Viewer>;

beforeAll(async () => {
  world = await createIncidentWorld();
  const { db, organizationId } = world;
  viewers = {
    participant: await world.viewer('Petra'),
    removed: await world.viewer('Remy'),
    outsider: await world.viewer('Olga'),
    manager: await world.viewer('Mina', 'manager'),
    admin: await world.viewer('Ada', 'admin'),
    stranger: { ...(await world.viewer('Sven', 'owner')), organizationId: randomUUID() },
  };
  const petra = await world.person('Petra');
  const remy = await world.person('Remy');
  const state = await world.declare({ title: TITLE, visibility: 'restricted', reporter: petra, commander: petra, tags: ['leak'] });
  secret = { id: state.id, key: state.key };
  await world.command(state.id, 'addParticipant', { data: { person: remy, role: 'participant', source: { kind: 'added' } }, by: petra });
  const taskId = randomUUID();
  await world.command(state.id, 'createTask', { data: { taskId, title: 'Rotate them', description: '', kind: 'response', assignee: remy, dueAt: null }, by: petra });
  await world.command(state.id, 'updateTask', { data: { taskId, changes: { state: 'done' } }, by: remy });
  await world.command(state.id, 'removeParticipant', { data: { email: remy.email }, by: petra });
  await openPostmortem(db, { incidentId: state.id, organizationId, ownerId: petra.personId, dueAt: new Date().toISOString() });
  for (const name of ['petra', 'remy', 'olga']) {
    const recipient = `${name}@example.com`;
    const mail = { key: `welcome/${name}`, channel: 'email' as const, message: 'welcome', recipient, recipientName: name, subject: 'Welcome', html: '', text: 'x', calendar: null };
    await reserveDeliveries(db, { organizationId, incidentId: state.id }, { deliveries: [mail], state: 'outbox', leaseSeconds: 1 });
  }
  await world.declare({ title: 'Leaked memory in the billing service', tags: ['leak'] });
});
afterAll(() => world.stop());

/** How many things about the restricted incident each read gives to the viewer. */
async function seen(viewer: Viewer): Promise<Record<string, number>> {
  const { db } = world;
  const about = (list: { id: string }[]) => list.filter((i) => i.id === secret.id).length;
  const base = { limit: 50, sort: '-reportedAt' as const };
  const all = await listIncidents(db, viewer, base);
  const filters = [{ q: 'credentials' }, { q: secret.key }, { q: 'credentails' }, { tag: ['leak'] }, { visibility: ['restricted'] }, { participant: ['petra@example.com'] }, { commander: ['petra@example.com'] }];
  const found = await Promise.all(filters.map((filter) => listIncidents(db, viewer, { ...base, ...filter })));
  const similar = await similarIncidents(db, viewer, { title: TITLE });
  const tasks = await listTasks(db, viewer, { limit: 50, assignee: ['remy@example.com'] });
  const postmortems = await listPostmortems(db, viewer, { limit: 50, state: 'all' });
  const mails = await listDeliveries(db, viewer, { limit: 50 });
  return {
    list: about(all.data),
    total: all.total,
    stages: all.stages.active ?? 0,
    filtered: found.reduce((sum, page) => sum + about(page.data), 0),
    filteredTotals: found.reduce((sum, page) => sum + page.total, 0) - found.reduce((sum, page) => sum + page.data.length, 0),
    detail: (await incidentDetail(db, viewer, secret.id)) === null ? 0 : 1,
    similar: about(similar),
    tasks: tasks.data.length,
    postmortems: postmortems.data.length,
    mails: mails.data.length,
  };
}

const NOTHING = { list: 0, total: 1, stages: 1, filtered: 0, filteredTotals: 0, detail: 0, similar: 0, tasks: 0, postmortems: 0, mails: 0 };
const EVERYTHING = { list: 1, total: 2, stages: 2, filtered: 7, filteredTotals: 0, detail: 1, similar: 1, tasks: 1, postmortems: 1 };

describe('a restricted incident', () => {
  it.each(['removed', 'outsider', 'manager'] as const)('is hidden everywhere from the %s', async (name) => {
    expect(await seen(viewers[name])).toEqual(NOTHING);
  });

  it('is whole for its participant, who reads their own mail', async () => {
    expect(await seen(viewers.participant)).toEqual({ ...EVERYTHING, mails: 1 });
  });

  it('is whole for an administrator, who reads all mail', async () => {
    expect(await seen(viewers.admin)).toEqual({ ...EVERYTHING, mails: 3 });
  });

  it('is hidden, as every other, from owners of another organization', async () => {
    expect(await seen(viewers.stranger)).toEqual({ ...NOTHING, total: 0, stages: 0 });
    expect(await findIncident(world.db, viewers.stranger.organizationId, secret.key)).toBeNull();
  });

  it('hides single mails as the list does', async () => {
    const [mail] = (await listDeliveries(world.db, viewers.admin, { limit: 5, q: 'remy' })).data;
    if (!mail) throw new Error('the mail is missing');
    expect(await deliveryById(world.db, viewers.admin, mail.id)).toMatchObject({ recipient: 'remy@example.com', text: 'x' });
    expect(await deliveryById(world.db, viewers.removed, mail.id)).toBeNull();
    expect(await deliveryById(world.db, viewers.participant, mail.id)).toBeNull();
  });

  it('has access facts that follow its participants', async () => {
    const found = await findIncident(world.db, world.organizationId, secret.key.toLowerCase());
    expect(found).toMatchObject({ id: secret.id, facts: { visibility: 'restricted', participantIds: [viewers.participant.personId], commanderId: viewers.participant.personId } });
    expect((await accessFactsOf(world.db, [secret.id, randomUUID()])).size).toBe(1);
  });

  it('is a related incident only of what its viewers see', async () => {
    const { data } = await listIncidents(world.db, viewers.admin, { limit: 5, sort: 'title', q: 'memory' });
    const open = data[0]?.id ?? '';
    const related = async (viewer: Viewer) => (await incidentDetail(world.db, viewer, open))?.related.map((r) => r.key);
    expect(await related(viewers.outsider)).toEqual([]);
    expect(await related(viewers.admin)).toEqual([secret.key]);
  });
});
