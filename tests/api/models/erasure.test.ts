import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { continueErasures, type PrivacyParts } from '../../../activities/privacy.ts';
import type { Command } from '../../../domain/incident/commands.ts';
import { erasedPerson } from '../../../domain/incident/erase.ts';
import { fold } from '../../../domain/incident/evolve.ts';
import type { PersonRef } from '../../../domain/incident/types.ts';
import { saveAccount } from '../../../models/accounts.ts';
import { reserveDeliveries } from '../../../models/delivery-claims.ts';
import { INCIDENT_PLACES, ORGANIZATION_PLACES, OTHER_TABLES } from '../../../models/erasure/places.ts';
import { beginErasure, listErasures } from '../../../models/erasure/person.ts';
import { loadEvents, verifyChain } from '../../../models/ledger-read.ts';
import { loadState } from '../../../models/ledger.ts';
import { postMessage } from '../../../models/messages.ts';
import { ensurePerson } from '../../../models/people.ts';
import { select, selectOne } from '../../../models/sql.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

let world: IncidentWorld;
let nadia: PersonRef;
let omar: PersonRef;
const told: Command[] = [];
const forgotten: string[] = [];
const warnings: unknown[] = [];

const parts = (): PrivacyParts => ({
  db: world.db,
  owners: { tell: async (_id, command) => (told.push(command), false), forget: async (id) => forgotten.push(id) },
  logger: { info: () => undefined, warn: (...line: unknown[]) => void warnings.push(line) },
  now: () => new Date(),
});
async function eraseWhole(personId: string): Promise<void> {
  await beginErasure(world.db, { organizationId: world.organizationId, personId, requestedBy: 'Ada' });
  for (let more = true; more; ) ({ more } = await continueErasures(parts()));
}
async function tables(): Promise<string[]> {
  const rows = await select<{ name: string }>(world.db, `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  return rows.map((row) => row.name);
}
/** Tables in which one of the texts still stands, whatever the column. */
async function mentions(...texts: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const table of await tables()) {
    const row = await selectOne<{ n: number }>(world.db, `select count(*)::int as n from "${table}" t where t::text ilike any($1::text[])`, [texts.map((text) => `%${text}%`)]);
    if (row !== null && row.n > 0) found.push(table);
  }
  return found;
}

beforeAll(async () => {
  world = await createIncidentWorld();
  omar = await world.person('Omar');
  nadia = await ensurePerson(world.db, world.organizationId, { email: 'nadia.rahman@example.com', name: 'Nadia Rahman' });
});
afterAll(() => world.stop());

/** An incident that Nadia is all over, closed unless told otherwise. */
async function incidentOf(close = true): Promise<string> {
  const { db } = world;
  const { id, key } = await world.declare({ title: 'Nadia Rahman cannot sign in', description: 'Ask nadia.rahman@example.com', reporter: nadia, tags: ['owner/nadia.rahman@example.com'] });
  await world.command(id, 'assignRole', { data: { person: omar, role: 'commander' }, by: nadia });
  await world.command(id, 'createTask', { data: { taskId: id, title: 'Call  NADIA rahman', description: '', kind: 'followUp', assignee: nadia, dueAt: null }, by: omar });
  await world.command(id, 'addNote', { data: { text: 'Rahmanian and Nadia alone stay; (nadia.rahman@example.com) and Nadia Rahman go', at: null }, by: nadia });
  await world.command(id, 'amendEvent', { data: { seq: 4, text: 'said by Nadia Rahman' }, by: nadia });
  await world.command(id, 'postReport', { data: { reportId: id, report: { kind: 'tactical', conditions: 'Nadia Rahman looks', actions: 'a', needs: 'n' } }, by: nadia });
  await postMessage(db, { incidentId: id, key: `m/${key}`, kind: 'person', author: nadia, authorName: nadia.name, body: '@nadia.rahman@example.com hello', mentions: [nadia.email], onlyFor: [nadia.email, omar.email] });
  await reserveDeliveries(db, { organizationId: world.organizationId, incidentId: id }, {
    deliveries: [{ key: `${id}/welcome/${nadia.email}`, channel: 'email', message: 'welcome', recipient: nadia.email, recipientName: nadia.name, subject: 's', html: '<p>Dear Nadia Rahman</p>', text: 't', calendar: null }], state: 'outbox', leaseSeconds: 1,
  });
  if (close) await world.command(id, 'changeStage', { data: { stage: 'closed', reason: null }, by: omar });
  return id;
}

describe('every table', () => {
  it('is known to the erasure: add it to models/erasure/places.ts, with its columns or the reason why it holds nothing', async () => {
    const known = new Set([...INCIDENT_PLACES, ...ORGANIZATION_PLACES].map((place) => place.table).concat(Object.keys(OTHER_TABLES)));
    expect((await tables()).filter((table) => !known.has(table))).toEqual([]);
  });
});

describe('erasing a person', () => {
  it('waits until they are at work nowhere, and refuses owners and strangers', async () => {
    const id = await incidentOf(false);
    const begin = (personId: string) => beginErasure(world.db, { organizationId: world.organizationId, personId, requestedBy: 'Ada' });
    await expect(begin(nadia.personId)).rejects.toMatchObject({ code: 'not-allowed-now', message: expect.stringContaining('INC-') });
    await world.command(id, 'changeStage', { data: { stage: 'closed', reason: null }, by: omar });
    await expect(begin('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'not-found' });
    await expect(begin((await world.viewer('Olga', 'owner')).personId)).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('takes them out of every table, keeps the chain whole, and the state is still the fold of the ledger', async () => {
    const { db, organizationId } = world;
    const id = await incidentOf();
    await saveAccount(db, { email: nadia.email, passwordHash: 'x' });
    await select(db, `insert into services (id, organization_id, name, rotation) values (gen_random_uuid(), $1, 'S', jsonb_build_object('people', jsonb_build_array($2::text, 'omar@example.com'), 'startsAt', 'x', 'hoursPerShift', 8)) returning id`, [organizationId, nadia.email]);
    const before = await verifyChain(db, id);
    const hashes = () => select(db, 'select seq, hash, prev_hash from events where incident_id = $1 and seq <= $2 order by seq', [id, before.events]);
    const chained = await hashes();
    expect((await mentions(nadia.email, nadia.name)).length).toBeGreaterThan(8);

    await eraseWhole(nadia.personId);
    expect(warnings).toEqual([]);
    expect(await mentions(nadia.email, nadia.name)).toEqual([]);
    const events = await loadEvents(db, id);
    expect(events.find((e) => e.kind === 'note.added')?.data).toEqual({ text: `Rahmanian and Nadia alone stay; (${erasedPerson(nadia.personId).email}) and Erased person go` });

    expect(await verifyChain(db, id)).toMatchObject({ intact: true, events: before.events + 1, redacted: expect.any(Number) });
    expect(await hashes()).toEqual(chained);
    const state = await loadState(db, id);
    expect(fold(events)).toEqual(state);
    expect(state.tasks[0]).toMatchObject({ title: 'Call  Erased person', assignee: null });
    expect(state.participants.find((p) => p.personId === nadia.personId)).toMatchObject({ name: 'Erased person' });
    expect((await select(db, 'select rotation from services where organization_id = $1', [organizationId]))[0]).toMatchObject({ rotation: { people: ['omar@example.com'] } });
    expect((await listErasures(db, organizationId, nadia.personId))[0]).toMatchObject({ state: 'done', incidents: expect.any(Number), requestedBy: 'Ada' });
    expect(forgotten).toContain(id);
    expect(told.every((command) => !JSON.stringify(command).toLowerCase().includes('nadia'))).toBe(true);
    await expect(beginErasure(db, { organizationId, personId: nadia.personId, requestedBy: 'Ada' })).rejects.toMatchObject({ code: 'not-allowed-now' });
  });

  it('leaves other people alone, and two people can be erased from the same events', async () => {
    const { db } = world;
    const [ida, max] = await Promise.all(['Ida Berg', 'Max Stern'].map((name) => ensurePerson(db, world.organizationId, { email: `${name.toLowerCase().replace(' ', '.')}@example.com`, name })));
    if (!ida || !max) throw new Error('nobody');
    const { id } = await world.declare({ reporter: ida, commander: max, stage: 'closed', title: 'Ida Berg and Max Stern' });
    await eraseWhole(ida.personId);
    expect(await loadState(db, id)).toMatchObject({ title: 'Erased person and Max Stern' });
    await eraseWhole(max.personId);
    expect(await loadState(db, id)).toMatchObject({ title: 'Erased person and Erased person' });
    expect(await verifyChain(db, id)).toMatchObject({ intact: true, events: 3, redacted: 1 });
    expect(fold(await loadEvents(db, id))).toEqual(await loadState(db, id));
  });

  it('cannot be used to change what an event says: not by hand, not under a former erasure', async () => {
    const { db } = world;
    const row = await selectOne<{ incident_id: string; seq: number }>(db, `select e.incident_id, e.seq from events e where e.kind = 'incident.declared' and exists (select 1 from events x where x.incident_id = e.incident_id and x.kind = 'person.erased') limit 1`);
    const change = `update events set data = data || '{"title":"something else"}' where incident_id = $1 and seq = $2 returning seq`;
    await expect(select(db, change, [row?.incident_id, row?.seq])).rejects.toThrow('append-only');
    await select(db, 'alter table events disable trigger events_append_only');
    await select(db, change, [row?.incident_id, row?.seq]);
    expect(await verifyChain(db, row?.incident_id ?? '')).toMatchObject({ intact: false, firstBrokenSeq: row?.seq });
    await select(db, 'alter table events enable trigger events_append_only');
  });
});
