import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { IncidentDetail } from '../../api/contract/incidents.ts';
import type { Message, TimelineEvent } from '../../api/contract/timeline.ts';
import type { Task } from '../../api/contract/tasks.ts';
import type { Problem } from '../../api/contract/common.ts';
import { startApi, type Caller, type Reply, type TestApi } from './support/api.ts';

type M = z.infer<typeof Message>;
type Messages = { data: M[]; nextCursor: string | null };
let api: TestApi;
let ana: Caller;
let bo: Caller;
let incident: IncidentDetail;

beforeAll(async () => {
  api = await startApi();
  [ana, bo] = await Promise.all([api.person('ana'), api.person('bo')]);
});
beforeEach(async () => {
  api.gateway.isAway = false;
  incident = (await ana.call<IncidentDetail>('POST', '/incidents', { title: 'Cards *fail*', description: 'd' })).body;
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.stop();
});

const post = (by: Caller, body: string, more: object = {}): Promise<Reply<M & Problem>> => by.call<M & Problem>('POST', `/incidents/${incident.id}/messages`, { body, ...more });
const read = async (by: Caller, query = ''): Promise<Messages> => (await by.call<Messages>('GET', `/incidents/${incident.id}/messages${query}`)).body;
const now = async (): Promise<IncidentDetail> => (await ana.call<IncidentDetail>('GET', `/incidents/${incident.id}`)).body;
const typed = async (by: Caller, text: string): Promise<string> => {
  const reply = await post(by, text);
  expect(reply).toMatchObject({ status: 201, body: { kind: 'system', onlyForYou: true } });
  return reply.body.body;
};

describe('the conversation', () => {
  it('keeps what people write, once, and shows it to all', async () => {
    const first = await post(ana, ' Hello, can anybody see the logs? ', { clientId: 'c1' });
    const again = await post(ana, 'Hello, can anybody see the logs?', { clientId: 'c1' });
    expect(first.body).toMatchObject({ kind: 'person', body: 'Hello, can anybody see the logs?', author: { email: 'ana@example.com' }, onlyForYou: false });
    expect(again.body.id).toBe(first.body.id);
    const same = await post(bo, 'Same client id of another person', { clientId: 'c1' });
    expect(same.body.author?.email).toBe('bo@example.com');
    expect((await read(bo)).data.map((m) => m.body)).toEqual(['Hello, can anybody see the logs?', 'Same client id of another person']);
  });

  it('pages back in time, and forward after a position', async () => {
    for (let i = 1; i <= 5; i += 1) await post(ana, `message ${i}`);
    const newest = await read(ana, '?limit=2');
    expect(newest.data.map((m) => m.body)).toEqual(['message 4', 'message 5']);
    const older = await read(ana, `?limit=2&cursor=${newest.nextCursor}`);
    expect(older.data.map((m) => m.body)).toEqual(['message 2', 'message 3']);
    const last = await read(ana, `?limit=2&cursor=${older.nextCursor}`);
    expect([last.data.map((m) => m.body), last.nextCursor]).toEqual([['message 1'], null]);
    expect((await read(ana, `?after=${newest.data[0]?.position}`)).data.map((m) => m.body)).toEqual(['message 5']);
  });

  it('knows who is mentioned, and tells the author alone who is absent', async () => {
    const reply = await post(ana, 'Look, @bo: ask @ana and @nobody, not `@ana` or mail@bo.example.com; @bo@example.com');
    expect(reply.body.mentions.sort()).toEqual(['ana@example.com', 'bo@example.com']);
    const hint = (await read(ana)).data.find((m) => m.kind === 'system');
    expect(hint?.body).toContain('Bo takes no part here');
    expect(hint?.body).toContain('/add bo@example.com');
    expect((await read(bo)).data.some((m) => m.kind === 'system')).toBe(false);
  });

  it('takes answers and files of the same incident only', async () => {
    const other = (await ana.call<IncidentDetail>('POST', '/incidents', { title: 'Other', description: 'd' })).body;
    const file = (await ana.call<{ id: string }>('POST', `/incidents/${incident.id}/files?name=a.txt`, 'x', { 'content-type': 'text/plain' })).body.id;
    const message = await post(ana, 'see file', { fileIds: [file] });
    expect(message.body.files).toEqual([{ id: file, name: 'a.txt', mediaType: 'text/plain', size: 1 }]);
    expect((await post(bo, 'thanks', { replyTo: message.body.id })).body.replyTo).toBe(message.body.id);
    const foreign = await ana.call<Problem>('POST', `/incidents/${other.id}/messages`, { body: 'x', replyTo: message.body.id });
    expect(foreign.body.errors?.[0]?.pointer).toBe('/replyTo');
    const foreignFile = await ana.call<Problem>('POST', `/incidents/${other.id}/messages`, { body: 'x', fileIds: [file] });
    expect(foreignFile.body.errors?.[0]?.pointer).toBe('/fileIds/0');
  });
});

