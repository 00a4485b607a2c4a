import { describe, expect, it } from '@jest/globals';
import { nextDeadlines, type Deadline } from '../../../domain/incident/deadlines.ts';
import type { NewEvent } from '../../../domain/incident/events.ts';
import { proposedMeeting, reviewDueAt } from '../../../domain/incident/review.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { Actor } from '../../../domain/incident/types.ts';
import { declared, HIGH, LOW, MARA, NADIA } from '../../support/incident-builders.ts';
import { after, applied } from './run.ts';

const SYSTEM: Actor = { kind: 'system', name: 'Dispatch' };
const START = '2030-01-01T08:00:00.000Z';
const day1 = (time: string): string => `2030-01-01T${time}:00.000Z`;
const TACTICAL = { kind: 'tactical' as const, conditions: 'c', actions: 'a', needs: 'n' };

function of(state: IncidentState, id: string): Deadline | undefined {
  return nextDeadlines(state).find((d) => d.id === id);
}
function at(state: IncidentState, id: string): string | undefined {
  return of(state, id)?.at;
}
function reminded(state: IncidentState, id: string, when: string): IncidentState {
  const event: NewEvent = { kind: 'reminder.sent', actor: SYSTEM, data: { reminder: id, deadline: when, to: [], text: '' } };
  return applied(state, [event], when).state;
}

describe('report reminders', () => {
  const start = declared({ priority: HIGH }, START);

  it('come a period after the start, the last report, or the last reminder', () => {
    expect(of(start, 'report/tactical')).toEqual({ id: 'report/tactical', kind: 'report', at: day1('08:30'), title: 'Remind Nadia of a tactical report', detail: '30 minutes after the last one while active', report: 'tactical', taskId: null });
    expect(at(after(start, 'postReport', { reportId: 'r', report: TACTICAL }, { at: day1('08:10') }), 'report/tactical')).toBe(day1('08:40'));
    expect(at(reminded(start, 'report/tactical', day1('08:31')), 'report/tactical')).toBe(day1('09:01'));
  });

  it('never pile up: one that was sent late counts from when it was sent', () => {
    expect(at(reminded(start, 'report/tactical', day1('17:00')), 'report/tactical')).toBe(day1('17:30'));
  });

  it('are put off by a snooze, which ends with a report', () => {
    const snoozed = after(start, 'snoozeReport', { kind: 'tactical', until: day1('11:00') }, { at: day1('08:05') });
    expect(at(snoozed, 'report/tactical')).toBe(day1('11:00'));
    expect(at(after(snoozed, 'postReport', { reportId: 'r', report: TACTICAL }, { at: day1('08:10') }), 'report/tactical')).toBe(day1('08:40'));
    const brief = after(start, 'snoozeReport', { kind: 'tactical', until: day1('08:10') }, { at: day1('08:05') });
    expect(at(brief, 'report/tactical')).toBe(day1('08:30'));
  });

  it('stop when stable and begin anew when active again', () => {
    const stable = after(start, 'changeStage', { stage: 'stable', reason: null }, { at: day1('08:20') });
    expect(of(stable, 'report/tactical')).toBeUndefined();
    expect(at(after(stable, 'changeStage', { stage: 'active', reason: null }, { at: day1('09:00') }), 'report/tactical')).toBe(day1('09:30'));
  });

  it('of executive reports go to the liaison, else to the commander', () => {
    const both = { ...HIGH, executiveReportMinutes: 60 };
    expect(of(declared({ priority: both }, START), 'report/executive')?.title).toBe('Remind Nadia of an executive report');
    expect(of(after(declared({ priority: both }, START), 'assignRole', { person: MARA, role: 'liaison' }), 'report/executive')?.title).toBe('Remind Mara of an executive report');
  });

  it('follow an edit of the priority', () => {
    expect(of(after(start, 'editIncident', { edit: { priority: LOW } }), 'report/tactical')).toBeUndefined();
  });
});

describe('stage reminders', () => {
  it('ask after 24 hours without activity whether it is stable, and again', () => {
    const start = declared({}, START);
    expect(at(start, 'stale')).toBe('2030-01-02T08:00:00.000Z');
    expect(at(after(start, 'addNote', { text: 'x', at: null }, { at: day1('20:00') }), 'stale')).toBe('2030-01-02T20:00:00.000Z');
    expect(nextDeadlines(start, { lastActivityAt: day1('21:00') })[0]?.at).toBe('2030-01-02T21:00:00.000Z');
    expect(at(reminded(start, 'stale', '2030-01-02T08:00:00.000Z'), 'stale')).toBe('2030-01-03T08:00:00.000Z');
  });

  it('ask after 72 hours in stable to close it; activity does not change that', () => {
    const stable = after(declared({}, START), 'changeStage', { stage: 'stable', reason: null }, { at: day1('10:00') });
    expect(nextDeadlines(after(stable, 'addNote', { text: 'x', at: null }, { at: day1('20:00') })).map((d) => [d.id, d.at])).toEqual([['close', '2030-01-04T10:00:00.000Z']]);
    expect(at(reminded(stable, 'close', '2030-01-04T10:00:00.000Z'), 'close')).toBe('2030-01-07T10:00:00.000Z');
  });

  it('take the hours from the project', () => {
    const project = { id: 'p', name: 'P', staleHours: 2, closeHours: 3 };
    const start = declared({ project }, START);
    expect(at(start, 'stale')).toBe(day1('10:00'));
    expect(at(after(start, 'changeStage', { stage: 'stable', reason: null }, { at: day1('09:00') }), 'close')).toBe(day1('12:00'));
  });
});

