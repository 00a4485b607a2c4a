import type { Stage, Visibility } from './incident/types.ts';

/** Access levels (roles) of people in an organization, lowest first; each may do everything that the ones before it may. */
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

/** What people may do in an organization, each with the lowest access level that may. A new action is a new row. */
export const ORGANIZATION_RULES = {
  /** Read people and configuration, and the incidents that the incident rules show. */
  read: 'member',
  declareIncident: 'member',
  /** Read what the cost of incidents is made of and how it develops. */
  readAnalytics: 'member',
  /** Run incidents that one takes no part in. */
  runEveryIncident: 'manager',
  /** See restricted incidents that one takes no part in, and decide who sees an incident. */
  seeRestricted: 'admin',
  /** Read mails to others in the outbox, and send failed ones again. */
  readEveryMail: 'admin',
  /** Types, severities, priorities, incident roles, projects, services and engagement rules. */
  configure: 'admin',
  /** Set up plugins and read their state. */
  managePlugins: 'admin',
  /** Members, their access levels, invitations and requests to join. */
  manageMembers: 'admin',
  /** Service accounts and their tokens. */
  manageServiceAccounts: 'admin',
  /** Read and export the audit log. */
  readAudit: 'admin',
  /** Say whom to ask for a second factor, and take the second factors of members away who lost them. */
  manageSecurity: 'admin',
  /** Make somebody owner, or change an owner. */
  manageOwners: 'owner',
} as const satisfies Record<string, AccessLevel>;
/** Names of {@link ORGANIZATION_RULES}. */
export type OrganizationAction = keyof typeof ORGANIZATION_RULES;
/** All actions, in the order of the table. */
export const ORGANIZATION_ACTIONS = Object.keys(ORGANIZATION_RULES) as [OrganizationAction, ...OrganizationAction[]];

/** True when `level` is at least `needed`. */
export function atLeast(level: AccessLevel, needed: AccessLevel): boolean {
  return ACCESS_LEVELS.indexOf(level) >= ACCESS_LEVELS.indexOf(needed);
}

const isLevel = (needed: AccessLevel | OrganizationAction): needed is AccessLevel => (ACCESS_LEVELS as readonly string[]).includes(needed);

/** The lowest access level that may do this; a level stands for itself. */
export function levelNeeded(needed: AccessLevel | OrganizationAction): AccessLevel {
  return isLevel(needed) ? needed : ORGANIZATION_RULES[needed];
}

/** True when the viewer may do this in their organization. */
export function mayDo(viewer: Pick<Viewer, 'accessLevel'>, action: OrganizationAction): boolean {
  return atLeast(viewer.accessLevel, levelNeeded(action));
}

/** Everything that somebody with this access level may do in the organization. */
export function organizationAbilities(accessLevel: AccessLevel): OrganizationAction[] {
  return ORGANIZATION_ACTIONS.filter((action) => mayDo({ accessLevel }, action));
}

/** True when the viewer may give somebody this level, or take it away: nobody decides about levels above their own. */
export function mayGrant(viewer: Pick<Viewer, 'accessLevel'>, level: AccessLevel): boolean {
  return mayDo(viewer, level === 'owner' ? 'manageOwners' : 'manageMembers') && atLeast(viewer.accessLevel, level);
}

/**
 * How a viewer stands to an incident: `anybody` of its organization; a present `participant`, its `commander` or its `reporter` (all three
 * end when they are removed from it); or by an action of {@link ORGANIZATION_RULES} whatever part they take.
 */
export type Standing = 'anybody' | 'participant' | 'commander' | 'reporter' | Extract<OrganizationAction, 'runEveryIncident' | 'seeRestricted'>;

/** Who may do one thing with an incident, by its visibility: any of these suffices, unless one is what `unless` says. */
interface IncidentRule {
  open: readonly Standing[];
  restricted: readonly Standing[];
  unless?: Standing;
}

const INSIDERS = ['participant', 'commander', 'reporter', 'seeRestricted'] as const;
const THOSE_AT_WORK = { open: ['participant', 'commander', 'runEveryIncident'], restricted: ['participant', 'commander', 'seeRestricted'] } as const;

/** The incident rules: what somebody may do with one incident. Whoever may do anything with it may also `view` it. */
export const INCIDENT_RULES = {
  /** Know that it exists, read everything about it, be mailed about it, find it, hear of its changes. */
  view: { open: ['anybody'], restricted: INSIDERS },
  edit: THOSE_AT_WORK,
  changeStage: THOSE_AT_WORK,
  assignRole: THOSE_AT_WORK,
  manageParticipants: THOSE_AT_WORK,
  post: { open: ['anybody'], restricted: INSIDERS },
  manageTasks: THOSE_AT_WORK,
  manageSteps: THOSE_AT_WORK,
  changeVisibility: { open: ['commander', 'seeRestricted'], restricted: ['commander', 'seeRestricted'] },
  join: { open: ['anybody'], restricted: INSIDERS, unless: 'participant' },
  publishPostmortem: THOSE_AT_WORK,
  manageCosts: THOSE_AT_WORK,
} as const satisfies Record<string, IncidentRule>;
/** What a viewer may do with one incident; sent with every answer about it so that the web shows only what the server accepts. */
export type Ability = keyof typeof INCIDENT_RULES;
/** Names of the abilities, in the order of the table. */
export const ABILITIES = Object.keys(INCIDENT_RULES) as [Ability, ...Ability[]];

/** The facts about an incident that access depends on. */
export interface AccessFacts {
  organizationId: string;
  visibility: Visibility;
  stage: Stage;
  /** Person ids of present participants (removed ones are not in it). */
  participantIds: readonly string[];
  commanderId: string | null;
  reporterId: string | null;
}

/** How the viewer stands to the incident. */
function standingsOf(viewer: Viewer, incident: AccessFacts): ReadonlySet<Standing> {
  const standings = new Set<Standing>();
  if (viewer.organizationId !== incident.organizationId) return standings;
  standings.add('anybody');
  if (mayDo(viewer, 'runEveryIncident')) standings.add('runEveryIncident');
  if (mayDo(viewer, 'seeRestricted')) standings.add('seeRestricted');
  // Roles are kept as history after a removal, but a removed person is nobody's insider any more.
  if (!incident.participantIds.includes(viewer.personId)) return standings;
  standings.add('participant');
  if (incident.commanderId === viewer.personId) standings.add('commander');
  if (incident.reporterId === viewer.personId) standings.add('reporter');
  return standings;
}

/** Everything the viewer may do with the incident; empty when it must stay hidden. */
export function abilitiesOf(viewer: Viewer, incident: AccessFacts): Ability[] {
  const standings = standingsOf(viewer, incident);
  return ABILITIES.filter((ability) => {
    const rule: IncidentRule = INCIDENT_RULES[ability];
    return rule[incident.visibility].some((standing) => standings.has(standing)) && !(rule.unless && standings.has(rule.unless));
  });
}

/** True when the viewer may know that the incident exists. */
export function mayView(viewer: Viewer, incident: AccessFacts): boolean {
  return abilitiesOf(viewer, incident).includes('view');
}

/** True when the viewer sees restricted incidents of their organization whatever part they take; else only those they are a present participant of. For conditions in SQL, which follow `INCIDENT_RULES.view`. */
export function seesEveryIncident(viewer: Pick<Viewer, 'accessLevel'>): boolean {
  return INCIDENT_RULES.view.restricted.some((standing) => standing === 'seeRestricted' && mayDo(viewer, standing));
}
