import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nextDeadlines } from '../../../domain/incident/deadlines.ts';
import type { EventData, EventKind } from '../../../domain/incident/events.ts';
import { fold } from '../../../domain/incident/evolve.ts';
import { numbered } from '../../../domain/incident/number.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { Actor } from '../../../domain/incident/types.ts';
import { loadEvents } from '../../../models/ledger-read.ts';
import { appendEvents, loadState } from '../../../models/ledger.ts';
import { select, selectOne } from '../../../models/sql.ts';
import { recordAttempt } from '../../../models/steps.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.stop());

/** What happened, before the ledger numbers it. */
type Fact = { [K in EventKind]: { kind: K; data: EventData[K]; at?: string } }[EventKind];

const iso = (value: Date | null): string | null => value?.toISOString() ?? null;

/** An event of the automation that follows the stored state. */
async function automation(incidentId: string, event: Fact): Promise<IncidentState> {
  const { version } = await loadState(world.db, incidentId);
  const at = event.at ?? new Date().toISOString();
  const actor: Actor = { kind: 'system', name: 'Test' };
  const events = numbered([{ ...event, actor }], { incidentId, version, recordedAt: at, keyOf: (_, __, seq) => `test/${seq}` });
  return (await appendEvents(world.db, incidentId, events)).state;
}

async function people(incidentId: string): Promise<unknown[]> {
  const rows = await select<{ person_id: string; removed_at: Date | null; roles: { role: string; from: Date; to: Date | null }[] }>(
    world.db,
    `select p.person_id, p.removed_at, (select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'from', r.from_at, 'to', r.to_at) order by r.role, r.from_at), '[]')
       from participant_roles r where r.incident_id = p.incident_id and r.person_id = p.person_id) as roles
     from participants p where p.incident_id = $1 order by p.person_id`,
    [incidentId],
  );
  return rows.map((p) => ({ id: p.person_id, removedAt: iso(p.removed_at), roles: p.roles.map((r) => ({ role: r.role, from: new Date(r.from).toISOString(), to: r.to === null ? null : new Date(r.to).toISOString() })) }));
}

function peopleOf(state: IncidentState): unknown[] {
  const order = (a: { role: string; from: string }, b: { role: string; from: string }) => (`${a.role} ${a.from}` < `${b.role} ${b.from}` ? -1 : 1);
  return [...state.participants].sort((a, b) => (a.personId < b.personId ? -1 : 1)).map((p) => ({ id: p.personId, removedAt: p.removedAt, roles: [...p.roles].sort(order) }));
}

