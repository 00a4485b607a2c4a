import type { Viewer } from '../../domain/access.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import { select } from '../sql.ts';
import { iso, isoOrNull } from '../values.ts';
import type { PostmortemView } from './incident-detail.ts';
import { createBinds, visibleTo } from './visible.ts';

/** A postmortem in the list, with its incident. */
export interface PostmortemListItem extends PostmortemView {
  incident: { id: string; key: string; title: string; stage: Stage; severity: string; severityRank: number };
  overdue: boolean;
  tasksOpen: number;
  tasksTotal: number;
}
/** Which postmortems: `open` = not published yet. */
export interface PostmortemQuery {
  limit: number;
  cursor?: string | undefined;
  state: 'open' | 'published' | 'all';
}

interface Row extends Omit<PostmortemListItem, 'meetingAt' | 'dueAt' | 'publishedAt' | 'overdue'> {
  id: string;
  meeting_at: Date | null;
  due_at: Date;
  published_at: Date | null;
}

/** Postmortems of incidents that the viewer may see, those due first; published ones by when they were due, newest first. */
export async function listPostmortems(db: Database, viewer: Viewer, query: PostmortemQuery): Promise<Page<PostmortemListItem>> {
  const { bind, values } = createBinds();
  const where = [visibleTo(viewer, bind)];
  const isNewestFirst = query.state === 'published';
  if (query.state !== 'all') where.push(`(m.state = 'published') = ${bind(isNewestFirst)}`);
  if (query.cursor !== undefined) {
    const [due, id] = decodeCursor(query.cursor, ['time', 'uuid']);
    where.push(`(m.due_at, m.id) ${isNewestFirst ? '<' : '>'} (${bind(due)}::timestamptz, ${bind(id)}::uuid)`);
  }
  const direction = isNewestFirst ? 'desc' : 'asc';
  const rows = await select<Row>(
    db,
    `select m.id, m.state, case when o.id is not null then jsonb_build_object('id', o.id, 'email', o.email, 'name', o.name) end as owner, m.meeting_at, m.meeting_url as "meetingUrl",
       m.due_at, m.published_at, m.document_id as "documentId", i.tasks_open as "tasksOpen", i.tasks_total as "tasksTotal",
       jsonb_build_object('id', i.id, 'key', i.key, 'title', i.title, 'stage', i.stage, 'severity', i.severity_name, 'severityRank', i.severity_rank) as incident
     from postmortems m join incidents i on i.id = m.incident_id left join people o on o.id = m.owner_id
     where ${where.join(' and ')} order by m.due_at ${direction}, m.id ${direction} limit ${bind(query.limit + 1)}`,
    values,
  );
  return toPage(rows, query.limit, { item: toItem, cursor: (row) => [iso(row.due_at), row.id] });
}

function toItem({ id: _id, meeting_at, due_at, published_at, ...rest }: Row): PostmortemListItem {
  const overdue = rest.state !== 'published' && due_at.getTime() < Date.now();
  return { ...rest, meetingAt: isoOrNull(meeting_at), dueAt: iso(due_at), publishedAt: isoOrNull(published_at), overdue };
}
