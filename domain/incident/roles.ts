import { latest } from '../time.ts';
import type { IncidentState, Participant, RoleInterval } from './state.ts';
import { SINGLE_ROLES, type PersonRef, type Role } from './types.ts';

/** Roles of somebody who simply takes part; a person has at most one of them, and none beside commander, scribe or liaison. */
export const BASE_ROLES: readonly Role[] = ['participant', 'observer'];

/** True when the participant holds the role now. */
export function holds(participant: Participant, role: Role): boolean {
  return participant.roles.some((r) => r.role === role && r.to === null);
}

/** Roles the participant holds now. */
export function openRoles(participant: Participant): Role[] {
  return participant.roles.filter((r) => r.to === null).map((r) => r.role);
}

/** The present participant with this person id or lower-case e-mail; undefined when there is none. */
export function presentParticipant(state: IncidentState, who: { personId?: string; email?: string }): Participant | undefined {
  return state.participants.find((p) => p.removedAt === null && (p.personId === who.personId || p.email === who.email));
}

/** Who holds a single role now; null when nobody does. */
export function holderOf(state: IncidentState, role: Role): Participant | null {
  return state.participants.find((p) => p.removedAt === null && holds(p, role)) ?? null;
}

/** Who holds the role now or, after closing, held it last; null when nobody who is still a participant ever did. */
export function lastHolderOf(state: IncidentState, role: Role): Participant | null {
  const holder = holderOf(state, role);
  if (holder) return holder;
  let best: { participant: Participant; to: string } | null = null;
  for (const participant of state.participants) {
    if (participant.removedAt !== null) continue;
    for (const interval of participant.roles) {
      if (interval.role !== role || interval.to === null) continue;
      if (!best || interval.to >= best.to) best = { participant, to: interval.to };
    }
  }
  return best?.participant ?? null;
}

/** Only the reference of somebody, without what the incident adds. */
export function personRef(person: PersonRef): PersonRef {
  return { personId: person.personId, email: person.email, name: person.name };
}

/** Ends the participant's open intervals of the given roles at `at`; an interval that would be empty is dropped unless `keepEmpty`. */
export function endRoles(participant: Participant, roles: readonly Role[], end: { at: string; keepEmpty?: boolean }): Participant {
  const intervals: RoleInterval[] = [];
  for (const interval of participant.roles) {
    if (interval.to !== null || !roles.includes(interval.role)) intervals.push(interval);
    else if (end.keepEmpty || interval.from < end.at) intervals.push({ ...interval, to: latest(end.at, interval.from) });
  }
  return { ...participant, roles: intervals };
}

/** Begins a role at `at` unless it is held already. */
export function beginRole(participant: Participant, role: Role, at: string): Participant {
  if (holds(participant, role)) return participant;
  return { ...participant, roles: [...participant.roles, { role, from: at, to: null }] };
}

/** Gives `role` to a participant: single roles leave their holder (who stays as participant), base roles give way to each other and to special ones. */
export function giveRole(participants: Participant[], grant: { personId: string; role: Role; at: string }): Participant[] {
  const { personId, role, at } = grant;
  return participants.map((p) => {
    if (p.personId === personId) {
      const displaced: Role[] = BASE_ROLES.includes(role) ? ['participant', 'observer', 'scribe', 'liaison'] : role === 'reporter' ? [] : ['participant', 'observer'];
      return beginRole(endRoles(p, displaced.filter((r) => r !== role), { at }), role, at);
    }
    if (!SINGLE_ROLES.includes(role) || !holds(p, role)) return p;
    const left = endRoles(p, [role], { at });
    return openRoles(left).length === 0 ? beginRole(left, 'participant', at) : left;
  });
}
