import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, plus } from '../../domain/time.ts';
import { postmortemWorkflowId } from '../../workflows/ids.ts';
import { incidentQueries, incidentSignals, postmortemUpdates } from '../../workflows/incident/messages.ts';
import { command, EXERCISE, HIGH, LOW, MARA, NADIA } from '../support/incident-builders.ts';
import { needsPerson } from './support/fake-activities.ts';
import { isProvisioned, startHarness, toStage, type Harness, type RunningIncident } from './support/harness.ts';
import './support/patience.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());
afterEach(() => harness.world.calm());

const TACTICAL = { kind: 'tactical' as const, conditions: 'c', actions: 'a', needs: 'n' };
const EVERY_30_MINUTES = { type: EXERCISE, priority: { ...HIGH, pageCommander: false } };

async function provisioned(overrides: Parameters<Harness['declare']>[0] = {}): Promise<RunningIncident> {
  const incident = await harness.declare(overrides);
  await incident.until('all steps have ended', isProvisioned);
  return incident;
}
/** Ids of the reminders that were recorded, with minutes since the declaration. */
function reminders(incident: RunningIncident): string[] {
  return harness.world.of(incident.id).events.flatMap((e) => (e.kind === 'reminder.sent' ? [`${e.data.reminder.replace(/\/.{36}$/, '')} +${Math.round((Date.parse(e.at) - Date.parse(incident.stored().declaredAt)) / MINUTE)}`] : []));
}
/** Closes it for good, so that its timers are in nobody's way. */
async function finish(incident: RunningIncident): Promise<void> {
  await incident.send(toStage('closed'));
  await incident.handle.result();
}

describe('report reminders', () => {
  it('ask the commander for a report after 30 minutes, once a period, and no more when it is stable', async () => {
    const incident = await provisioned(EVERY_30_MINUTES);
    await harness.pass(29 * MINUTE);
    expect(reminders(incident)).toEqual([]);
    await harness.pass(2 * MINUTE);
    expect(reminders(incident)).toEqual(['report/tactical +30']);
    await harness.pass(28 * MINUTE);
    expect(harness.world.callsOf(incident.id, 'sendReportReminder')).toHaveLength(1);
    await harness.pass(2 * MINUTE);
    expect(reminders(incident)).toEqual(['report/tactical +30', 'report/tactical +60']);
    const [first, second] = harness.world.callsOf(incident.id, 'sendReportReminder').map((c) => c.input['deadline']);
    expect(first).not.toBe(second);
    await incident.send(toStage('stable'));
    await harness.pass(3 * HOUR);
    expect(reminders(incident)).toHaveLength(2);
    await finish(incident);
  });

  it('start the period anew with every report, and wait while they are snoozed', async () => {
    const incident = await provisioned(EVERY_30_MINUTES);
    await harness.pass(20 * MINUTE);
    await incident.send(command('postReport', { reportId: 'r1', report: TACTICAL }));
    await harness.pass(25 * MINUTE);
    expect(reminders(incident)).toEqual([]);
    await incident.send(command('snoozeReport', { kind: 'tactical', until: plus(await harness.now(), 60 * MINUTE) }));
    await harness.pass(55 * MINUTE);
    expect(reminders(incident)).toEqual([]);
    await harness.pass(10 * MINUTE);
    expect(reminders(incident)).toEqual(['report/tactical +105']);
    expect(harness.world.callsOf(incident.id, 'sendReport')).toHaveLength(1);
    await finish(incident);
  });

  it('that cannot be sent are recorded as such, and the next one comes in its time', async () => {
    harness.world.trouble('sendReportReminder', () => {
      throw needsPerson('The mail server refuses.');
    });
    const incident = await provisioned(EVERY_30_MINUTES);
    await harness.pass(31 * MINUTE);
    const event = harness.world.of(incident.id).events.find((e) => e.kind === 'reminder.sent');
    expect(event?.data).toMatchObject({ to: [], error: 'The mail server refuses.' });
    harness.world.calm();
    await harness.pass(30 * MINUTE);
    expect(reminders(incident)).toEqual(['report/tactical +30', 'report/tactical +60']);
    await finish(incident);
  });

  it('show as timers that a human understands', async () => {
    const incident = await provisioned(EVERY_30_MINUTES);
    const timers = await incident.handle.query(incidentQueries.getTimers);
    expect(timers.map((t) => [t.id, t.title])).toEqual([['report/tactical', 'Remind Nadia of a tactical report'], ['stale', 'Ask Nadia whether it is stable']]);
    const { events } = await incident.handle.fetchHistory();
    const summaries = (events ?? []).flatMap((e) => (e.timerStartedEventAttributes ? [Buffer.from(e.userMetadata?.summary?.data ?? []).toString()] : []));
    expect(summaries).toContain('"Remind Nadia of a tactical report"');
    for (const e of events ?? []) if (e.activityTaskScheduledEventAttributes) expect(e.userMetadata?.summary?.data?.length).toBeGreaterThan(5);
    await finish(incident);
  });
});

