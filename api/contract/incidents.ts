import { z } from 'zod';
import { ABILITIES } from '../../domain/access.ts';
import { RESOURCE_KINDS, RESOURCE_STATES, STEP_STATES } from '../../domain/incident/types.ts';
import { Email, Id, IncidentParams, Line, ListParam, PageQuery, Person, RoleName, StageName, Tag, Text, Time, VisibilityName } from './common.ts';
import { CostView } from './cost-view.ts';
import { defineRoute } from './route.ts';
import { Task } from './tasks.ts';

/** Body of a declaration; names of type, severity, priority and project as configured, defaults when absent. */
export const DeclareBody = z.strictObject({
  title: Line(250),
  description: Text(50_000).refine((t) => t.trim() !== '', 'may not be empty: say in a sentence what is happening'),
  type: z.string().optional(),
  severity: z.string().optional(),
  priority: z.string().optional(),
  project: z.string().optional(),
  reporterEmail: Email.optional(),
  commanderEmail: Email.optional(),
  visibility: VisibilityName.optional(),
  stage: StageName.exclude(['review']).optional(),
  tags: z.array(Tag).max(50).optional(),
  reportedAt: Time.optional(),
});
/** Body of an edit: changed fields only. */
export const EditBody = z
  .strictObject({
    title: Line(250).optional(),
    description: Text(50_000).optional(),
    resolution: Text(50_000).nullable().optional(),
    type: z.string().optional(),
    severity: z.string().optional(),
    priority: z.string().optional(),
    visibility: VisibilityName.optional(),
    tags: z.array(Tag).max(50).optional(),
  })
  .refine((b) => Object.keys(b).length > 0, 'name at least one field to change');

/** Name and rank of a severity or priority in answers; rank 1 is the worst. */
const Ranked = z.object({ name: z.string(), rank: z.number().int() });

/** An incident in lists. Severity, priority, type and project are names. */
export const IncidentSummary = z.object({
  id: Id,
  key: z.string(),
  title: z.string(),
  stage: StageName,
  stageSince: Time,
  severity: z.string(),
  severityRank: z.number().int(),
  priority: z.string(),
  priorityRank: z.number().int(),
  type: z.string(),
  project: z.string(),
  visibility: VisibilityName,
  tags: z.array(z.string()),
  reportedAt: Time,
  declaredAt: Time,
  stableAt: Time.nullable(),
  closedAt: Time.nullable(),
  reviewAt: Time.nullable(),
  reviewDueAt: Time.nullable(),
  commander: Person.nullable(),
  reporter: Person.nullable(),
  lastReportAt: Time.nullable(),
  lastReportText: z.string().nullable(),
  nextReportDueAt: Time.nullable(),
  tasksOpen: z.number().int(),
  tasksTotal: z.number().int(),
  participantsCount: z.number().int(),
  cost: z.object({ total: z.string(), currency: z.string(), asOf: Time }).nullable(),
  version: z.number().int(),
});
/** See {@link IncidentSummary}. */
export type IncidentSummary = z.infer<typeof IncidentSummary>;

/** A resource of an incident. */
export const ResourceView = z.object({
  kind: z.enum(RESOURCE_KINDS),
  provider: z.string(),
  externalId: z.string(),
  url: z.string().nullable(),
  name: z.string(),
  state: z.enum(RESOURCE_STATES),
});
/** One step of the automation with its live retry state. */
export const StepView = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(STEP_STATES),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  nextAttemptAt: Time.nullable(),
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  needs: z.array(z.string()),
  /** True when `/supply` makes sense: the step would bring a resource. */
  suppliable: z.boolean(),
  note: z.string().nullable(),
});
/** A participant with the roles held over time. */
export const ParticipantView = z.object({
  person: Person,
  title: z.string().nullable(),
  team: z.string().nullable(),
  addedAt: Time,
  removedAt: Time.nullable(),
  /** Why they are here, as a sentence fragment, e.g. `payments on-call`. */
  source: z.string(),
  roles: z.array(z.object({ role: RoleName, from: Time, to: Time.nullable() })),
});
/** Something that will happen by itself. */
export const TimerView = z.object({ id: z.string(), title: z.string(), at: Time, detail: z.string().nullable() });
/** The postmortem of an incident, short. */
export const PostmortemBrief = z.object({
  state: z.enum(['drafting', 'scheduled', 'published']),
  owner: Person.nullable(),
  meetingAt: Time.nullable(),
  meetingUrl: z.string().nullable(),
  dueAt: Time,
  publishedAt: Time.nullable(),
  documentId: Id.nullable(),
});

