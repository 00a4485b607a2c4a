import type { TaskKind, TaskState } from '../../domain/incident/types.ts';
import { iso, isoOrNull } from '../values.ts';
import type { PersonView } from './incident-summary.ts';

/** An action item of an incident; `overdue` = open and past its date. */
export interface TaskView {
  id: string;
  incident: { id: string; key: string; title: string };
  title: string;
  description: string;
  kind: TaskKind;
  state: TaskState;
  assignee: PersonView | null;
  dueAt: string | null;
  overdue: boolean;
  createdAt: string;
  updatedAt: string;
}
/** A row of {@link TASK_COLUMNS}. */
export interface TaskRow {
  id: string;
  incident_id: string;
  incident_key: string;
  incident_title: string;
  title: string;
  description: string;
  kind: TaskKind;
  state: TaskState;
  assignee_id: string | null;
  assignee_email: string;
  assignee_name: string;
  due_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** Columns of a task for the aliases `t` (task), `i` (incident), `a` (assignee). */
export const TASK_COLUMNS = `t.id, i.id as incident_id, i.key as incident_key, i.title as incident_title, t.title, t.description, t.kind, t.state,
  a.id as assignee_id, a.email as assignee_email, a.name as assignee_name, t.due_at, t.created_at, t.updated_at`;
/** Tables of {@link TASK_COLUMNS}. */
export const TASK_TABLES = 'tasks t join incidents i on i.id = t.incident_id left join people a on a.id = t.assignee_id';

/** The task of a row. */
export function toTask(row: TaskRow, now: Date = new Date()): TaskView {
  return {
    id: row.id,
    incident: { id: row.incident_id, key: row.incident_key, title: row.incident_title },
    title: row.title,
    description: row.description,
    kind: row.kind,
    state: row.state,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, email: row.assignee_email, name: row.assignee_name },
    dueAt: isoOrNull(row.due_at),
    overdue: row.state === 'open' && row.due_at !== null && row.due_at < now,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}
