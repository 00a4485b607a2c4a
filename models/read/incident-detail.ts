import type { AccessFacts, Viewer } from '../../domain/access.ts';
import { nextDeadlines } from '../../domain/incident/deadlines.ts';
import type { IncidentState, Participant } from '../../domain/incident/state.ts';
import { RESOURCE_KINDS, type ResourceKind, type ResourceState, type Role, type Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';
import { iso, isoOrNull } from '../values.ts';
import { ACCESS_COLUMNS, type AccessRow, toAccessFacts } from './find-incident.ts';
import { type IncidentSummary, type PersonView, SUMMARY_COLUMNS, SUMMARY_JOINS, type SummaryRow, toSummary } from './incident-summary.ts';
import { describeSource } from './join-source.ts';
import { similarIncidents } from './similar.ts';
import { STEPS_JSON, type StepRow, type StepView, toStep } from './step-rows.ts';
import type { TaskView } from './task-rows.ts';
import { createBinds, visibleTo } from './visible.ts';

/** One incident, whole, except what depends on the caller's abilities and on addresses. */
export interface IncidentFacts extends IncidentSummary {
  description: string;
  resolution: string | null;
  formerKeys: string[];
  severityInfo: { name: string; rank: number };
  priorityInfo: { name: string; rank: number };
  participants: { person: PersonView; title: string | null; team: string | null; addedAt: string; removedAt: string | null; source: string; roles: { role: Role; from: string; to: string | null }[] }[];
  resources: { kind: ResourceKind; provider: string; externalId: string; url: string | null; name: string; state: ResourceState }[];
  steps: StepView[];
  timers: { id: string; title: string; at: string; detail: string | null }[];
  tasks: TaskView[];
  stages: { stage: Stage; from: string; to: string | null }[];
  postmortem: PostmortemView | null;
  related: { id: string; key: string; title: string; reportedAt: string }[];
  counts: { messages: number; events: number; reports: number; files: number };
  access: AccessFacts;
  state: IncidentState;
  workflowStartedAt: string | null;
  runId: string | null;
}
/** The postmortem of an incident, short. */
export interface PostmortemView {
  state: 'drafting' | 'scheduled' | 'published';
  owner: PersonView | null;
  meetingAt: string | null;
  meetingUrl: string | null;
  dueAt: string;
  publishedAt: string | null;
  documentId: string | null;
}

interface Row extends SummaryRow, AccessRow {
  state: IncidentState;
  steps: StepRow[];
  people: Record<string, { title: string | null; team: string | null }>;
  postmortem: PostmortemView | null;
  messages: number;
  last_message_at: Date | null;
  reports: number;
  files: number;
  workflow_started_at: Date | null;
  workflow_run_id: string | null;
}

const POSTMORTEM = `(select jsonb_build_object('state', m.state, 'owner', case when o.id is not null then jsonb_build_object('id', o.id, 'email', o.email, 'name', o.name) end, 'meetingAt', m.meeting_at,
  'meetingUrl', m.meeting_url, 'dueAt', m.due_at, 'publishedAt', m.published_at, 'documentId', m.document_id) from postmortems m left join people o on o.id = m.owner_id where m.incident_id = i.id)`;

/** One incident that the viewer may see, in one statement (related ones in another beside it); null when there is none or it must stay hidden. */
export async function incidentDetail(db: Database, viewer: Viewer, incidentId: string): Promise<IncidentFacts | null> {
  const { bind, values } = createBinds();
  const only = `(msg.only_for is null or ${bind(viewer.email)} = any(msg.only_for))`;
  const related = similarIncidents(db, viewer, { incidentId });
  const shown = selectOne<Row>(
    db,
    `select ${SUMMARY_COLUMNS}, ${ACCESS_COLUMNS}, i.state, i.workflow_started_at, i.workflow_run_id, ${STEPS_JSON} as steps, ${POSTMORTEM} as postmortem,
       (select coalesce(jsonb_object_agg(p.person_id, jsonb_build_object('title', q.title, 'team', q.team)), '{}') from participants p join people q on q.id = p.person_id where p.incident_id = i.id) as people,
       msgs.number as messages, msgs.last as last_message_at,
       (select count(*)::int from reports x where x.incident_id = i.id) as reports,
       (select count(*)::int from files f where f.incident_id = i.id and f.deleted_at is null) as files
     from incidents i ${SUMMARY_JOINS}
     cross join lateral (select count(*)::int as number, max(msg.created_at) filter (where msg.kind = 'person') as last from messages msg where msg.incident_id = i.id and msg.deleted_at is null and ${only}) msgs
     where i.id = ${bind(incidentId)} and ${visibleTo(viewer, bind)}`,
    values,
  );
  const [row, likeIt] = await Promise.all([shown, related]);
  return row === null ? null : toFacts(row, likeIt);
}

function toFacts(row: Row, related: IncidentFacts['related']): IncidentFacts {
  const { state, postmortem } = row;
  const incident = { id: row.id, key: row.key, title: row.title };
  return {
    ...toSummary(row),
    description: state.description,
    resolution: state.resolution,
    formerKeys: state.formerKeys,
    severityInfo: { name: row.severity_name, rank: row.severity_rank },
    priorityInfo: { name: row.priority_name, rank: row.priority_rank },
    participants: state.participants.map((p) => toParticipant(p, row.people[p.personId])),
    resources: RESOURCE_KINDS.flatMap((one) => state.resources[one] ?? []).map(({ kind, provider, externalId, url, name, state: present }) => ({ kind, provider, externalId, url, name, state: present })),
    steps: row.steps.map(toStep),
    timers: nextDeadlines(state, { lastActivityAt: isoOrNull(row.last_message_at) }).map(({ id, title, at, detail }) => ({ id, title, at, detail })),
    tasks: state.tasks.map((task) => toTaskView(task, incident)),
    stages: state.stages,
    postmortem: postmortem === null ? null : { ...postmortem, meetingAt: isoOrNull(postmortem.meetingAt), dueAt: iso(postmortem.dueAt), publishedAt: isoOrNull(postmortem.publishedAt) },
    related: related.map(({ id, key, title, reportedAt }) => ({ id, key, title, reportedAt })),
    counts: { messages: row.messages, events: state.version, reports: row.reports, files: row.files },
    access: toAccessFacts(row),
    state,
    workflowStartedAt: isoOrNull(row.workflow_started_at),
    runId: row.workflow_run_id,
  };
}

function toParticipant(p: Participant, extra: { title: string | null; team: string | null } | undefined): IncidentFacts['participants'][number] {
  return {
    person: { id: p.personId, email: p.email, name: p.name },
    title: extra?.title ?? null,
    team: extra?.team ?? null,
    addedAt: p.addedAt,
    removedAt: p.removedAt,
    source: describeSource(p.source),
    roles: p.roles,
  };
}

function toTaskView(task: IncidentState['tasks'][number], incident: TaskView['incident']): TaskView {
  const { taskId, title, description, kind, state, assignee, dueAt, createdAt, updatedAt } = task;
  return {
    id: taskId, incident, title, description, kind, state, dueAt, createdAt, updatedAt,
    assignee: assignee === null ? null : { id: assignee.personId, email: assignee.email, name: assignee.name },
    overdue: state === 'open' && dueAt !== null && Date.parse(dueAt) < Date.now(),
  };
}
