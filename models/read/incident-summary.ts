import { moneyText } from '../money.ts';
import type { Stage, Visibility } from '../../domain/incident/types.ts';
import { iso, isoOrNull } from '../values.ts';

/** A person in answers. */
export interface PersonView {
  id: string;
  email: string;
  name: string;
}
/** An incident in lists; names instead of ids, ISO times, money as text. */
export interface IncidentSummary {
  id: string;
  key: string;
  title: string;
  stage: Stage;
  stageSince: string;
  severity: string;
  severityRank: number;
  priority: string;
  priorityRank: number;
  type: string;
  project: string;
  visibility: Visibility;
  tags: string[];
  reportedAt: string;
  declaredAt: string;
  stableAt: string | null;
  closedAt: string | null;
  reviewAt: string | null;
  reviewDueAt: string | null;
  commander: PersonView | null;
  reporter: PersonView | null;
  lastReportAt: string | null;
  lastReportText: string | null;
  nextReportDueAt: string | null;
  tasksOpen: number;
  tasksTotal: number;
  participantsCount: number;
  cost: { total: string; currency: string; asOf: string } | null;
  version: number;
}

/** The columns of {@link SummaryRow} of the alias `i`, with `c` and `r` as commander and reporter and `k` as cost (see {@link SUMMARY_JOINS}). */
export const SUMMARY_COLUMNS = `i.id, i.key, i.title, i.stage, i.stage_since, i.severity_name, i.severity_rank, i.priority_name, i.priority_rank, i.type_name, i.project_name, i.visibility,
  i.tags, i.reported_at, i.declared_at, i.stable_at, i.closed_at, i.review_at, i.review_due_at, i.last_report_at, i.last_report_text, i.next_report_due_at, i.tasks_open, i.tasks_total,
  i.participants_count, k.total::text as cost_total, k.currency as cost_currency, k.as_of as cost_as_of, i.version, i.updated_at, lower(i.title) as sorted_title,
  c.id as commander_id, c.email as commander_email, c.name as commander_name, r.id as reporter_id, r.email as reporter_email, r.name as reporter_name`;
/** Joins commander, reporter and cost to the alias `i`. */
export const SUMMARY_JOINS = 'left join people c on c.id = i.commander_id left join people r on r.id = i.reporter_id left join costs k on k.incident_id = i.id';

/** A row of {@link SUMMARY_COLUMNS}. */
export interface SummaryRow {
  id: string;
  key: string;
  title: string;
  stage: Stage;
  stage_since: Date;
  severity_name: string;
  severity_rank: number;
  priority_name: string;
  priority_rank: number;
  type_name: string;
  project_name: string;
  visibility: Visibility;
  tags: string[];
  reported_at: Date;
  declared_at: Date;
  stable_at: Date | null;
  closed_at: Date | null;
  review_at: Date | null;
  review_due_at: Date | null;
  last_report_at: Date | null;
  last_report_text: string | null;
  next_report_due_at: Date | null;
  tasks_open: number;
  tasks_total: number;
  participants_count: number;
  cost_total: string | null;
  cost_currency: string | null;
  cost_as_of: Date | null;
  version: number;
  updated_at: Date;
  sorted_title: string;
  commander_id: string | null;
  commander_email: string;
  commander_name: string;
  reporter_id: string | null;
  reporter_email: string;
  reporter_name: string;
}

/** The summary of a row. */
export function toSummary(row: SummaryRow): IncidentSummary {
  const hasCost = row.cost_total !== null && row.cost_currency !== null && row.cost_as_of !== null;
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    stage: row.stage,
    stageSince: iso(row.stage_since),
    severity: row.severity_name,
    severityRank: row.severity_rank,
    priority: row.priority_name,
    priorityRank: row.priority_rank,
    type: row.type_name,
    project: row.project_name,
    visibility: row.visibility,
    tags: row.tags,
    reportedAt: iso(row.reported_at),
    declaredAt: iso(row.declared_at),
    stableAt: isoOrNull(row.stable_at),
    closedAt: isoOrNull(row.closed_at),
    reviewAt: isoOrNull(row.review_at),
    reviewDueAt: isoOrNull(row.review_due_at),
    commander: row.commander_id === null ? null : { id: row.commander_id, email: row.commander_email, name: row.commander_name },
    reporter: row.reporter_id === null ? null : { id: row.reporter_id, email: row.reporter_email, name: row.reporter_name },
    lastReportAt: isoOrNull(row.last_report_at),
    lastReportText: row.last_report_text,
    nextReportDueAt: isoOrNull(row.next_report_due_at),
    tasksOpen: row.tasks_open,
    tasksTotal: row.tasks_total,
    participantsCount: row.participants_count,
    cost: hasCost ? { total: moneyText(row.cost_total ?? '0', row.cost_currency ?? ''), currency: row.cost_currency ?? '', asOf: iso(row.cost_as_of ?? row.updated_at) } : null,
    version: row.version,
  };
}
