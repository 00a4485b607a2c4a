import type { CostLineFacts, JoinSource, ResourceFacts, TaskFacts } from './events.ts';
import type { PersonRef, PriorityRef, ProjectRef, ReportKind, ResourceKind, ResourceState, Role, SeverityRef, Stage, StepState, TaskState, TypeRef, Visibility } from './types.ts';

/** One interval of a role; `to` null = still held. */
export interface RoleInterval {
  role: Role;
  from: string;
  to: string | null;
}
/** A person in the incident; `removedAt` set = no longer a participant (no access to a restricted incident any more). */
export interface Participant extends PersonRef {
  addedAt: string;
  removedAt: string | null;
  source: JoinSource;
  roles: RoleInterval[];
}
/** One interval of a stage; `to` null = the present stage. */
export interface StageInterval {
  stage: Stage;
  from: string;
  to: string | null;
}
/** One step as the workflow decides on it. `run` counts how often it was armed (a second closing runs the closing steps again). */
export interface StepStatus {
  state: StepState;
  run: number;
  attempts: number;
  lastError: string | null;
  /** When it last changed state, ISO. */
  since: string;
}
/** A resource with its present state. */
export interface Resource extends ResourceFacts {
  state: ResourceState;
}
/** A task as the incident's owner keeps it. */
export interface IncidentTask extends TaskFacts {
  state: TaskState;
  createdAt: string;
  updatedAt: string;
  remindedAt: string | null;
}
/** What has been sent and put off for one kind of reminder. */
export interface ReminderStatus {
  count: number;
  lastAt: string | null;
  snoozedUntil: string | null;
}
/** The postmortem as the incident knows it. */
export interface PostmortemStatus {
  state: 'scheduled' | 'published';
  owner: PersonRef;
  meetingAt: string;
  dueAt: string;
  publishedAt: string | null;
}

/** Everything an incident's owner decides on: the fold of its ledger. JSON only; `version` = number of events folded = last `seq`. */
export interface IncidentState {
  version: number;
  id: string;
  organizationId: string;
  project: ProjectRef;
  key: string;
  formerKeys: string[];
  title: string;
  description: string;
  resolution: string | null;
  stage: Stage;
  visibility: Visibility;
  type: TypeRef;
  severity: SeverityRef;
  priority: PriorityRef;
  tags: string[];
  reportedAt: string;
  declaredAt: string;
  commanderIsInterim: boolean;
  stages: StageInterval[];
  participants: Participant[];
  steps: Record<string, StepStatus>;
  resources: Partial<Record<ResourceKind, Resource>>;
  tasks: IncidentTask[];
  reports: Record<ReportKind, { count: number; lastAt: string | null }>;
  /** By reminder id: `report/tactical`, `report/executive`, `stale`, `close`, `review`, `task/<id>`. */
  reminders: Record<string, ReminderStatus>;
  postmortem: PostmortemStatus | null;
  /** Costs that are not people's time; absent = there never were any. */
  costLines?: CostLineFacts[];
  /** What people chose to price the closed incident with; `closedAt` = the closing it holds for. */
  rerated?: { pricingId: string; closedAt: string } | null;
  /** Ids of the erasures of people's data that went through this incident; absent = none. */
  erasures?: string[];
  /** Time of the last thing a person did in the incident's commands, ISO. */
  lastActivityAt: string;
}
