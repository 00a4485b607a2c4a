import { describe, expect, it } from '@jest/globals';
import { lastHolderOf } from '../../../domain/incident/roles.ts';
import { declared, MARA, NADIA, OMAR, person } from '../../support/incident-builders.ts';
import { after, refusal, roles } from './run.ts';

const added = { kind: 'added' as const };
const start = declared({}, '2030-01-01T08:00:00.000Z');

describe('assigning roles', () => {
  it('hands a single role over and keeps the former holder as participant', () => {
    const state = after(start, 'assignRole', { person: OMAR, role: 'commander' });
    expect(roles(state)).toEqual(['Nadia participant', 'Omar commander', 'Omar reporter']);
    expect(state.commanderIsInterim).toBe(false);
  });

  it('lets somebody join by being given a role', () => {
    const state = after(start, 'assignRole', { person: MARA, role: 'scribe' });
    expect(roles(state)).toEqual(['Mara scribe', 'Nadia commander', 'Omar reporter']);
    expect(state.participants.at(-1)?.roles).toHaveLength(1);
  });

  it('does nothing when the role is held already', () => {
    expect(after(start, 'assignRole', { person: NADIA, role: 'commander' })).toEqual(start);
  });

  it('does not let the commander step down without a successor', () => {
    expect(refusal(start, 'assignRole', { person: NADIA, role: 'observer' })).toMatch(/^not-allowed-now: Nadia is the commander/);
  });

  it('lets scribe and liaison step down by taking a base role', () => {
    const scribe = after(start, 'assignRole', { person: MARA, role: 'scribe' });
    const state = after(scribe, 'assignRole', { person: MARA, role: 'participant' }, { at: '2030-01-01T13:00:00.000Z' });
    expect(roles(state)).toContain('Mara participant');
    expect(roles(state)).not.toContain('Mara scribe');
  });

  it('is refused when the incident is closed', () => {
    const closed = after(start, 'changeStage', { stage: 'closed', reason: null });
    expect(refusal(closed, 'assignRole', { person: MARA, role: 'commander' })).toMatch(/^not-allowed-now: .*Reopen/);
    expect(lastHolderOf(closed, 'commander')?.name).toBe('Nadia');
  });
});

describe('joining and leaving', () => {
  it('adds once, and turns an observer into a participant but not back', () => {
    const observer = after(start, 'addParticipant', { person: MARA, role: 'observer', source: added });
    const participant = after(observer, 'addParticipant', { person: MARA, role: 'participant', source: added });
    expect(roles(participant)).toContain('Mara participant');
    expect(roles(participant)).not.toContain('Mara observer');
    expect(after(participant, 'addParticipant', { person: MARA, role: 'observer', source: added })).toEqual(participant);
    expect(after(participant, 'addParticipant', { person: MARA, role: 'participant', source: added })).toEqual(participant);
  });

  it('does not make a participant out of the commander', () => {
    expect(after(start, 'addParticipant', { person: NADIA, role: 'participant', source: added })).toEqual(start);
  });

  it('adds somebody new in a special role with all that comes with it', () => {
    expect(roles(after(start, 'addParticipant', { person: MARA, role: 'commander', source: added }))).toEqual(['Mara commander', 'Nadia participant', 'Omar reporter']);
  });

  it('takes people out and lets them come back', () => {
    const gone = after(start, 'removeParticipant', { email: 'OMAR@example.com' });
    expect(roles(gone)).toEqual(['Nadia commander']);
    const back = after(gone, 'addParticipant', { person: OMAR, role: 'participant', source: added }, { at: '2030-01-01T14:00:00.000Z' });
    expect(roles(back)).toEqual(['Nadia commander', 'Omar participant']);
    expect(back.participants.filter((p) => p.personId === OMAR.personId)).toHaveLength(1);
  });

  it.each([
    ['somebody who is not there', 'ghost@example.com', /^not-found: ghost@example.com is not a participant/],
    ['the commander', NADIA.email, /^not-allowed-now: Nadia is the commander/],
  ])('does not remove %s', (_, email, expected) => {
    expect(refusal(start, 'removeParticipant', { email })).toMatch(expected);
  });

  it('does not remove somebody with open tasks, until they are done', () => {
    const task = { taskId: 't1', title: 'Call the bank', description: '', kind: 'response' as const, assignee: MARA, dueAt: null };
    const state = after(start, 'createTask', task);
    expect(roles(state)).toContain('Mara participant');
    expect(refusal(state, 'removeParticipant', { email: MARA.email })).toMatch(/open task \(Call the bank\)/);
    const done = after(state, 'updateTask', { taskId: 't1', changes: { state: 'done' } });
    expect(refusal(done, 'removeParticipant', { email: MARA.email })).toBeNull();
  });

  it('keeps apart people of the same name', () => {
    const twin = { ...person('Twin'), name: 'Nadia' };
    const state = after(start, 'addParticipant', { person: twin, role: 'participant', source: added });
    expect(state.participants.filter((p) => p.name === 'Nadia')).toHaveLength(2);
  });
});
