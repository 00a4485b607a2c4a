import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { incidentQueries } from '../../workflows/incident/messages.ts';
import { by, command, EXERCISE, HIGH, MARA, OMAR } from '../support/incident-builders.ts';
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

describe('when the database', () => {
  it('is away, commands wait and are done when it is back, once', async () => {
    const incident = await provisioned();
    let isDown = true;
    const tries: number[] = [];
    harness.world.trouble('recordEvents', (_, attempt) => {
      tries.push(attempt);
      if (isDown) throw new Error('connect ECONNREFUSED');
    });
    const answer = incident.send(note('during the outage'));
    while (tries.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(harness.world.kinds(incident.id)).not.toContain('note.added');
    isDown = false;
    await harness.pass(20_000);
    await answer;
    expect(harness.world.kinds(incident.id).filter((k) => k === 'note.added')).toHaveLength(1);
  });

  it('commits but the answer is lost, nothing is written twice', async () => {
    const incident = await provisioned();
    harness.world.lostAnswers = 3;
    const answer = incident.send(note('lost answer'));
    await harness.pass(10_000);
    await answer;
    expect(harness.world.of(incident.id).events.filter((e) => e.kind === 'note.added')).toHaveLength(1);
  });

  it('knows more than the workflow, the workflow takes its word and decides anew', async () => {
    const incident = await provisioned();
    const stored = harness.world.of(incident.id);
    const seq = stored.state.version + 1;
    const at = await harness.now();
    // Somebody restored the ledger by hand: an event that the workflow has never seen.
    harness.world.inject({ incidentId: incident.id, seq, key: 'by-hand', kind: 'incident.edited', at, recordedAt: at, actor: by(OMAR), data: { changes: [{ field: 'title', from: 'x', to: 'By hand' }], edit: { title: 'By hand' } } });
    const answer = await incident.send(command('editIncident', { edit: { description: 'By command' } }));
    expect(answer.seqs).toEqual([seq + 1]);
    expect(incident.stored()).toMatchObject({ title: 'By hand', description: 'By command' });
    expect((await incident.handle.query(incidentQueries.getState))?.title).toBe('By hand');
  });

  it('refuses one change for good, only that one fails', async () => {
    const incident = await provisioned();
    harness.world.trouble('recordEvents', ({ kinds }) => {
      if (Array.isArray(kinds) && kinds.includes('task.created')) throw ApplicationFailure.create({ message: 'violates foreign key', type: 'SequelizeForeignKeyConstraintError' });
    });
    const results = await Promise.allSettled([
      incident.send(note('before')),
      incident.send(command('createTask', { taskId: 't', title: 'T', description: '', kind: 'response', assignee: null, dueAt: null })),
      incident.send(note('after')),
    ]);
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { cause: { type: 'conflict', message: expect.stringContaining('violates foreign key') } } });
    expect(incident.stored().tasks).toEqual([]);
    await incident.send(note('goes on'));
    expect(harness.world.kinds(incident.id).filter((k) => k === 'note.added')).toHaveLength(3);
  });

  it('forgets the incident, its workflow ends', async () => {
    const incident = await provisioned();
    harness.world.incidents.delete(incident.id);
    await expect(incident.handle.executeUpdate('addNote', { args: [note('into the void')] })).rejects.toThrow();
    await expect(incident.handle.result()).rejects.toMatchObject({ cause: { type: 'not-found' } });
  });
});

describe('a worker', () => {
  it('that remembers nothing goes on from the history at every step', async () => {
    await harness.restartWorkers({ maxCachedWorkflows: 0 });
    const incident = await provisioned({ priority: HIGH });
    await incident.send(command('assignRole', { person: MARA, role: 'scribe' }));
    await incident.send(toStage('stable'));
    await incident.until('all is done', isProvisioned);
    await incident.send(toStage('closed'));
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'closed' });
    await harness.restartWorkers();
    const names = harness.world.calls.filter((c) => c.incidentId === incident.id).map((c) => c.name);
    for (const once of ['createTicket', 'createConversation', 'sendAnnouncement', 'sendWelcome', 'pageCommander', 'archiveConversation'] as const) expect(names.filter((n) => n === once)).toHaveLength(1);
  });
});

describe('a cancelled workflow', () => {
  it('leaves nothing half done, and a command brings the incident back', async () => {
    harness.world.trouble('createConference', () => {
      throw new Error('503');
    });
    const incident = await harness.declare({ type: EXERCISE });
    await incident.until('the folder is there', (s) => s.resources.document !== undefined);
    await incident.handle.cancel();
    await expect(incident.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect(incident.stored().steps['conference']?.state).toBe('pending');
    harness.world.calm();
    await incident.send(note('we still need it'));
    const state = await incident.until('all is there', isProvisioned);
    expect(state.resources.conference).toBeDefined();
    expect(harness.world.callsOf(incident.id, 'createTicket')).toHaveLength(1);
  });
});
