import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MINUTE } from '../../domain/time.ts';
import { incidentQueries } from '../../workflows/incident/messages.ts';
import { command, EXERCISE, HIGH } from '../support/incident-builders.ts';
import { startHarness, type Harness } from './support/harness.ts';
import './support/patience.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ suggestContinueAsNewAt: 200 });
}, 60_000);
afterAll(() => harness.stop());
afterEach(() => harness.world.calm());

const note = (text: string) => command('addNote', { text, at: null });

describe('a run that has become long', () => {
  it('continues as new with deadlines, answers and steps under way', async () => {
    harness.world.trouble('createConference', () => {
      throw new Error('503');
    });
    const incident = await harness.declare({ type: EXERCISE, priority: { ...HIGH, tacticalReportMinutes: 600, pageCommander: false } });
    await incident.until('the folder is there', (s) => s.resources.document !== undefined);
    const first = note('the first');
    const answer = await incident.send(first);
    const before = await incident.handle.describe();
    await Promise.all(Array.from({ length: 40 }, (_, n) => incident.send(note(`note ${n}`))));
    // A step that is tried again and again holds the run up for ten seconds, not for ever.
    let after = before;
    for (const since = Date.now(); after.runId === before.runId && Date.now() - since < 50_000; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      after = await incident.handle.describe();
    }
    expect(after.runId).not.toBe(before.runId);
    const attributes = ({ typedSearchAttributes }: typeof before) => Object.fromEntries(typedSearchAttributes.getAll().flatMap(({ key, value }) => (key.name.startsWith('Incident') ? [[key.name, value]] : [])));
    expect(attributes(after)).toEqual(attributes(before));
    expect(attributes(after)['IncidentStage']).toBe('active');
    await expect(incident.handle.executeUpdate('addNote', { args: [first] })).resolves.toEqual(answer);
    const timers = await incident.handle.query(incidentQueries.getTimers);
    expect(timers[0]).toMatchObject({ id: 'report/tactical', at: new Date(Date.parse(incident.stored().declaredAt) + 600 * MINUTE).toISOString() });
    harness.world.calm();
    await incident.send(command('retryStep', { step: 'conference' }));
    const state = await incident.until('the conference is there', (s) => s.resources.conference !== undefined);
    expect(state.steps['conference']?.run).toBe(1);
    expect(harness.world.callsOf(incident.id, 'createTicket')).toHaveLength(1);
  });
});