/** One incident, whole. */
export const IncidentDetail = IncidentSummary.extend({
  description: z.string(),
  resolution: z.string().nullable(),
  formerKeys: z.array(z.string()),
  severityInfo: Ranked,
  priorityInfo: Ranked,
  participants: z.array(ParticipantView),
  resources: z.array(ResourceView),
  steps: z.array(StepView),
  timers: z.array(TimerView),
  tasks: z.array(Task),
  stages: z.array(z.object({ stage: StageName, from: Time, to: Time.nullable() })),
  postmortem: PostmortemBrief.nullable(),
  related: z.array(z.object({ id: Id, key: z.string(), title: z.string(), reportedAt: Time })),
  counts: z.object({ messages: z.number().int(), events: z.number().int(), reports: z.number().int(), files: z.number().int() }),
  abilities: z.array(z.enum(ABILITIES)),
  /** `url` is the workflow's page in Temporal's UI; `waiting` says why the automation has not begun yet, null when it has. */
  workflow: z.object({ id: z.string(), runId: z.string().nullable(), url: z.string().nullable(), waiting: z.string().nullable() }),
});
/** See {@link IncidentDetail}. */
export type IncidentDetail = z.infer<typeof IncidentDetail>;

/** Sort keys of the incident list; `-` before = descending. */
export const INCIDENT_SORTS = ['reportedAt', '-reportedAt', 'severity', '-severity', 'priority', '-priority', 'title', '-title', 'cost', '-cost', 'updatedAt', '-updatedAt'] as const;
/** Filters of the incident list; lists are comma separated names (or UUIDs), `commander` e-mails or `none`. */
export const IncidentQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(200).default(25),
  q: z.string().max(200).optional(),
  stage: ListParam,
  severity: ListParam,
  priority: ListParam,
  type: ListParam,
  project: ListParam,
  commander: ListParam,
  participant: ListParam,
  tag: ListParam,
  visibility: ListParam,
  reportedAfter: Time.optional(),
  reportedBefore: Time.optional(),
  sort: z.enum(INCIDENT_SORTS).default('-reportedAt'),
});
/** A page of incidents; `total` counts all that match and that the caller may see, `stages` by stage among them. */
export const IncidentPage = z.object({
  data: z.array(IncidentSummary),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  stages: z.record(z.string(), z.number().int()),
});

/** What a declaration with these values would do, and incidents like it that are open or recent. */
export const DeclarePreview = z.object({
  engagements: z.array(z.object({ text: z.string(), role: RoleName, person: Person.nullable() })),
  resources: z.array(z.string()),
  announcements: z.array(z.string()),
  similar: z.array(z.object({ id: Id, key: z.string(), title: z.string(), stage: StageName, reportedAt: Time })),
});

/** Optional reference to a resource made by hand. */
export const SupplyBody = z.strictObject({ externalId: Line(500), url: z.url({ protocol: /^https?$/ }).optional(), name: Line(200).optional() });
const StepParams = IncidentParams.extend({ step: z.string().max(60) });

