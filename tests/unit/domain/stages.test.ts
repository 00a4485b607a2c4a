import { describe, expect, it } from '@jest/globals';
import type { IncidentState } from '../../../domain/incident/state.ts';
import type { Actor, Stage } from '../../../domain/incident/types.ts';
import { by, declared, EXERCISE, MARA, NADIA, OMAR, OUTAGE } from '../../support/incident-builders.ts';
import { after, refusal, roles } from './run.ts';

const T = (hour: number): string => `2030-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const SYSTEM: Actor = { kind: 'system', name: 'Dispatch' };

function at(stage: Stage, type = OUTAGE): IncidentState {
  const start = declared({ type }, T(8));
  if (stage === 'active') return start;
  if (stage === 'stable') return after(start, 'changeStage', { stage: 'stable', reason: null }, { at: T(9) });
  const closed = after(start, 'changeStage', { stage: 'closed', reason: null }, { at: T(10) });
  return stage === 'closed' ? closed : after(closed, 'changeStage', { stage: 'review', reason: null }, { at: T(11), actor: SYSTEM });
}

describe('stage changes', () => {
  const people: [Stage, Stage, 'yes' | RegExp][] = [
    ['active', 'active', /already active/],
    ['active', 'stable', 'yes'],
    ['active', 'closed', 'yes'],
    ['active', 'review', /close the incident first/],
    ['stable', 'active', 'yes'],
    ['stable', 'stable', /already stable/],
    ['stable', 'closed', 'yes'],
    ['stable', 'review', /close the incident first/],
    ['closed', 'active', 'yes'],
    ['closed', 'stable', /Reopen it \(active\) first/],
    ['closed', 'closed', /already closed/],
    ['closed', 'review', /begins by itself/],
    ['review', 'active', 'yes'],
    ['review', 'stable', /in review/],
    ['review', 'closed', /in review/],
    ['review', 'review', /already review/],
  ];
  it.each(people)('%s → %s by a person: %s', (from, to, expected) => {
    const refused = refusal(at(from), 'changeStage', { stage: to, reason: null }, { at: T(12) });
    if (expected === 'yes') expect(refused).toBeNull();
    else {
      expect(refused).toMatch(/^illegal-transition: /);
      expect(refused).toMatch(expected);
    }
  });

  it('lets the automation, and where the type asks for no postmortem also people, begin the review', () => {
    expect(refusal(at('closed'), 'changeStage', { stage: 'review', reason: null }, { at: T(12), actor: SYSTEM })).toBeNull();
    expect(refusal(at('closed', EXERCISE), 'changeStage', { stage: 'review', reason: null }, { at: T(12) })).toBeNull();
    expect(refusal(at('active'), 'changeStage', { stage: 'review', reason: null }, { at: T(12), actor: SYSTEM })).toMatch(/close the incident first/);
  });

  it('keeps the intervals contiguous', () => {
    const state = after(at('review'), 'changeStage', { stage: 'active', reason: 'it is back' }, { at: T(12) });
    expect(state.stages).toEqual([
      { stage: 'active', from: T(8), to: T(10) },
      { stage: 'closed', from: T(10), to: T(11) },
      { stage: 'review', from: T(11), to: T(12) },
      { stage: 'active', from: T(12), to: null },
    ]);
  });

  it('never lets a stage begin before the one it ends, whatever the clocks say', () => {
    const state = after(declared({}, T(8)), 'changeStage', { stage: 'stable', reason: null }, { at: '2030-01-01T07:59:59.000Z' });
    expect(state.stages).toEqual([{ stage: 'active', from: T(8), to: T(8) }, { stage: 'stable', from: T(8), to: null }]);
  });
});

describe('roles at closing and reopening', () => {
  it('ends all roles when closing and keeps the participants', () => {
    const state = at('closed');
    expect(roles(state)).toEqual([]);
    expect(state.participants.map((p) => [p.name, p.removedAt, p.roles])).toEqual([
      ['Omar', null, [{ role: 'reporter', from: T(8), to: T(10) }]],
      ['Nadia', null, [{ role: 'commander', from: T(8), to: T(10) }]],
    ]);
  });

  it('begins the same roles again when reopened, from closed and from review', () => {
    for (const stage of ['closed', 'review'] as const) {
      const state = after(at(stage), 'changeStage', { stage: 'active', reason: null }, { at: T(13) });
      expect(roles(state)).toEqual(['Nadia commander', 'Omar reporter']);
      expect(state.participants[1]?.roles.at(-1)).toEqual({ role: 'commander', from: T(13), to: null });
    }
  });

  it('does not bring back a role that had ended before, nor a person who was removed', () => {
    let state = declared({}, T(8));
    state = after(state, 'addParticipant', { person: MARA, role: 'observer', source: { kind: 'self' } }, { at: T(9) });
    state = after(state, 'assignRole', { person: OMAR, role: 'scribe' }, { at: T(9) });
    state = after(state, 'assignRole', { person: NADIA, role: 'scribe' }, { at: T(10) });
    state = after(state, 'removeParticipant', { email: MARA.email }, { at: T(10) });
    state = after(state, 'changeStage', { stage: 'closed', reason: null }, { at: T(11) });
    state = after(state, 'changeStage', { stage: 'active', reason: null }, { at: T(12) });
    expect(roles(state)).toEqual(['Nadia commander', 'Nadia scribe', 'Omar reporter']);
  });

  it('gives those who joined a closed incident the role they came for when it is reopened', () => {
    let state = at('closed');
    state = after(state, 'addParticipant', { person: MARA, role: 'observer', source: { kind: 'self' } }, { at: T(11) });
    expect(roles(state)).toEqual([]);
    state = after(state, 'changeStage', { stage: 'active', reason: null }, { at: T(12) });
    expect(roles(state)).toEqual(['Mara observer', 'Nadia commander', 'Omar reporter']);
  });

  it('makes whoever reopens it commander when the commander has left', () => {
    const closed = after(at('closed'), 'removeParticipant', { email: NADIA.email }, { at: T(11) });
    const state = after(closed, 'changeStage', { stage: 'active', reason: null }, { at: T(12), actor: by(MARA) });
    expect(roles(state)).toEqual(['Mara commander', 'Omar reporter']);
  });

  it('records an incident declared as closed without anybody in a role, and gives roles when it is reopened', () => {
    const state = declared({ stage: 'closed' }, T(8));
    expect(roles(state)).toEqual([]);
    expect(roles(after(state, 'changeStage', { stage: 'active', reason: null }, { at: T(9) }))).toEqual(['Nadia commander', 'Omar reporter']);
  });
});
