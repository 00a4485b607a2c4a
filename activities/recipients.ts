import type { JoinSource } from '../domain/incident/events.ts';
import { openRoles } from '../domain/incident/roles.ts';
import type { Participant } from '../domain/incident/state.ts';
import { ROLES, type Role } from '../domain/incident/types.ts';
import type { VendorPerson } from '../plugins/contract.ts';
import type { MessageIncident } from './messages/parts/incident.ts';
import type { Subject } from './subject.ts';

/** The incident as messages tell of it. */
export function messageIncident({ brief, state }: Subject): MessageIncident {
  return { ...brief, severityRank: state.severity.rank };
}

/** The role that matters most among those a participant holds now. */
export function mainRole(participant: Participant): Role {
  const held = openRoles(participant);
  return ROLES.find((role) => held.includes(role)) ?? 'participant';
}

/** Why somebody was asked in, as it follows "because you are"; null when there is nothing to say. */
export function reasonOf(source: JoinSource): string | null {
  if (source.kind !== 'rule') return null;
  return source.service === null ? `named by the rule ${source.ruleName}` : `on call for ${source.service}`;
}

/** The project's announcement addresses that are no participants; none for a restricted incident, which is nobody else's business. */
export function outsideAddresses({ facts, present, restricted }: Subject): VendorPerson[] {
  if (restricted) return [];
  const inside = new Set(present.map((p) => p.email));
  const addresses = new Set((facts.projectSettings.announcementAddresses ?? []).map((email) => email.toLowerCase()));
  return [...addresses].filter((email) => !inside.has(email)).map((email) => ({ email, name: email }));
}