describe('the projection', () => {
  it('equals the state after a whole life', async () => {
    const [omar, nadia, tom] = await Promise.all(['Omar', 'Nadia', 'Tom'].map((name) => world.person(name)));
    if (!omar || !nadia || !tom) throw new Error('people are missing');
    const { id } = await world.declare({ tags: ['region/eu'], reporter: omar, commander: omar, at: '2026-03-01T10:00:00.000Z' });
    const taskId = randomUUID();
    const at = (minute: number) => `2026-03-01T11:${String(minute).padStart(2, '0')}:00.000Z`;
    const { db } = world;
    await world.command(id, 'assignRole', { data: { person: nadia, role: 'commander' }, by: omar, at: at(1) });
    await world.command(id, 'addParticipant', { data: { person: tom, role: 'participant', source: { kind: 'added' } }, by: nadia, at: at(2) });
    await world.command(id, 'createTask', { data: { taskId, title: 'Fail over', description: '', kind: 'response', assignee: tom, dueAt: at(40) }, by: nadia, at: at(3) });
    await world.command(id, 'postReport', { data: { reportId: randomUUID(), report: { kind: 'tactical', conditions: 'Down.', actions: 'Failing  over\nnow.', needs: 'None.' } }, by: nadia, at: at(4) });
    await world.command(id, 'editIncident', { data: { edit: { title: 'Checkout fails in EU', tags: ['region/eu', 'vendor/psp'], visibility: 'restricted' } }, by: nadia, at: at(5) });
    await world.command(id, 'updateTask', { data: { taskId, changes: { state: 'done' } }, by: tom, at: at(6) });
    await world.command(id, 'removeParticipant', { data: { email: tom.email }, by: nadia, at: at(7) });
    await automation(id, { kind: 'incident.keyed', data: { key: 'PAY-8841', formerKey: (await loadState(db, id)).key }, at: at(8) });
    await automation(id, { kind: 'step.succeeded', data: { step: 'ticket', run: 1, resource: { kind: 'ticket', provider: 'jira', externalId: '10', url: 'https://jira.example.com/PAY-8841', name: 'PAY-8841' }, note: null }, at: at(9) });
    await world.command(id, 'changeStage', { data: { stage: 'stable', reason: null }, by: nadia, at: at(10) });
    const closed = await world.command(id, 'changeStage', { data: { stage: 'closed', reason: 'Fixed' }, by: nadia, at: at(20) });

    const state = fold(await loadEvents(db, id));
    expect(state).toEqual(closed);
    const row = await selectOne<Record<string, unknown>>(db, 'select * from incidents where id = $1', [id]);
    expect(row).toMatchObject({
      key: 'PAY-8841', title: 'Checkout fails in EU', stage: 'closed', visibility: 'restricted', tags: ['region/eu', 'vendor/psp'], version: closed.version, state: closed,
      commander_id: nadia.personId, commander_email: nadia.email, reporter_id: omar.personId, tasks_open: 0, tasks_total: 1, participants_count: 2,
      participant_ids: [omar.personId, nadia.personId], last_report_text: 'Failing over now.', next_report_due_at: null,
      stage_since: new Date(at(20)), stable_at: new Date(at(10)), closed_at: new Date(at(20)), last_report_at: new Date(at(4)), review_due_at: new Date('2026-03-06T11:20:00.000Z'),
    });
    expect(await people(id)).toEqual(peopleOf(closed));
    const keys = await select<{ key: string }>(db, 'select key from incident_keys where incident_id = $1 order by key', [id]);
    expect(keys.map((k) => k.key)).toEqual([...closed.formerKeys, 'PAY-8841'].sort());
    expect(await selectOne(db, 'select kind, provider, external_id, url, name, state from incident_resources where incident_id = $1', [id])).toEqual({ kind: 'ticket', provider: 'jira', external_id: '10', url: 'https://jira.example.com/PAY-8841', name: 'PAY-8841', state: 'ready' });
    expect(await selectOne(db, 'select state, assignee_id, done_at from tasks where id = $1', [taskId])).toEqual({ state: 'done', assignee_id: tom.personId, done_at: new Date(at(6)) });
  });

  it('shows when the next report is due, and nothing of it once nobody waits', async () => {
    const nadia = await world.person('Nadia');
    const { id } = await world.declare({ priority: { ...world.resolved.priority, tacticalReportMinutes: 30, executiveReportMinutes: 120 } });
    const due = async () => iso((await selectOne<{ at: Date | null }>(world.db, 'select next_report_due_at as at from incidents where id = $1', [id]))?.at ?? null);
    const report = nextDeadlines(await loadState(world.db, id)).find((d) => d.kind === 'report');
    expect(await due()).toBe(report?.at);
    await world.command(id, 'changeStage', { data: { stage: 'stable', reason: null }, by: nadia });
    expect(await due()).toBeNull();
  });

  it('refuses a key that another incident answers to', async () => {
    const [one, other] = [await world.declare(), await world.declare()];
    await expect(automation(other.id, { kind: 'incident.keyed', data: { key: one.key, formerKey: other.key } })).rejects.toMatchObject({ code: 'conflict' });
    expect((await loadState(world.db, other.id)).key).toBe(other.key);
  });

  it('keeps pins and amended texts beside the ledger', async () => {
    const nadia = await world.person('Nadia');
    const { id } = await world.declare();
    const overlay = () => selectOne(world.db, 'select pinned, amended_text, amended_by from event_overlays where incident_id = $1 and seq = 1', [id]);
    await world.command(id, 'pinEvent', { data: { seq: 1, pinned: true }, by: nadia });
    await world.command(id, 'amendEvent', { data: { seq: 1, text: 'Card payments fail.' }, by: nadia });
    expect(await overlay()).toEqual({ pinned: true, amended_text: 'Card payments fail.', amended_by: 'Nadia' });
    await world.command(id, 'pinEvent', { data: { seq: 1, pinned: false }, by: nadia });
    expect(await overlay()).toEqual({ pinned: false, amended_text: 'Card payments fail.', amended_by: 'Nadia' });
  });

  it('shows a postmortem as scheduled, published, and a draft again after a reopening', async () => {
    const nadia = await world.person('Nadia');
    const { id } = await world.declare({ commander: nadia });
    await world.command(id, 'changeStage', { data: { stage: 'closed', reason: null }, by: nadia });
    await automation(id, { kind: 'stage.changed', data: { from: 'closed', to: 'review', reason: null } });
    const row = () => selectOne(world.db, 'select state, owner_id, published_by, meeting_at from postmortems where incident_id = $1', [id]);
    await automation(id, { kind: 'postmortem.scheduled', data: { meetingAt: '2026-03-04T14:00:00.000Z', dueAt: '2026-03-06T14:00:00.000Z', owner: nadia } });
    expect(await row()).toEqual({ state: 'scheduled', owner_id: nadia.personId, published_by: null, meeting_at: new Date('2026-03-04T14:00:00.000Z') });
    await automation(id, { kind: 'postmortem.published', data: { by: nadia } });
    expect(await row()).toMatchObject({ state: 'published', published_by: nadia.personId });
    await world.command(id, 'changeStage', { data: { stage: 'active', reason: null }, by: nadia });
    expect(await row()).toEqual({ state: 'drafting', owner_id: nadia.personId, published_by: null, meeting_at: null });
  });
});

