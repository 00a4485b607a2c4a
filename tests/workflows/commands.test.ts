import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { incidentSignals } from '../../workflows/incident/messages.ts';
import { command, declaration, EXERCISE, MARA, NADIA, OMAR, person } from '../support/incident-builders.ts';
import { isProvisioned, startHarness, toStage, type Harness, type RunningIncident } from './support/harness.ts';
import './support/patience.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());
afterEach(() => harness.world.calm());

async function provisioned(overrides: Parameters<Harness['declare']>[0] = {}): Promise<RunningIncident> {
  const incident = await harness.declare({ type: EXERCISE, ...overrides });
  await incident.until('all steps have ended', isProvisioned);
  return incident;
}
const note = (text: string) => command('addNote', { text, at: null });

describe('commands', () => {
  it('answer with a version that can be read, and the events they made', async () => {
    const incident = await provisioned();
    const answer = await incident.send(command('editIncident', { edit: { title: 'Payments are down' } }));
    expect(incident.stored()).toMatchObject({ title: 'Payments are down' });
    expect(incident.stored().version).toBeGreaterThanOrEqual(answer.version);
    expect(answer.seqs.map((seq) => harness.world.of(incident.id).events[seq - 1]?.kind)).toEqual(['incident.edited']);
  });

  it('that change nothing make no events', async () => {
    const incident = await provisioned();
    const { version } = incident.stored();
    await expect(incident.send(command('assignRole', { person: NADIA, role: 'commander' }))).resolves.toEqual({ version, seqs: [] });
    expect(incident.stored().version).toBe(version);
  });

  it('with the same id have one effect and one answer, at once or later', async () => {
    const incident = await provisioned();
    const twice = note('once');
    const [a, b] = await Promise.all([incident.send(twice), incident.send(twice)]);
    expect(a).toEqual(b);
    // Another update id, as after a continued run: Temporal does not know that it is the same, the incident does.
    const again = await incident.handle.executeUpdate('addNote', { args: [twice], updateId: randomUUID() });
    expect(again).toEqual(a);
    expect(harness.world.kinds(incident.id).filter((k) => k === 'note.added')).toHaveLength(1);
  });

  it('start the workflow of an incident that has none', async () => {
    const state = harness.world.store(declaration({ type: EXERCISE }, await harness.now()));
    const incident = harness.attach(state.id);
    await incident.send(note('first'));
    const provisionedState = await incident.until('all steps have ended', isProvisioned);
    expect(provisionedState.resources.ticket).toBeDefined();
  });

  it('arrive 50 at once and are all done, each once, in order of their events', async () => {
    const incident = await provisioned();
    const before = { version: incident.stored().version, writes: harness.world.writes };
    const notes = Array.from({ length: 40 }, (_, n) => note(`note ${n}`));
    const edits = [command('editIncident', { edit: { title: 'T' } }), command('editIncident', { edit: { description: 'D' } }), command('editIncident', { edit: { tags: ['t'] } })];
    const people = Array.from({ length: 7 }, (_, n) => command('addParticipant', { person: person(`Person ${n}`), role: 'participant', source: { kind: 'added' } }));
    const answers = await Promise.all([...notes, ...edits, ...people].map((c) => incident.send(c)));
    const seqs = answers.flatMap((a) => a.seqs);
    expect(new Set(seqs).size).toBe(50);
    const state = await incident.until('the upkeep is done', isProvisioned);
    expect(state).toMatchObject({ title: 'T', description: 'D', tags: ['t'] });
    expect(state.participants).toHaveLength(9);
    expect(harness.world.of(incident.id).events.map((e) => e.seq)).toEqual(Array.from({ length: state.version }, (_, n) => n + 1));
    expect(state.version).toBeGreaterThanOrEqual(before.version + 50);
  });
});