describe('typed commands', () => {
  it('answer their author alone', async () => {
    expect(await typed(ana, '/help')).toContain('/stage <active|stable|closed>');
    expect((await read(ana)).data.map((m) => [m.kind, m.onlyForYou])).toEqual([['command', true], ['system', true]]);
    expect((await read(bo)).data).toEqual([]);
  });

  it('do what the routes do', async () => {
    expect(await typed(ana, '/stage stable it is calm')).toBe('The incident is stable now.');
    await typed(ana, '/severity sev 1');
    await typed(ana, '/priority P1');
    await typed(ana, '/type Data');
    await typed(ana, '/title A new *title*');
    expect(await typed(ana, '/add @bo as observer')).toContain('bo@example.com added as observer');
    expect(await typed(ana, '/commander @bo')).toBe('bo@example.com is commander now.');
    expect(await typed(ana, '/task "Rotate the key" @bo due 2h')).toMatch(/^Task created: Rotate the key, for bo@example.com, due /);
    await typed(ana, '/note Failed over');
    await typed(ana, '/report tactical errors; rolling back; nobody');
    expect(await now()).toMatchObject({ stage: 'stable', severity: 'Sev 1', priority: 'P1', type: 'Data', title: 'A new *title*', commander: { email: 'bo@example.com' }, tasksOpen: 1, counts: { reports: 1 } });
    expect(await typed(ana, '/list-tasks')).toContain('1. Rotate the key, Bo, due ');
    expect(await typed(bo, '/done 1')).toBe('Done: Rotate the key');
    expect(await typed(ana, '/summary')).toContain('A new \\*title\\*');
    expect(await typed(ana, '/participants')).toContain('Bo (bo@example.com): commander');
    const notes = await ana.call<{ data: z.infer<typeof TimelineEvent>[] }>('GET', `/incidents/${incident.id}/events?kind=note`);
    expect(notes.body.data).toHaveLength(1);
  });

  it('say why they are refused, and change nothing', async () => {
    expect(await typed(ana, '/severity Awful')).toContain('is not known; there is');
    expect(await typed(ana, '/stage active')).toBe('The incident is already active.');
    expect(await typed(ana, '/commander @nobody')).toContain('Nobody here is called “@nobody”');
    expect(await typed(ana, '/done 3')).toContain('There are no tasks yet');
    expect(await typed(ana, '/fly')).toContain('There is no command `/fly`');
    expect(await typed(bo, '/title Mine')).toContain('You may not change this incident');
    expect(await typed(ana, '/retry moon')).toContain('no step “moon”');
    expect((await now()).version).toBe(1);
  });

  it('are carried out once when they are sent twice', async () => {
    const body = { clientId: 'twice' };
    const [one, two] = [await post(ana, '/note Once', body), await post(ana, '/note Once', body)];
    expect(two.body.id).toBe(one.body.id);
    expect((await now()).version).toBe(2);
    expect((await read(ana)).data).toHaveLength(2);
  });

  it('say so when Temporal is away, while plain messages still arrive', async () => {
    api.gateway.isAway = true;
    expect(await typed(ana, '/stage stable')).toContain('Temporal');
    expect((await post(ana, 'We talk on')).status).toBe(201);
  });

  it('ask when a name may mean several people, and prefer those who take part', async () => {
    for (const email of ['kim.a@example.com', 'kim.b@example.com']) await ana.call('POST', `/incidents/${incident.id}/participants`, { email });
    expect(await typed(ana, '/role scribe kim')).toContain('may be Kim A (kim.a@example.com) or Kim B');
    await ana.call('DELETE', `/incidents/${incident.id}/participants/kim.b@example.com`);
    expect(await typed(ana, '/role scribe kim')).toBe('kim.a@example.com is scribe now.');
    expect(await typed(ana, '/role liaison me')).toBe('ana@example.com is liaison now.');
  });
});