const tag = 'Incidents';
/** Routes about incidents themselves. */
export const incidents = {
  list: defineRoute({ id: 'incidents.list', method: 'get', path: '/incidents', access: 'read', tag, summary: 'List incidents', query: IncidentQuery, response: IncidentPage }),
  declare: defineRoute({ id: 'incidents.declare', method: 'post', path: '/incidents', access: 'declareIncident', tag, summary: 'Declare an incident; never fails because Temporal or a vendor is down', body: DeclareBody, response: IncidentDetail, status: 201 }),
  preview: defineRoute({ id: 'incidents.preview', method: 'post', path: '/incidents/preview', access: 'declareIncident', tag, summary: 'What declaring with these values would do; nothing is stored', body: DeclareBody.partial(), response: DeclarePreview }),
  get: defineRoute({ id: 'incidents.get', method: 'get', path: '/incidents/:incident', access: { incident: 'view' }, tag, summary: 'One incident by id or key', params: IncidentParams, response: IncidentDetail }),
  edit: defineRoute({ id: 'incidents.edit', method: 'patch', path: '/incidents/:incident', access: { incident: 'edit' }, stepUp: { when: { visibility: ['open'] } }, tag, summary: 'Change fields; fields that are not named stay', params: IncidentParams, body: EditBody, response: IncidentDetail }),
  changeStage: defineRoute({ id: 'incidents.changeStage', method: 'post', path: '/incidents/:incident/stage', access: { incident: 'changeStage' }, tag, summary: 'Move to another stage', params: IncidentParams, body: z.strictObject({ stage: StageName, reason: Text(2000).optional() }), response: IncidentDetail }),
  addParticipant: defineRoute({ id: 'incidents.addParticipant', method: 'post', path: '/incidents/:incident/participants', access: { incident: 'manageParticipants' }, tag, summary: 'Add a participant', params: IncidentParams, body: z.strictObject({ email: Email, role: RoleName.default('participant') }), response: IncidentDetail, status: 201 }),
  join: defineRoute({ id: 'incidents.join', method: 'post', path: '/incidents/:incident/join', access: { incident: 'join' }, tag, summary: 'Join as observer', params: IncidentParams, response: IncidentDetail }),
  removeParticipant: defineRoute({ id: 'incidents.removeParticipant', method: 'delete', path: '/incidents/:incident/participants/:email', access: { incident: 'manageParticipants' }, tag, summary: 'Remove a participant', params: IncidentParams.extend({ email: Email }), response: IncidentDetail }),
  assignRole: defineRoute({ id: 'incidents.assignRole', method: 'post', path: '/incidents/:incident/roles', access: { incident: 'assignRole' }, tag, summary: 'Assign a role', params: IncidentParams, body: z.strictObject({ email: Email, role: RoleName }), response: IncidentDetail }),
  retryStep: defineRoute({ id: 'incidents.retryStep', method: 'post', path: '/incidents/:incident/steps/:step/retry', access: { incident: 'manageSteps' }, tag, summary: 'Try a step again now', params: StepParams, response: IncidentDetail }),
  skipStep: defineRoute({ id: 'incidents.skipStep', method: 'post', path: '/incidents/:incident/steps/:step/skip', access: { incident: 'manageSteps' }, tag, summary: 'Go on without a step', params: StepParams, body: z.strictObject({ reason: Text(2000).optional() }).optional(), response: IncidentDetail }),
  supplyStep: defineRoute({ id: 'incidents.supplyStep', method: 'post', path: '/incidents/:incident/steps/:step/supply', access: { incident: 'manageSteps' }, tag, summary: 'Answer a step by hand with a resource that exists', params: StepParams, body: SupplyBody, response: IncidentDetail }),
  cost: defineRoute({ id: 'incidents.cost', method: 'get', path: '/incidents/:incident/cost', access: { incident: 'view' }, tag, summary: 'Cost with its explanation', params: IncidentParams, response: CostView }),
  feedback: defineRoute({ id: 'incidents.feedback', method: 'post', path: '/incidents/:incident/feedback', access: { incident: 'post' }, tag, summary: 'Rate how the incident was handled', params: IncidentParams, body: z.strictObject({ rating: z.int().min(1).max(5), text: Text(5000).default('') }), status: 204 }),
} as const;