describe('task reminders', () => {
  const task = { taskId: 't1', title: 'Call', description: '', kind: 'followUp' as const, assignee: MARA, dueAt: '2030-01-05T10:00:00.000Z' };
  const start = after(declared({}, START), 'createTask', task, { at: START });

  it('come once when due, then daily while overdue', () => {
    expect(of(start, 'task/t1')).toMatchObject({ at: '2030-01-05T10:00:00.000Z', title: 'Remind Mara of a task' });
    const once = reminded(start, 'task/t1', '2030-01-05T10:00:01.000Z');
    expect(at(once, 'task/t1')).toBe('2030-01-06T10:00:01.000Z');
    expect(once.tasks[0]?.remindedAt).toBe('2030-01-05T10:00:01.000Z');
  });

  it('follow a new due date and end when it is done, cancelled or has none', () => {
    const once = reminded(start, 'task/t1', '2030-01-05T10:00:01.000Z');
    expect(at(after(once, 'updateTask', { taskId: 't1', changes: { dueAt: '2030-01-09T10:00:00Z' } }), 'task/t1')).toBe('2030-01-09T10:00:00.000Z');
    for (const changes of [{ state: 'done' as const }, { state: 'cancelled' as const }, { dueAt: null }]) expect(of(after(once, 'updateTask', { taskId: 't1', changes }), 'task/t1')).toBeUndefined();
  });

  it('go on when the incident is closed', () => {
    expect(at(after(start, 'changeStage', { stage: 'closed', reason: null }), 'task/t1')).toBe('2030-01-05T10:00:00.000Z');
  });
});

describe('the review', () => {
  const closed = after(declared({}, START), 'changeStage', { stage: 'closed', reason: null }, { at: day1('10:00') });
  const review = after(closed, 'changeStage', { stage: 'review', reason: null }, { at: day1('10:01'), actor: SYSTEM });

  it('is due the days after closing that the type says, with a reminder the day before and daily', () => {
    expect(reviewDueAt(review)).toBe('2030-01-06T10:00:00.000Z');
    expect(at(review, 'review')).toBe('2030-01-05T10:00:00.000Z');
    expect(at(reminded(review, 'review', '2030-01-05T10:00:00.000Z'), 'review')).toBe('2030-01-06T10:00:00.000Z');
  });

  it('asks nobody any more when it is published', () => {
    const scheduled = applied(review, [{ kind: 'postmortem.scheduled', actor: SYSTEM, data: { meetingAt: '2030-01-03T14:00:00.000Z', dueAt: '2030-01-06T10:00:00.000Z', owner: NADIA } }], day1('11:00')).state;
    expect(of(scheduled, 'review')?.title).toBe('Remind Nadia of the postmortem');
    expect(nextDeadlines(applied(scheduled, [{ kind: 'postmortem.published', actor: SYSTEM, data: { by: NADIA } }], day1('12:00')).state)).toEqual([]);
  });

  it('with a day or less to go is reminded of when due, not at once', () => {
    const type = { id: 't', name: 'Quick', wantsPostmortem: true, reviewDueDays: 1 };
    const quick = after(after(declared({ type }, START), 'changeStage', { stage: 'closed', reason: null }, { at: day1('10:00') }), 'changeStage', { stage: 'review', reason: null }, { at: day1('10:01'), actor: SYSTEM });
    expect(at(quick, 'review')).toBe('2030-01-02T10:00:00.000Z');
  });

  it.each([
    ['a Tuesday', '2030-01-01T10:00:00.000Z', '2030-01-06T10:00:00.000Z', '2030-01-03T14:00:00.000Z'],
    ['a Thursday: not on Saturday', '2030-01-03T10:00:00.000Z', '2030-01-10T10:00:00.000Z', '2030-01-07T14:00:00.000Z'],
    ['when due before: half way', '2030-01-01T10:00:00.000Z', '2030-01-02T10:00:00.000Z', '2030-01-01T22:00:00.000Z'],
  ])('proposes a meeting on %s', (_, now, dueAt, expected) => {
    expect(proposedMeeting(now, dueAt)).toBe(expected);
  });
});

it('lists deadlines earliest first', () => {
  const both = declared({ priority: { ...HIGH, executiveReportMinutes: 20 } }, START);
  expect(nextDeadlines(both).map((d) => d.id)).toEqual(['report/executive', 'report/tactical', 'stale']);
});
