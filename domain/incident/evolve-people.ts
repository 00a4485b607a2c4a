import { latest } from '../time.ts';
import type { IncidentEvent } from './events.ts';
import { endRoles, giveRole, personRef } from './roles.ts';
import type { IncidentState, Participant } from './state.ts';
import { ROLES } from './types.ts';

/** Folds joining, leaving and roles. In a closed incident nobody begins a role: the wish is kept as an empty interval for a reopening. */
export function evolvePeople(state: IncidentState, event: IncidentEvent<'participant.added' | 'participant.removed' | 'role.assigned'>): IncidentState {
  const at = latest(event.at, state.stages.at(-1)?.from);
  switch (event.kind) {
    case 'participant.added':
      return added(state, event, at);
    case 'participant.removed':
      return { ...state, participants: state.participants.map((p) => (p.personId === event.data.person.personId ? left(p, at) : p)) };
    case 'role.assigned': {
      const { person, role } = event.data;
      const participants = giveRole(state.participants, { personId: person.personId, role, at });
      return { ...state, participants, commanderIsInterim: role === 'commander' ? false : state.commanderIsInterim };
    }
  }
}

function added(state: IncidentState, event: IncidentEvent<'participant.added'>, at: string): IncidentState {
  const { person, role, source } = event.data;
  const known = state.participants.find((p) => p.personId === person.personId);
  const joined: Participant = { ...personRef(person), addedAt: at, removedAt: null, source, roles: known?.roles ?? [] };
  const others = known ? state.participants.map((p) => (p === known ? joined : p)) : [...state.participants, joined];
  if (state.stage === 'closed' || state.stage === 'review') {
    const waiting = { ...joined, roles: [...joined.roles, { role, from: at, to: at }] };
    return { ...state, participants: others.map((p) => (p === joined ? waiting : p)) };
  }
  return { ...state, participants: giveRole(others, { personId: person.personId, role, at }) };
}

function left(participant: Participant, at: string): Participant {
  return { ...endRoles(participant, ROLES, { at }), removedAt: at };
}
