import type { Stage, Visibility } from './incident/types.ts';

/** Access levels of people in an organization, lowest first. */
export const ACCESS_LEVELS = ['member', 'manager', 'admin', 'owner'] as const;
/** See {@link ACCESS_LEVELS}. */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** Who asks: a person of one organization with an access level there. */
export interface Viewer {
  personId: string;
  organizationId: string;
  email: string;
  name: string;
  accessLevel: AccessLevel;
}

/** What a viewer may do with one incident; sent with every answer about it so that the web shows only what the server accepts. */
export const ABILITIES = ['view', 'edit', 'changeStage', 'assignRole', 'manageParticipants', 'post', 'manageTasks', 'manageSteps', 'changeVisibility', 'join', 'publishPostmortem'] as const;
/** See {@link ABILITIES}. */
export type Ability = (typeof ABILITIES)[number];

/** The facts about an incident that access depends on. */
export interface AccessFacts {
  organizationId: string;
  visibility: Visibility;
  stage: Stage;
  /** Person ids of present participants (removed ones are not in it). */
  participantIds: readonly string[];
  commanderId: string | null;
}

/** True when `level` is at least `needed`. */
export function atLeast(level: AccessLevel, needed: AccessLevel): boolean {
  return ACCESS_LEVELS.indexOf(level) >= ACCESS_LEVELS.indexOf(needed);
}

/** True when the viewer may know that the incident exists: restricted ones only for present participants and administrators. */
export function mayView(viewer: Viewer, incident: AccessFacts): boolean {
  if (viewer.organizationId !== incident.organizationId) return false;
  if (incident.visibility === 'open') return true;
  return atLeast(viewer.accessLevel, 'admin') || incident.participantIds.includes(viewer.personId);
}

/** Everything the viewer may do with the incident; empty when it must stay hidden. */
export function abilitiesOf(viewer: Viewer, incident: AccessFacts): Ability[] {
  if (!mayView(viewer, incident)) return [];
  const takesPart = incident.participantIds.includes(viewer.personId);
  const manages = atLeast(viewer.accessLevel, 'manager');
  const commands = incident.commanderId === viewer.personId;
  const abilities: Ability[] = ['view', 'post'];
  if (!takesPart) abilities.push('join');
  if (takesPart || manages) {
    abilities.push('edit', 'changeStage', 'assignRole', 'manageParticipants', 'manageTasks', 'manageSteps', 'publishPostmortem');
  }
  if (commands || atLeast(viewer.accessLevel, 'admin')) abilities.push('changeVisibility');
  return abilities;
}
