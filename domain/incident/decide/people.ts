import { DomainError } from '../../errors.ts';
import type { CommandData } from '../commands.ts';
import type { NewEvent } from '../events.ts';
import { BASE_ROLES, holderOf, holds, openRoles, personRef, presentParticipant } from '../roles.ts';
import type { IncidentState } from '../state.ts';
import { SINGLE_ROLES, type Actor, type PersonRef, type Role } from '../types.ts';

/** Gives a role to somebody, who joins when they have not; the holder of a single role makes room and stays as participant. */
export function assignRole(state: IncidentState, { person, role }: CommandData['assignRole'], actor: Actor): NewEvent[] {
  if (isOver(state)) throw new DomainError('not-allowed-now', `The incident is ${state.stage}: roles are over. Reopen it (active) to assign them.`);
  const present = presentParticipant(state, { personId: person.personId });
  if (!present && BASE_ROLES.includes(role)) return [{ kind: 'participant.added', actor, data: { person: personRef(person), role, source: { kind: 'added' } } }];
  if (present && holds(present, role) && !displacesOthers(openRoles(present), role)) return [];
  if (present && holds(present, 'commander') && BASE_ROLES.includes(role)) {
    throw new DomainError('not-allowed-now', `${present.name} is the commander. Make somebody else commander first.`, [{ pointer: '/email', detail: 'is the commander' }]);
  }
  const joined: NewEvent[] = present ? [] : [{ kind: 'participant.added', actor, data: { person: personRef(person), role: 'participant', source: { kind: 'role' } } }];
  return [...joined, roleAssigned(state, person, { role, actor })];
}

/** Adds somebody; a person who is there already gets the role if it is more than they have, else nothing changes. */
export function addParticipant(state: IncidentState, { person, role, source }: CommandData['addParticipant'], actor: Actor): NewEvent[] {
  const present = presentParticipant(state, { personId: person.personId });
  const isBase = BASE_ROLES.includes(role);
  if (!present) {
    const events: NewEvent[] = [{ kind: 'participant.added', actor, data: { person: personRef(person), role: isBase ? role : 'participant', source } }];
    return isBase || isOver(state) ? events : [...events, roleAssigned(state, person, { role, actor })];
  }
  if (isOver(state) || role === 'observer') return [];
  if (role === 'participant' && openRoles(present).some((r) => r !== 'observer' && r !== 'reporter')) return [];
  return assignRole(state, { person, role }, actor);
}

/** Takes somebody out: they no longer see a restricted incident. Refused for the commander and for who still has open tasks. */
export function removeParticipant(state: IncidentState, { email }: CommandData['removeParticipant'], actor: Actor): NewEvent[] {
  const present = presentParticipant(state, { email: email.toLowerCase() });
  if (!present) throw new DomainError('not-found', `${email} is not a participant of this incident.`, [{ pointer: 'path:email', detail: 'is not a participant' }]);
  if (holds(present, 'commander')) throw new DomainError('not-allowed-now', `${present.name} is the commander. Make somebody else commander first.`);
  const open = state.tasks.filter((t) => t.state === 'open' && t.assignee?.personId === present.personId);
  if (open.length > 0) {
    throw new DomainError('not-allowed-now', `${present.name} still has ${open.length === 1 ? 'an open task' : `${open.length} open tasks`} (${open[0]?.title}). Give it to somebody else or finish it first.`);
  }
  return [{ kind: 'participant.removed', actor, data: { person: personRef(present) } }];
}

/** True when roles are over: the incident is closed or in review. */
export function isOver(state: IncidentState): boolean {
  return state.stage === 'closed' || state.stage === 'review';
}

function displacesOthers(open: Role[], role: Role): boolean {
  return BASE_ROLES.includes(role) && open.some((r) => r === 'scribe' || r === 'liaison');
}

function roleAssigned(state: IncidentState, person: PersonRef, { role, actor }: { role: Role; actor: Actor }): NewEvent {
  const previous = SINGLE_ROLES.includes(role) ? holderOf(state, role) : null;
  return { kind: 'role.assigned', actor, data: { person: personRef(person), role, previous: previous && personRef(previous) } };
}