describe('steps', () => {
  const arm = (id: string, run: number) => automation(id, { kind: 'steps.armed', data: { steps: [{ step: 'zeta', run, title: 'First', needs: [] }, { step: 'alpha', run, title: 'Second', needs: ['zeta'] }] } });
  const steps = (id: string) => select<Record<string, unknown>>(world.db, 'select step, title, needs, state, run, attempts, last_error from incident_steps where incident_id = $1 order by position, step', [id]);
  const attempt = (incidentId: string, change: { run?: number; attempt: number; state: 'running' | 'waiting'; error?: string }) =>
    recordAttempt(world.db, { incidentId, step: 'zeta', run: change.run ?? 1, attempt: change.attempt, state: change.state, error: change.error ?? null, nextAttemptAt: null });

  it('stand in the order in which they were taken on', async () => {
    const { id } = await world.declare();
    await arm(id, 1);
    expect(await steps(id)).toEqual([
      { step: 'zeta', title: 'First', needs: [], state: 'pending', run: 1, attempts: 0, last_error: null },
      { step: 'alpha', title: 'Second', needs: ['zeta'], state: 'pending', run: 1, attempts: 0, last_error: null },
    ]);
  });

  it('show their tries live; late reports never bring a step back', async () => {
    const { id } = await world.declare();
    await arm(id, 1);
    await attempt(id, { attempt: 1, state: 'running' });
    await attempt(id, { attempt: 1, state: 'waiting', error: 'No answer' });
    expect((await steps(id))[0]).toMatchObject({ state: 'waiting', attempts: 1, last_error: 'No answer' });
    await attempt(id, { attempt: 2, state: 'running' });
    await attempt(id, { attempt: 1, state: 'waiting', error: 'Late' });
    expect((await steps(id))[0]).toMatchObject({ state: 'running', attempts: 2, last_error: 'No answer' });
    await automation(id, { kind: 'step.succeeded', data: { step: 'zeta', run: 1, resource: null, note: 'Done' } });
    await attempt(id, { attempt: 3, state: 'running' });
    expect((await steps(id))[0]).toMatchObject({ state: 'succeeded', attempts: 2, last_error: null });
  });

  it('begin from nothing in a new run', async () => {
    const { id } = await world.declare();
    await arm(id, 1);
    await automation(id, { kind: 'step.failed', data: { step: 'zeta', run: 1, error: 'Revoked key', attempts: 3 } });
    expect((await steps(id))[0]).toMatchObject({ state: 'failed', attempts: 3, last_error: 'Revoked key' });
    await arm(id, 2);
    await attempt(id, { run: 1, attempt: 4, state: 'running' });
    expect((await steps(id)).find((s) => s['step'] === 'zeta')).toMatchObject({ state: 'pending', run: 2, attempts: 0, last_error: null });
  });
});