describe('a long incident', () => {
  it('runs its 30 days in seconds, with every reminder in its time', async () => {
    const incident = await provisioned();
    const declaredAt = incident.stored().declaredAt;
    await incident.send(command('createTask', { taskId: 'b7a3c1de-0000-4000-8000-000000000001', title: 'Write it up', description: '', kind: 'followUp', assignee: MARA, dueAt: plus(declaredAt, 2 * DAY + HOUR) }));
    await harness.pass(12 * HOUR);
    await incident.handle.signal(incidentSignals.activityNoted, { at: await harness.now() });
    await harness.pass(5 * DAY - 12 * HOUR);
    const h = (hours: number): number => hours * 60;
    // Quiet since hour 12, so asked at 36 and daily; the task is due at 49 and overdue daily.
    expect(reminders(incident)).toEqual([`stale +${h(36)}`, `task +${h(49)}`, `stale +${h(60)}`, `task +${h(73)}`, `stale +${h(84)}`, `task +${h(97)}`, `stale +${h(108)}`]);
    await incident.send(command('updateTask', { taskId: 'b7a3c1de-0000-4000-8000-000000000001', changes: { state: 'done' } }));
    await incident.send(toStage('stable'));
    await harness.pass(10 * DAY);
    expect(reminders(incident).slice(7)).toEqual([`close +${h(192)}`, `close +${h(264)}`, `close +${h(336)}`]);
    await incident.send(toStage('closed'));
    await incident.until('the review is on', (s) => s.stage === 'review' && s.postmortem !== null && isProvisioned(s));
    await harness.pass(7 * DAY - HOUR);
    // Due 5 days after closing (day 15): the day before, then daily.
    expect(reminders(incident).slice(10)).toEqual([`review +${h(24 * 19)}`, `review +${h(24 * 20)}`, `review +${h(24 * 21)}`]);
    await harness.pass(8 * DAY + HOUR);
    const postmortem = harness.client.workflow.getHandle(postmortemWorkflowId(incident.id));
    await postmortem.executeUpdate(postmortemUpdates.publish, { args: [{ commandId: 'p', by: NADIA }] });
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'review' });
    const history = await incident.handle.fetchHistory();
    expect(history.events?.length ?? 0).toBeLessThan(1000);
    expect(harness.world.of(incident.id).events.filter((e) => e.kind === 'reminder.sent')).toHaveLength(harness.world.calls.filter((c) => c.incidentId === incident.id && /^send.*Reminder$/.test(c.name)).length);
  });

  it('stays awake after closing for a task that is due, and ends when it is done', async () => {
    const incident = await provisioned({ type: EXERCISE, priority: LOW });
    await incident.send(command('createTask', { taskId: 'b7a3c1de-0000-4000-8000-000000000002', title: 'T', description: '', kind: 'followUp', assignee: null, dueAt: plus(await harness.now(), DAY) }));
    await incident.send(toStage('closed'));
    await harness.pass(3 * DAY + HOUR);
    expect(reminders(incident).length).toBe(3);
    await incident.send(command('updateTask', { taskId: 'b7a3c1de-0000-4000-8000-000000000002', changes: { state: 'done' } }));
    await expect(incident.handle.result()).resolves.toMatchObject({ stage: 'closed' });
  });
});
