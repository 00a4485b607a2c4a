import type { Incident, Participant } from './queries.ts';

/** The incident roles in the order people look for them. */
export const ROLES = ['commander', 'scribe', 'liaison', 'reporter', 'participant', 'observer'] as const;
/** See {@link ROLES}. */
export type RoleName = (typeof ROLES)[number];
/** What each role is called on screen. */
export const ROLE_WORDS: Record<RoleName, string> = { commander: 'Commander', scribe: 'Scribe', liaison: 'Liaison', reporter: 'Reporter', participant: 'Participant', observer: 'Observer' };

type Held = Participant['roles'][number];

/** The role somebody holds now that matters most, undefined when all have ended. */
export function mainRole(participant: Participant): Held | undefined {
  const held = participant.roles.filter((role) => role.to === null);
  return held.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.from.localeCompare(b.from))[0];
}

/** The roles somebody holds now, the most important first; `participant` is left out beside a more telling one. */
export function heldRoles(participant: Participant): RoleName[] {
  const held = [...new Set(participant.roles.filter((role) => role.to === null).map((role) => role.role))].sort((a, b) => ROLES.indexOf(a) - ROLES.indexOf(b));
  return held.length > 1 ? held.filter((role) => role !== 'participant') : held;
}

/** Those who take part, the most important roles first, then by name; and those who have left. */
export function splitParticipants(incident: Pick<Incident, 'participants'>): { present: Participant[]; left: Participant[] } {
  const place = (participant: Participant): number => {
    const role = mainRole(participant);
    return role ? ROLES.indexOf(role.role) : ROLES.length;
  };
  const present = incident.participants.filter((each) => each.removedAt === null).sort((a, b) => place(a) - place(b) || a.person.name.localeCompare(b.person.name));
  const left = incident.participants.filter((each) => each.removedAt !== null).sort((a, b) => (b.removedAt ?? '').localeCompare(a.removedAt ?? ''));
  return { present, left };
}

/** Who commanded last, for an incident whose roles have ended; undefined when nobody ever did. */
export function lastCommander(incident: Pick<Incident, 'participants'>): Participant['person'] | undefined {
  const terms = incident.participants.flatMap(({ person, roles }) => roles.filter((held) => held.role === 'commander').map((held) => ({ person, from: held.from })));
  return terms.sort((a, b) => a.from.localeCompare(b.from)).at(-1)?.person;
}

/** Whether a person takes part now. */
export function takesPart(incident: Pick<Incident, 'participants'>, personId: string): boolean {
  return incident.participants.some((each) => each.removedAt === null && each.person.id === personId);
}