describe('what follows from commands', () => {
  it('is one refresh for many edits, and messages about each', async () => {
    const incident = await provisioned();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    harness.world.trouble('refreshResources', () => held);
    for (const title of ['A', 'B', 'C', 'D']) await incident.send(command('editIncident', { edit: { title } }));
    release();
    await incident.until('it is refreshed', isProvisioned);
    // The one that was under way, and one for all that came meanwhile.
    expect(harness.world.callsOf(incident.id, 'refreshResources')).toHaveLength(3);
    const announced = harness.world.callsOf(incident.id, 'announceEvents').flatMap((c) => c.input['seqs']);
    expect(announced).toEqual(harness.world.of(incident.id).events.filter((e) => e.kind === 'incident.edited').map((e) => e.seq));
  });

  it('lets people in and welcomes them, and takes them out', async () => {
    const incident = await provisioned();
    await incident.send(command('addParticipant', { person: MARA, role: 'participant', source: { kind: 'added' } }));
    await incident.until('she is in', isProvisioned);
    expect(harness.world.callsOf(incident.id, 'admitParticipants')).toHaveLength(2);
    await incident.send(command('removeParticipant', { email: MARA.email }));
    const state = await incident.until('she is out', (s) => s.steps[`dismiss-${MARA.personId}`]?.state === 'succeeded');
    expect(state.participants.find((p) => p.personId === MARA.personId)?.removedAt).not.toBeNull();
    expect(harness.world.callsOf(incident.id, 'dismissParticipant')[0]?.input['person']).toEqual(MARA);
    await incident.send(toStage('closed'));
    await incident.handle.result();
    expect(harness.world.callsOf(incident.id, 'welcomeParticipant').map((c) => c.input['person'])).toEqual([MARA]);
  });

  it('makes resources private, and shows when that fails', async () => {
    harness.world.trouble('setVisibility', () => {
      throw new Error('500');
    });
    const incident = await provisioned();
    await incident.send(command('editIncident', { edit: { visibility: 'restricted' } }));
    await incident.until('the rest is done', (s) => s.steps['refresh']?.run === 2 && s.steps['refresh'].state === 'succeeded');
    expect((await incident.steps())['visibility']).toMatchObject({ state: 'running', title: 'Make the resources private or open' });
    harness.world.calm();
    await harness.pass(10_000);
    await incident.until('it is private', (s) => s.steps['visibility']?.state === 'succeeded');
  });

  it('sends reports, and a failing message stops nothing', async () => {
    const incident = await provisioned();
    harness.world.trouble('sendReport', () => {
      throw new Error('no mail');
    });
    await incident.send(command('postReport', { reportId: 'r1', report: { kind: 'tactical', conditions: 'c', actions: 'a', needs: 'n' } }));
    expect(incident.stored().reports.tactical.count).toBe(1);
    await incident.send(toStage('closed'));
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'closed' });
  });
});

describe('signals', () => {
  it('bring in and take out people who came through a vendor, once', async () => {
    const incident = await provisioned();
    const joined = { person: MARA, role: 'observer' as const, through: 'slack', signalId: 'evt1' };
    await incident.handle.signal(incidentSignals.participantJoined, joined);
    await incident.handle.signal(incidentSignals.participantJoined, joined);
    const state = await incident.until('she is there', (s) => s.participants.length === 3 && isProvisioned(s));
    expect(state.participants[2]).toMatchObject({ name: 'Mara', source: { kind: 'self' } });
    await incident.handle.signal(incidentSignals.participantLeft, { email: MARA.email, through: 'slack', signalId: 'evt2' });
    await incident.until('she is gone', (s) => s.participants[2]?.removedAt !== null);
    expect(harness.world.of(incident.id).events.find((e) => e.kind === 'participant.removed')?.actor).toEqual({ kind: 'plugin', name: 'slack' });
  });

  it('a crossed amount is an event, once however often it is told', async () => {
    const incident = await provisioned();
    const crossed = { alertId: 'a1', name: 'Board', measure: 'total' as const, amount: '1000.00', total: '1004.50', currency: 'USD', number: 1, signalId: 'cost/a1/1' };
    await incident.handle.signal(incidentSignals.costThresholdCrossed, crossed);
    await incident.handle.signal(incidentSignals.costThresholdCrossed, crossed);
    await incident.handle.signal(incidentSignals.costThresholdCrossed, { ...crossed, number: 2, signalId: 'cost/a1/2' });
    await incident.send(note('after'));
    const told = harness.world.of(incident.id).events.filter((e) => e.kind === 'cost.thresholdCrossed');
    expect(told.map((e) => e.data)).toMatchObject([{ name: 'Board', total: '1004.50', number: 1 }, { number: 2 }]);
  });

  it('that are refused, unknown or not handled break nothing', async () => {
    const incident = await provisioned();
    await incident.handle.signal(incidentSignals.participantLeft, { email: NADIA.email, through: 'slack', signalId: 'evt3' });
    await incident.handle.signal('somethingFromTheFuture', { x: 1 });
    // as the first version sent it
    await incident.handle.signal('costThresholdCrossed', { threshold: '1000', total: '1200', currency: 'USD' });
    await incident.handle.signal(incidentSignals.activityNoted, { at: 'not a time' });
    await incident.handle.signal(incidentSignals.postmortemPublished, { by: OMAR, signalId: 'evt4' });
    await incident.send(note('still alive'));
    expect(incident.stored().participants.every((p) => p.removedAt === null)).toBe(true);
    expect(incident.stored().postmortem).toBeNull();
  });
});
