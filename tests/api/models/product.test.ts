import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentState } from '../../../domain/incident/state.ts';
import { createBuiltinStore } from '../../../models/builtin-store.ts';
import { documentById, ensureDocument, saveDocument } from '../../../models/documents.ts';
import { saveFeedback } from '../../../models/feedback.ts';
import { readFile, saveFile } from '../../../models/files.ts';
import { postMessage } from '../../../models/messages.ts';
import { openPostmortem } from '../../../models/postmortems.ts';
import { incidentDetail } from '../../../models/read/incident-detail.ts';
import { listMessages, messageById } from '../../../models/read/messages.ts';
import { listReports } from '../../../models/read/reports.ts';
import { createService } from '../../../models/settings/services.ts';
import { select } from '../../../models/sql.ts';
import { incidentsWithoutWorkflow, markWorkflowStarted } from '../../../models/workflow-starts.ts';
import type { BuiltinStore } from '../../../plugins/contract.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

let world: IncidentWorld;
let incident: IncidentState;
let store: BuiltinStore;
beforeAll(async () => {
  world = await createIncidentWorld();
  incident = await world.declare();
  store = createBuiltinStore(world.db, world.organizationId);
});
afterAll(() => world.stop());

const ten = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, work));

describe('the built-in store', () => {
  it('makes one object per mark, whoever asks at once', async () => {
    const input = { mark: `dispatch:${incident.id}:conversation`, incidentId: incident.id, kind: 'conversation' as const, name: '#inc-1', data: { topic: 'a' } };
    const objects = await ten(() => store.ensureObject(input));
    expect(new Set(objects.map((o) => o.id)).size).toBe(1);
    expect(objects.filter((o) => o.created)).toHaveLength(1);
    const id = objects[0]?.id ?? '';
    await store.updateObject(id, { name: '#inc-one', data: { archived: true } });
    expect(await store.getObject(id)).toEqual({ id, incidentId: incident.id, kind: 'conversation', name: '#inc-one', data: { topic: 'a', archived: true } });
    await store.setMembers(id, { add: [{ email: 'A@example.com', name: 'A' }, { email: 'a@example.com', name: 'A2' }, { email: 'b@example.com', name: 'B' }] });
    await store.setMembers(id, { add: [{ email: 'a@example.com', name: 'A3' }], remove: ['B@example.com'] });
    expect(await store.listMembers(id)).toEqual(['a@example.com']);
    const posts = await ten(() => store.postMessage({ conversationId: id, key: 'once', markdown: 'Hello', onlyFor: null, buttons: [], pin: true }));
    expect(new Set(posts.map((p) => p.messageId)).size).toBe(1);
    expect(await listMessages(world.db, { email: 'x' }, { incidentId: incident.id, limit: 5 })).toMatchObject({ data: [{ body: 'Hello', kind: 'system', pinned: true, authorName: 'Dispatch' }] });
  });

  it('is closed to other organizations', async () => {
    const { id } = await store.ensureObject({ mark: 'm2', incidentId: incident.id, kind: 'ticket', name: 'T', data: {} });
    const document = await store.ensureDocument({ mark: 'd2', incidentId: incident.id, kind: 'incident', title: 'T', body: 'x', values: {} });
    const other = createBuiltinStore(world.db, randomUUID());
    expect(await other.getObject(id)).toBeNull();
    expect(await other.documentSource(document.id)).toBeNull();
    await other.updateObject(id, { name: 'stolen' });
    await other.setDocumentValues(document.id, { a: 'b' });
    await expect(other.ensureObject({ mark: 'm2', incidentId: incident.id, kind: 'ticket', name: 'T', data: {} })).rejects.toMatchObject({ code: 'not-found' });
    expect([(await store.getObject(id))?.name, (await documentById(world.db, document.id))?.values]).toEqual(['T', {}]);
    expect(await store.getObject('not a uuid')).toBeNull();
  });

  it('knows rotations by id, with the names of people', async () => {
    await world.person('Nadia');
    const rotation = { people: ['nadia@example.com', 'tom@example.com'], startsAt: '2026-01-01T00:00:00.000Z', hoursPerShift: 12.5 };
    const service = await createService(world.db, world.organizationId, { name: 's', description: '', project: null, isEnabled: true, oncallPlugin: 'builtin', externalId: 'ext', rotation });
    const expected = { startsAt: rotation.startsAt, hoursPerShift: 12.5, people: [{ email: 'nadia@example.com', name: 'Nadia' }, { email: 'tom@example.com', name: 'Tom' }] };
    expect([await store.rotation(service.id), await store.rotation('ext')]).toEqual([expected, expected]);
    expect(await store.rotation('nope')).toBeNull();
    expect(await store.findPerson('NADIA@example.com')).toMatchObject({ name: 'Nadia', team: null });
  });
});

