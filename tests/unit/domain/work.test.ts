import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../domain/errors.ts';
import { decide } from '../../../domain/incident/machine.ts';
import { command, declared, EXERCISE, HIGH, MARA, NADIA } from '../../support/incident-builders.ts';
import { after, refusal } from './run.ts';

const NOW = '2030-01-01T12:00:00.000Z';
const start = declared({ tags: ['team/pay'] }, '2030-01-01T08:00:00.000Z');
const closed = after(start, 'changeStage', { stage: 'closed', reason: null });
const TACTICAL = { kind: 'tactical' as const, conditions: 'bad', actions: 'some', needs: 'none' };
const task = { taskId: 't1', title: 'Call the bank', description: '', kind: 'response' as const, assignee: null, dueAt: '2030-01-02T10:00:00+02:00' };

describe('edits', () => {
  it('changes only what differs, and says from what to what', () => {
    const events = decide(start, command('editIncident', { edit: { title: 'New', description: start.description, type: EXERCISE, tags: ['team/pay'] } }), NOW);
    expect(events.map((e) => e.data)).toEqual([
      { changes: [{ field: 'title', from: start.title, to: 'New' }, { field: 'type', from: 'Outage', to: 'Exercise' }], edit: { title: 'New', type: EXERCISE } },
    ]);
  });

  it('makes no event when nothing differs, and leaves fields alone that are undefined', () => {
    expect(decide(start, command('editIncident', { edit: { title: start.title, priority: undefined } }), NOW)).toEqual([]);
    expect(after(start, 'editIncident', { edit: { title: 'New', description: undefined } }).description).toBe(start.description);
  });

  it('clears the resolution with null', () => {
    const resolved = after(start, 'editIncident', { edit: { resolution: 'Restarted it' } });
    expect(after(resolved, 'editIncident', { edit: { resolution: null } }).resolution).toBeNull();
  });

  it.each(['title', 'description'] as const)('refuses an empty %s and names the field', (field) => {
    try {
      decide(start, command('editIncident', { edit: { [field]: '  ' } }), NOW);
      throw new Error('it was accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect(error).toMatchObject({ code: 'invalid-request', fields: [{ pointer: `/${field}` }] });
    }
  });
});

describe('reports', () => {
  it('counts reports and ends a snooze', () => {
    const active = declared({ priority: HIGH }, '2030-01-01T08:00:00.000Z');
    const snoozed = after(active, 'snoozeReport', { kind: 'tactical', until: '2030-01-01T13:00:00Z' });
    expect(snoozed.reminders['report/tactical']?.snoozedUntil).toBe('2030-01-01T13:00:00.000Z');
    const reported = after(snoozed, 'postReport', { reportId: 'r1', report: TACTICAL });
    expect(reported.reports.tactical).toEqual({ count: 1, lastAt: NOW });
    expect(reported.reminders['report/tactical']?.snoozedUntil).toBeNull();
  });

  it('are over when the incident is closed', () => {
    expect(refusal(closed, 'postReport', { reportId: 'r1', report: TACTICAL })).toMatch(/^not-allowed-now/);
    expect(refusal(closed, 'snoozeReport', { kind: 'tactical', until: '2030-01-01T13:00:00Z' })).toMatch(/^not-allowed-now/);
  });

  it.each([
    ['2030-01-01T11:59:00Z', /must be in the future/],
    ['2030-01-02T12:02:00Z', /at most 24 hours/],
    ['tomorrow', /is not a time/],
  ])('cannot be snoozed until %s', (until, expected) => {
    expect(refusal(start, 'snoozeReport', { kind: 'tactical', until })).toMatch(expected);
  });
});

describe('tasks', () => {
  it('keeps times in UTC', () => {
    expect(after(start, 'createTask', task).tasks[0]).toEqual({ ...task, dueAt: '2030-01-02T08:00:00.000Z', state: 'open', createdAt: NOW, updatedAt: NOW, remindedAt: null });
  });

  it('refuses the same id, an empty title, a date that is none, an unknown task', () => {
    const state = after(start, 'createTask', task);
    expect(refusal(state, 'createTask', task)).toMatch(/^conflict/);
    expect(refusal(start, 'createTask', { ...task, title: ' ' })).toMatch(/title may not be empty/);
    expect(refusal(start, 'createTask', { ...task, dueAt: 'soon' })).toMatch(/dueAt is not a time/);
    expect(refusal(start, 'updateTask', { taskId: 'x', changes: { state: 'done' } })).toMatch(/^not-found/);
  });

  it('changes what differs; who is to do it joins', () => {
    const state = after(start, 'createTask', task);
    const events = decide(state, command('updateTask', { taskId: 't1', changes: { state: 'open', assignee: MARA, dueAt: null } }), NOW);
    expect(events.map((e) => e.kind)).toEqual(['participant.added', 'task.updated']);
    expect(events.at(-1)?.data).toEqual({ taskId: 't1', title: 'Call the bank', changes: { assignee: MARA, dueAt: null } });
    expect(decide(state, command('updateTask', { taskId: 't1', changes: { dueAt: '2030-01-02T08:00:00Z' } }), NOW)).toEqual([]);
  });
});

describe('timeline', () => {
  it('back-dates notes, but not into the future', () => {
    const [note] = decide(start, command('addNote', { text: 'Saw it first', at: '2030-01-01T07:00:00Z' }), NOW);
    expect(note?.at).toBe('2030-01-01T07:00:00.000Z');
    expect(refusal(start, 'addNote', { text: 'x', at: '2030-01-01T12:05:00Z' })).toMatch(/at may not be in the future/);
    expect(refusal(start, 'addNote', { text: ' ', at: null })).toMatch(/text may not be empty/);
  });

  it('does not let a back-dated note count as activity in the past', () => {
    expect(after(start, 'addNote', { text: 'Saw it first', at: '2030-01-01T07:00:00Z' }).lastActivityAt).toBe(NOW);
  });

  it.each([0, 2, 1.5, -1])('has no event %s to pin or amend', (seq) => {
    expect(refusal(start, 'pinEvent', { seq, pinned: true })).toMatch(/^not-found: The timeline has no event/);
    expect(refusal(start, 'amendEvent', { seq, text: 'x' })).toMatch(/^not-found/);
  });

  it('does not count the automation as activity', () => {
    const system = after(start, 'addNote', { text: 'x', at: null }, { actor: { kind: 'system', name: 'Dispatch' } });
    expect(system.lastActivityAt).toBe(start.lastActivityAt);
    expect(after(start, 'addNote', { text: 'x', at: null }, { actor: { kind: 'person', ...NADIA } }).lastActivityAt).toBe(NOW);
  });
});
