/** The stages an incident moves through; `review` begins when a closed incident's type asks for a postmortem. */
export const STAGES = ['active', 'stable', 'closed', 'review'] as const;
/** Where the incident stands. */
export type Stage = (typeof STAGES)[number];

/** Who may see an incident: `open` everybody of the organization, `restricted` its participants and administrators only. */
export const VISIBILITIES = ['open', 'restricted'] as const;
/** See {@link VISIBILITIES}. */
export type Visibility = (typeof VISIBILITIES)[number];

/** Incident roles, held by participants over intervals. */
export const ROLES = ['commander', 'reporter', 'scribe', 'liaison', 'participant', 'observer'] as const;
/** See {@link ROLES}. */
export type Role = (typeof ROLES)[number];
/** Roles that one person at a time holds; assigning them ends the holder's interval. */
export const SINGLE_ROLES: readonly Role[] = ['commander', 'reporter', 'scribe', 'liaison'];

/** States of one step of the automated process. `waiting` = between two tries; `failed` = needs a person. */
export const STEP_STATES = ['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped'] as const;
/** See {@link STEP_STATES}. */
export type StepState = (typeof STEP_STATES)[number];

/** Resources that an incident owns, one of each at most. */
export const RESOURCE_KINDS = [
  'ticket',
  'conversation',
  'storage',
  'document',
  'reviewDocument',
  'conference',
  'tacticalGroup',
  'notificationsGroup',
] as const;
/** See {@link RESOURCE_KINDS}. */
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** `ready` = usable, `archived` = kept but read-only (the conversation of a closed incident). */
export const RESOURCE_STATES = ['ready', 'archived'] as const;
/** See {@link RESOURCE_STATES}. */
export type ResourceState = (typeof RESOURCE_STATES)[number];

/** States of an action item. */
export const TASK_STATES = ['open', 'done', 'cancelled'] as const;
/** See {@link TASK_STATES}. */
export type TaskState = (typeof TASK_STATES)[number];
/** `response` = during the incident, `followUp` = comes out of the postmortem. */
export const TASK_KINDS = ['response', 'followUp'] as const;
/** See {@link TASK_KINDS}. */
export type TaskKind = (typeof TASK_KINDS)[number];

/** Kinds of report: tactical to those who work on it, executive to those who want to know. */
export const REPORT_KINDS = ['tactical', 'executive'] as const;
/** See {@link REPORT_KINDS}. */
export type ReportKind = (typeof REPORT_KINDS)[number];

/** A report's fields by its kind; every field is Markdown of at most 10,000 characters. */
export type ReportBody =
  | { kind: 'tactical'; conditions: string; actions: string; needs: string }
  | { kind: 'executive'; currentStatus: string; overview: string; nextSteps: string };

/** What a cost that is not people's time is for: paid to a vendor, given to customers as credits, lost by downtime, missed as an opportunity. */
export const COST_LINE_KINDS = ['vendor', 'credits', 'downtime', 'opportunity', 'other'] as const;
/** See {@link COST_LINE_KINDS}. */
export type CostLineKind = (typeof COST_LINE_KINDS)[number];

/** A person as commands and events name one; `email` is lower case. */
export interface PersonRef {
  personId: string;
  email: string;
  name: string;
}

/** Who did something: a person, the automation itself (`system`), or a plugin on behalf of its vendor. */
export type Actor = ({ kind: 'person' } & PersonRef) | { kind: 'system'; name: string } | { kind: 'plugin'; name: string };

/** An incident type as the incident carries it (copied when chosen, so that later settings do not change a running incident). */
export interface TypeRef {
  id: string;
  name: string;
  wantsPostmortem: boolean;
  /** Days from closing until the postmortem is due. */
  reviewDueDays: number;
}
/** An incident severity as the incident carries it; rank 1 is the worst. */
export interface SeverityRef {
  id: string;
  name: string;
  rank: number;
}
/** An incident priority as the incident carries it; rank 1 is the most urgent. */
export interface PriorityRef {
  id: string;
  name: string;
  rank: number;
  /** Minutes between reminders for a tactical report while active; null = none. */
  tacticalReportMinutes: number | null;
  /** Minutes between reminders for an executive report while active; null = none. */
  executiveReportMinutes: number | null;
  pageCommander: boolean;
}
/** The project as the incident carries it. */
export interface ProjectRef {
  id: string;
  name: string;
  /** Hours without activity after which the commander is asked whether an active incident is stable; 24 when absent. */
  staleHours?: number;
  /** Hours in stable after which the commander is asked to close; 72 when absent. */
  closeHours?: number;
}