describe('documents', () => {
  it('render their values, and are saved on top of what one has read', async () => {
    const nadia = await world.person('Nadia');
    const input = { mark: 'd1', incidentId: incident.id, kind: 'review' as const, title: 'Review', body: '# {{title}}', values: { title: 'One' } };
    const made = await ten(() => ensureDocument(world.db, input));
    expect(made.filter((d) => d.created)).toHaveLength(1);
    const id = made[0]?.id ?? '';
    await store.setDocumentValues(id, { title: 'Two' });
    expect(await store.readDocument(id)).toBe('# Two');
    const edits = await Promise.allSettled(['a', 'b', 'c'].map((body) => saveDocument(world.db, { id, body, revision: 1, authorId: nadia.personId, authorName: 'Nadia' })));
    expect(edits.map((e) => e.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const saved = await documentById(world.db, id);
    expect(saved?.revision).toBe(2);
    expect(await saveDocument(world.db, { id, body: saved?.body ?? '', revision: 1, authorId: null, authorName: 'x' })).toMatchObject({ revision: 2 });
    expect(await store.saveDocumentSource(id, { body: 'z', revision: 1, author: 'Dispatch' })).toEqual({ saved: false });
    expect(await store.saveDocumentSource(id, { body: 'z', revision: 2, author: 'Dispatch' })).toEqual({ saved: true });
    const revisions = await select<{ revision: number; author_name: string }>(world.db, 'select revision, author_name from document_revisions where document_id = $1 order by revision', [id]);
    expect(revisions.map((r) => [r.revision, r.author_name])).toEqual([[1, 'Dispatch'], [2, 'Nadia'], [3, 'Dispatch']]);
  });
});

describe('messages', () => {
  it('for some are seen by them alone', async () => {
    const { id } = await world.declare();
    const post = (key: string, onlyFor: string[] | null) => postMessage(world.db, { incidentId: id, key, kind: 'system', author: null, authorName: 'Dispatch', body: key, onlyFor });
    const hidden = await post('for tom', ['Tom@example.com']);
    await post('for all', null);
    const bodies = async (email: string) => (await listMessages(world.db, { email }, { incidentId: id, limit: 5 })).data.map((m) => [m.body, m.onlyForYou]);
    expect(await bodies('tom@example.com')).toEqual([['for tom', true], ['for all', false]]);
    expect(await bodies('ann@example.com')).toEqual([['for all', false]]);
    expect(await messageById(world.db, { email: 'ann@example.com' }, { incidentId: id, id: hidden.id })).toBeNull();
    const counts = await Promise.all([world.viewer('Tom'), world.viewer('Ann')].map(async (v) => (await incidentDetail(world.db, await v, id))?.counts.messages));
    expect(counts).toEqual([2, 1]);
  });

  it('carry files of their own incident only', async () => {
    const [one, other] = [await world.declare(), await world.declare()];
    const file = await saveFile(world.db, { incidentId: one.id, name: 'log.txt', mediaType: 'text/plain', content: Buffer.from('trace'), uploadedBy: null });
    for (const { id } of [one, other]) await postMessage(world.db, { incidentId: id, key: 'f', kind: 'person', author: null, authorName: 'A', body: 'see', fileIds: [file.id] });
    const files = async (id: string) => (await listMessages(world.db, { email: 'x' }, { incidentId: id, limit: 5 })).data.flatMap((m) => m.files.map((f) => f.name));
    expect([await files(one.id), await files(other.id)]).toEqual([['log.txt'], []]);
    expect(await readFile(world.db, other.id, file.id)).toBeNull();
    expect((await readFile(world.db, one.id, file.id))?.content.toString()).toBe('trace');
  });
});

describe('an incident', () => {
  it('is shown whole in one statement and one for what is like it', async () => {
    const statements: string[] = [];
    const counted = await createIncidentWorld({ onStatement: (sql) => statements.push(sql) });
    try {
      const nadia = await counted.person('Nadia');
      const { id } = await counted.declare({ title: 'Search is slow', description: 'Since noon.' });
      await counted.declare({ title: 'Search is slow again' });
      await counted.command(id, 'postReport', { data: { reportId: randomUUID(), report: { kind: 'executive', currentStatus: 'Slow', overview: 'O', nextSteps: 'N' } }, by: nadia });
      const viewer = await counted.viewer('Vera');
      statements.length = 0;
      const detail = await incidentDetail(counted.db, viewer, id);
      expect(statements).toHaveLength(2);
      expect(detail).toMatchObject({
        title: 'Search is slow', description: 'Since noon.', severity: 'Sev 3', severityInfo: { name: 'Sev 3', rank: 3 }, lastReportText: 'Slow', workflowStartedAt: null, runId: null,
        participants: [{ person: { email: 'omar@example.com' }, source: 'holds a role', roles: [{ role: 'reporter', to: null }, { role: 'commander', to: null }] }],
        stages: [{ stage: 'active', to: null }], counts: { messages: 0, events: 2, reports: 1, files: 0 }, related: [{ title: 'Search is slow again' }], access: { visibility: 'open' },
      });
      expect(detail?.timers.map((t) => t.id)).toEqual(expect.arrayContaining(['report/tactical', 'stale']));
      expect((await listReports(counted.db, id))[0]).toMatchObject({ kind: 'executive', author: 'Nadia', fields: [{ name: 'currentStatus', text: 'Slow' }, { name: 'overview' }, { name: 'nextSteps' }] });
    } finally {
      await counted.stop();
    }
  });

  it('without a workflow is found until it was started', async () => {
    const { id } = await world.declare();
    const missing = async () => (await incidentsWithoutWorkflow(world.db, { limit: 100, olderThanSeconds: 0 })).some((i) => i.incidentId === id);
    expect(await missing()).toBe(true);
    await markWorkflowStarted(world.db, id, 'run-1');
    expect(await missing()).toBe(false);
    expect((await incidentDetail(world.db, await world.viewer('Vera'), id))?.runId).toBe('run-1');
  });

  it('has one postmortem and one rating a person', async () => {
    const nadia = await world.person('Nadia');
    const opened = await ten(() => openPostmortem(world.db, { incidentId: incident.id, organizationId: world.organizationId, ownerId: nadia.personId, dueAt: '2026-03-01T00:00:00.000Z' }));
    expect(new Set(opened.map((p) => p.postmortemId)).size).toBe(1);
    for (const rating of [2, 5]) await saveFeedback(world.db, { incidentId: incident.id, personId: nadia.personId, rating, text: '' });
    expect(await select(world.db, 'select rating from feedback')).toEqual([{ rating: 5 }]);
  });
});
