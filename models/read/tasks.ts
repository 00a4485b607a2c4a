import type { AccessFacts, Viewer } from '../../domain/access.ts';
import type { Database } from '../connect.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import { select, selectOne } from '../sql.ts';
import { isoOrNull, likeText } from '../values.ts';
import { ACCESS_COLUMNS, type AccessRow, toAccessFacts } from './find-incident.ts';
import { TASK_COLUMNS, TASK_TABLES, type TaskRow, type TaskView, toTask } from './task-rows.ts';
import { createBinds, visibleTo } from './visible.ts';

/** Filters of the task list; `assignee` e-mails, `me` or `none`. */
export interface TaskQuery {
  limit: number;
  cursor?: string | undefined;
  state?: readonly string[] | undefined;
  assignee?: readonly string[] | undefined;
  overdue?: boolean | undefined;
  q?: string | undefined;
}

/** Tasks without a date come last. */
const DUE = `coalesce(t.due_at, '9999-12-31T00:00:00Z'::timestamptz)`;
const NEVER = '9999-12-31T00:00:00.000Z';

/** Tasks of all incidents that the viewer may see, those due first. */
export async function listTasks(db: Database, viewer: Viewer, query: TaskQuery): Promise<Page<TaskView>> {
  const { bind, values } = createBinds();
  const where = [visibleTo(viewer, bind)];
  if (query.state !== undefined && query.state.length > 0) where.push(`t.state = any(${bind(query.state)}::text[])`);
  if (query.assignee !== undefined && query.assignee.length > 0) {
    const names = bind(query.assignee.map((one) => (one === 'me' ? viewer.email : one.toLowerCase())));
    where.push(`(a.email = any(${names}::text[]) or (a.id is null and 'none' = any(${names}::text[])))`);
  }
  if (query.overdue === true) where.push(`t.state = 'open' and t.due_at < now()`);
  if (query.overdue === false) where.push(`(t.state <> 'open' or t.due_at is null or t.due_at >= now())`);
  const q = query.q?.trim() ?? '';
  if (q !== '') {
    const like = bind(`%${likeText(q)}%`);
    where.push(`(t.title ilike ${like} or t.description ilike ${like} or i.key = upper(${bind(likeText(q))}))`);
  }
  if (query.cursor !== undefined) {
    const [due, id] = decodeCursor(query.cursor, ['time', 'uuid']);
    where.push(`(${DUE}, t.id) > (${bind(due)}::timestamptz, ${bind(id)}::uuid)`);
  }
  const rows = await select<TaskRow>(db, `select ${TASK_COLUMNS} from ${TASK_TABLES} where ${where.join(' and ')} order by ${DUE}, t.id limit ${bind(query.limit + 1)}`, values);
  return toPage(rows, query.limit, { item: (row) => toTask(row), cursor: (row) => [isoOrNull(row.due_at) ?? NEVER, row.id] });
}

/** Tasks of one incident, oldest first. */
export async function tasksOfIncident(db: Database, incidentId: string): Promise<TaskView[]> {
  const rows = await select<TaskRow>(db, `select ${TASK_COLUMNS} from ${TASK_TABLES} where t.incident_id = $1 order by t.created_at, t.id`, [incidentId]);
  return rows.map((row) => toTask(row));
}

/** One task with the access facts of its incident; null when there is none. Whoever shows it checks access. */
export async function taskById(db: Database, taskId: string): Promise<(TaskView & { access: AccessFacts }) | null> {
  const row = await selectOne<TaskRow & AccessRow>(db, `select ${ACCESS_COLUMNS}, ${TASK_COLUMNS} from ${TASK_TABLES} where t.id = $1`, [taskId]);
  return row === null ? null : { ...toTask(row), access: toAccessFacts(row) };
}
