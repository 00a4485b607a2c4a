import type { CommandResult } from '../../domain/incident/commands.ts';
import type { Role } from '../../domain/incident/types.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { personBy, refOf, send, type Acting } from './acting.ts';

/** Gives somebody a role; they join when they take no part yet. */
export async function assignRole(acting: Acting, incident: IncidentHandle, to: { email: string; role: Role }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'assignRole');
  return send(acting, incident.id, { name: 'assignRole', data: { person: await personBy(acting, to.email), role: to.role } });
}

/** Adds somebody to the incident; an unknown e-mail becomes a person. */
export async function addParticipant(acting: Acting, incident: IncidentHandle, who: { email: string; role: Role }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageParticipants');
  return send(acting, incident.id, { name: 'addParticipant', data: { person: await personBy(acting, who.email), role: who.role, source: { kind: 'added' } } });
}

/** Makes the viewer an observer of the incident. */
export function joinIncident(acting: Acting, incident: IncidentHandle): Promise<CommandResult> {
  requireAbility(incident.abilities, 'join');
  return send(acting, incident.id, { name: 'addParticipant', data: { person: refOf(acting.viewer), role: 'observer', source: { kind: 'self' } } });
}

/** Removes a participant; of a restricted incident they see nothing any more. */
export function removeParticipant(acting: Acting, incident: IncidentHandle, email: string): Promise<CommandResult> {
  requireAbility(incident.abilities, 'manageParticipants');
  return send(acting, incident.id, { name: 'removeParticipant', data: { email } });
}
