import type {
  Actor, CostLineKind, PersonRef, PriorityRef, ProjectRef, ReportBody, ResourceKind, Role, SeverityRef, Stage, TaskKind, TaskState, TypeRef, Visibility,
} from './types.ts';

/** A resource as a step found or made it at its provider. */
export interface ResourceFacts {
  kind: ResourceKind;
  /** Plugin id, e.g. `builtin`; `manual` when a person supplied it. */
  provider: string;
  externalId: string;
  url: string | null;
  /** What people call it, e.g. `#inc-42` or `INC-42`. */
  name: string;
}

/** One changed field, before and after; config rows by their name, lists whole. */
export interface FieldChange {
  field: EditableField;
  from: unknown;
  to: unknown;
}
/** Fields of an incident that `editIncident` changes. */
export const EDITABLE_FIELDS = ['title', 'description', 'resolution', 'type', 'severity', 'priority', 'visibility', 'tags'] as const;
/** See {@link EDITABLE_FIELDS}. */
export type EditableField = (typeof EDITABLE_FIELDS)[number];
/** New values for some of the editable fields. */
export interface IncidentEdit {
  title?: string | undefined;
  description?: string | undefined;
  resolution?: string | null | undefined;
  type?: TypeRef | undefined;
  severity?: SeverityRef | undefined;
  priority?: PriorityRef | undefined;
  visibility?: Visibility | undefined;
  tags?: string[] | undefined;
}

/** A task as events carry it; `dueAt` is ISO or null. */
export interface TaskFacts {
  taskId: string;
  title: string;
  description: string;
  kind: TaskKind;
  assignee: PersonRef | null;
  dueAt: string | null;
}

/** A cost that is not people's time. `amount` is a decimal text, negative for money that came back; `at` is ISO. */
export interface CostLineFacts {
  lineId: string;
  kind: CostLineKind;
  amount: string;
  /** ISO 4217. */
  currency: string;
  note: string;
  at: string;
}

/** Reasons why somebody joined: by themselves, added by a person, by an engagement rule, or by their role. */
export type JoinSource = { kind: 'self' } | { kind: 'added' } | { kind: 'rule'; ruleId: string; ruleName: string; service: string | null } | { kind: 'role' };

/** What each kind of ledger event carries. Append kinds; never change the meaning of one that has been written. */
export interface EventData {
  'incident.declared': {
    key: string;
    title: string;
    description: string;
    stage: Exclude<Stage, 'review'>;
    project: ProjectRef;
    type: TypeRef;
    severity: SeverityRef;
    priority: PriorityRef;
    visibility: Visibility;
    tags: string[];
    reportedAt: string;
    reporter: PersonRef;
    commander: PersonRef;
    /** True when nobody named a commander: the first matching engagement rule may replace the reporter. */
    commanderIsInterim: boolean;
    organizationId: string;
  };
  'incident.edited': { changes: FieldChange[]; edit: IncidentEdit };
  'incident.keyed': { key: string; formerKey: string };
  'stage.changed': { from: Stage; to: Stage; reason: string | null };
  'participant.added': { person: PersonRef; role: Role; source: JoinSource };
  'participant.removed': { person: PersonRef };
  'role.assigned': { person: PersonRef; role: Role; previous: PersonRef | null };
  'report.posted': { reportId: string; report: ReportBody };
  'report.snoozed': { kind: 'tactical' | 'executive'; until: string };
  'task.created': TaskFacts;
  'task.updated': { taskId: string; title: string; changes: { state?: TaskState; title?: string; description?: string; assignee?: PersonRef | null; dueAt?: string | null } };
  'note.added': { text: string };
  'event.pinned': { seq: number; pinned: boolean };
  'event.amended': { seq: number; text: string };
  /** Steps the automation took on, in order; a repeated step comes again with the next `run`. `title` and `needs` as they were planned. */
  'steps.armed': { steps: { step: string; run: number; title: string; needs: string[] }[] };
  'step.succeeded': { step: string; run: number; resource: ResourceFacts | null; note: string | null };
  'step.failed': { step: string; run: number; error: string; attempts: number };
  'step.skipped': { step: string; run: number; reason: string | null };
  'step.supplied': { step: string; run: number; resource: ResourceFacts };
  'step.retried': { step: string; run: number };
  'resource.archived': { kind: ResourceKind; archived: boolean };
  /** `error` is set when nobody could be reached (then `to` is empty); the next deadline moves on all the same. */
  'reminder.sent': { reminder: string; deadline: string; to: string[]; text: string; error?: string };
  'postmortem.scheduled': { meetingAt: string; dueAt: string; owner: PersonRef };
  'postmortem.published': { by: PersonRef };
  /** A person's data was erased from the events before: `redactions` says of each one that changed (by seq) the hash of what it became. */
  'person.erased': { erasureId: string; personId: string; redactions: Record<string, string> };
  'cost.lineAdded': CostLineFacts;
  /** `line` as it was before. */
  'cost.lineChanged': { lineId: string; line: CostLineFacts; changes: Partial<Pick<CostLineFacts, 'kind' | 'amount' | 'note' | 'at'>> };
  /** `line` as it was. */
  'cost.lineRemoved': { lineId: string; line: CostLineFacts };
  /** From here on the closed incident is priced with other versions; `before` and `after` are its response cost, as decimal texts. */
  'cost.rerated': { pricingId: string; before: string; after: string; currency: string; reason: string };
  /** The cost reached what an alert watches for; `number` counts how often it came from below. */
  'cost.thresholdCrossed': { alertId: string; name: string; measure: 'response' | 'total'; amount: string; total: string; currency: string; number: number };
  'message.imported': { messageId: string; author: PersonRef | null; text: string };
}

/** Names of the ledger's event kinds. */
export type EventKind = keyof EventData;

/** One row of the ledger. `seq` counts 1, 2, … per incident; `at` is when it happened, `recordedAt` when we learned it (both ISO). */
export type IncidentEvent<K extends EventKind = EventKind> = {
  [P in K]: {
    incidentId: string;
    seq: number;
    /** Unique per incident: a retried write with the same key writes nothing twice. */
    key: string;
    kind: P;
    at: string;
    recordedAt: string;
    actor: Actor;
    data: EventData[P];
  };
}[K];

/** An event before the ledger gave it its number. */
export type NewEvent<K extends EventKind = EventKind> = {
  [P in K]: { kind: P; at?: string; actor: Actor; data: EventData[P]; key?: string };
}[K];