describe('timeline, reports and tasks', () => {
  it('tells what happened in sentences, newest first, page by page', async () => {
    await ana.call('PATCH', `/incidents/${incident.id}`, { severity: 'Sev 1' });
    const back = await ana.call<z.infer<typeof TimelineEvent>>('POST', `/incidents/${incident.id}/events`, { text: 'Seen by *support*', at: '2026-11-20T08:00:00+01:00' });
    expect(back.body).toMatchObject({ kind: 'note.added', at: '2026-11-20T07:00:00.000Z', actor: { kind: 'person', name: 'Ana' } });
    type Events = { data: z.infer<typeof TimelineEvent>[]; nextCursor: string | null; total: number };
    const all = (await ana.call<Events>('GET', `/incidents/${incident.id}/events`)).body;
    expect(all.data.map((e) => e.kind)).toEqual(['incident.edited', 'incident.declared', 'note.added']);
    expect(all.data[0]?.text).toContain('Sev 1');
    const first = (await ana.call<Events>('GET', `/incidents/${incident.id}/events?limit=2`)).body;
    const second = (await ana.call<Events>('GET', `/incidents/${incident.id}/events?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.data, ...second.data].map((e) => e.seq)).toEqual(all.data.map((e) => e.seq));
    expect((await ana.call('POST', `/incidents/${incident.id}/events`, { text: 'x', at: '2199-01-01T00:00:00Z' })).status).toBe(400);
    expect((await ana.call<{ intact: boolean; events: number }>('GET', `/incidents/${incident.id}/events/verify`)).body).toMatchObject({ intact: true, events: 3, firstBrokenSeq: null });
  });

  it('pins and amends on top of the ledger, which stays', async () => {
    const note = (await ana.call<z.infer<typeof TimelineEvent>>('POST', `/incidents/${incident.id}/events`, { text: 'Frist' })).body;
    const changed = await ana.call<z.infer<typeof TimelineEvent>>('PATCH', `/incidents/${incident.id}/events/${note.seq}`, { pinned: true, text: 'First' });
    expect(changed.body).toMatchObject({ pinned: true, amendedText: 'First', hash: note.hash });
    expect(changed.body.details.concat({ label: '', text: changed.body.text }).some((d) => d.text.includes('Frist'))).toBe(true);
    expect((await ana.call('PATCH', `/incidents/${incident.id}/events/999`, { pinned: true })).status).toBe(404);
    expect((await ana.call('PATCH', `/incidents/${incident.id}/events/9999999999`, { pinned: true })).status).toBe(404);
  });

  it('takes both kinds of report and refuses mixtures', async () => {
    const path = `/incidents/${incident.id}/reports`;
    const tactical = await ana.call('POST', path, { kind: 'tactical', conditions: 'c', actions: 'a', needs: 'n' });
    expect(tactical).toMatchObject({ status: 201, body: { kind: 'tactical', author: 'Ana', fields: [{ name: 'conditions', text: 'c' }, { name: 'actions' }, { name: 'needs' }] } });
    expect((await ana.call('POST', path, { kind: 'executive', currentStatus: 's', overview: 'o', nextSteps: 'n' })).status).toBe(201);
    expect((await ana.call<{ data: unknown[] }>('GET', path)).body.data).toHaveLength(2);
    const mixed = await ana.call<Problem>('POST', path, { kind: 'tactical', conditions: 'c', overview: 'o', needs: ' ' });
    expect(mixed.body.errors?.map((e) => e.pointer).sort()).toEqual(['/actions', '/needs', '/overview']);
    expect((await ana.call('POST', `${path}/snooze`, { kind: 'tactical', minutes: 30 })).status).toBe(204);
    expect((await ana.call('POST', `${path}/snooze`, { kind: 'tactical', minutes: 1 })).status).toBe(400);
  });

  it('creates tasks, lists them over all incidents, and lets assignees change theirs', async () => {
    const made = await ana.call<z.infer<typeof Task>>('POST', `/incidents/${incident.id}/tasks`, { title: 'Write it up', assigneeEmail: 'bo@example.com', dueAt: '2026-01-01T00:00:00Z' });
    expect(made.body).toMatchObject({ kind: 'response', state: 'open', overdue: true, assignee: { email: 'bo@example.com' }, incident: { key: incident.key } });
    const mine = await bo.call<{ data: z.infer<typeof Task>[] }>('GET', '/tasks?assignee=me&overdue=true');
    expect(mine.body.data.map((t) => t.id)).toContain(made.body.id);
    const cleared = await bo.call<z.infer<typeof Task>>('PATCH', `/tasks/${made.body.id}`, { dueAt: null, assigneeEmail: null });
    expect(cleared.body).toMatchObject({ dueAt: null, assignee: null, overdue: false });
    const cy = await api.person('cy');
    expect((await cy.call('PATCH', `/tasks/${made.body.id}`, { state: 'done' })).status).toBe(403);
    expect((await ana.call('PATCH', `/tasks/${made.body.id}`, { state: 'lost' })).status).toBe(400);
    expect((await ana.call('PATCH', `/tasks/${made.body.id}`, {})).status).toBe(400);
    const key = { 'idempotency-key': 'one-task' };
    const [one, two] = [await ana.call<{ id: string }>('POST', `/incidents/${incident.id}/tasks`, { title: 'Once' }, key), await ana.call<{ id: string }>('POST', `/incidents/${incident.id}/tasks`, { title: 'Once' }, key)];
    expect(one.body.id).toBe(two.body.id);
    await ana.call('POST', `/incidents/${incident.id}/stage`, { stage: 'closed' });
    expect((await ana.call('POST', `/incidents/${incident.id}/tasks`, { title: 'Later' })).body).toMatchObject({ kind: 'followUp' });
  });
});
