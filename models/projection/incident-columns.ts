import { lastHolderOf } from '../../domain/incident/roles.ts';
import { nextDeadlines } from '../../domain/incident/deadlines.ts';
import { reviewDueAt } from '../../domain/incident/review.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Stage } from '../../domain/incident/types.ts';
import { storableJson } from '../values.ts';

/** Column → value of the `incidents` row for a state; everything that lists filter, sort and show, so that a list reads one table. */
export function incidentColumns(state: IncidentState): Record<string, unknown> {
  const commander = lastHolderOf(state, 'commander');
  const present = state.participants.filter((p) => p.removedAt === null);
  return {
    organization_id: state.organizationId,
    project_id: state.project.id,
    project_name: state.project.name,
    key: state.key,
    title: state.title,
    description: state.description,
    resolution: state.resolution,
    stage: state.stage,
    visibility: state.visibility,
    type_id: state.type.id,
    type_name: state.type.name,
    severity_id: state.severity.id,
    severity_name: state.severity.name,
    severity_rank: state.severity.rank,
    priority_id: state.priority.id,
    priority_name: state.priority.name,
    priority_rank: state.priority.rank,
    reporter_id: lastHolderOf(state, 'reporter')?.personId ?? null,
    commander_id: commander?.personId ?? null,
    commander_email: commander?.email ?? null,
    tags: state.tags,
    reported_at: state.reportedAt,
    declared_at: state.declaredAt,
    ...stageTimes(state),
    last_activity_at: state.lastActivityAt,
    last_report_at: lastReportAt(state),
    next_report_due_at: nextReportDueAt(state),
    review_due_at: reviewDue(state),
    tasks_open: state.tasks.filter((t) => t.state === 'open').length,
    tasks_total: state.tasks.filter((t) => t.state !== 'cancelled').length,
    participants_count: present.length,
    participant_ids: present.map((p) => p.personId),
    state: storableJson(state),
    version: state.version,
  };
}

/** Times of the stages since the incident was last opened: a reopened one has not been stable yet. */
function stageTimes(state: IncidentState): Record<string, string | null> {
  const opened = Math.max(state.stages.findLastIndex((s) => s.stage === 'active'), 0);
  const since = state.stages.slice(opened);
  const first = (stage: Stage) => since.find((s) => s.stage === stage)?.from ?? null;
  return { stage_since: state.stages.at(-1)?.from ?? state.declaredAt, stable_at: first('stable'), closed_at: first('closed'), review_at: first('review') };
}

/** Only an incident whose type wants a postmortem, or that has one, is due for review; once it is published, nothing is due any more. */
function reviewDue(state: IncidentState): string | null {
  if (state.postmortem?.state === 'published') return null;
  const isExpected = state.postmortem !== null || state.stage === 'review' || (state.stage === 'closed' && state.type.wantsPostmortem);
  return isExpected ? reviewDueAt(state) : null;
}

function lastReportAt(state: IncidentState): string | null {
  const times = [state.reports.tactical.lastAt, state.reports.executive.lastAt].filter((at) => at !== null);
  return times.sort().at(-1) ?? null;
}

function nextReportDueAt(state: IncidentState): string | null {
  const times = nextDeadlines(state).filter((d) => d.id.startsWith('report/')).map((d) => d.at);
  return times.sort()[0] ?? null;
}
