import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { Database } from '../connect.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../ledger-read.ts';
import { decodeCursor, encodeCursor } from '../paging.ts';
import { select, selectOne } from '../sql.ts';
import { iso, likeText } from '../values.ts';
import { createBinds } from './visible.ts';

/** Kinds that only steer what is shown; they appear when they are asked for by name. */
export const QUIET_KINDS = ['event.pinned', 'event.amended', 'steps.armed'] as const;

/** What to show of a timeline. `kind`: names of kinds (`task.created`) or of their families (`task`). */
export interface TimelineQuery {
  limit: number;
  cursor?: string | undefined;
  order: 'asc' | 'desc';
  kind?: readonly string[] | undefined;
  pinned?: boolean | undefined;
  q?: string | undefined;
}
/** An event with what people put on top of it. */
export interface TimelineRow {
  event: IncidentEvent;
  pinned: boolean;
  amendedText: string | null;
  hash: string;
}
interface Row extends EventRow {
  pinned: boolean | null;
  amended_text: string | null;
  total: number;
}

const OVERLAY = 'left join event_overlays o on o.incident_id = e.incident_id and o.seq = e.seq';
const toRow = (row: Row): TimelineRow => ({ event: toEvent(row), pinned: row.pinned ?? false, amendedText: row.amended_text, hash: row.hash });

/** A page of an incident's timeline by the time things happened, and how many events match. Whoever shows it checks access. */
export async function listTimeline(db: Database, incidentId: string, query: TimelineQuery): Promise<{ data: TimelineRow[]; nextCursor: string | null; total: number }> {
  const { bind, values } = createBinds();
  const where = [`e.incident_id = ${bind(incidentId)}`];
  if (query.kind === undefined || query.kind.length === 0) where.push(`e.kind <> all(${bind(QUIET_KINDS)}::text[])`);
  else where.push(`(e.kind = any(${bind(query.kind)}::text[]) or split_part(e.kind, '.', 1) = any(${bind(query.kind)}::text[]))`);
  if (query.pinned !== undefined) where.push(`coalesce(o.pinned, false) = ${bind(query.pinned)}`);
  const q = query.q?.trim() ?? '';
  if (q !== '') {
    const like = bind(`%${likeText(q)}%`);
    // only values, never the names of fields
    where.push(`(o.amended_text ilike ${like} or e.actor->>'name' ilike ${like} or replace(e.kind, '.', ' ') ilike ${like}
      or exists (select 1 from jsonb_path_query(e.data, 'strict $.** ? (@.type() == "string")') v where v #>> '{}' ilike ${like}))`);
  }
  const matching = where.join(' and ');
  const isAscending = query.order === 'asc';
  const direction = isAscending ? 'asc' : 'desc';
  let after = '';
  if (query.cursor !== undefined) {
    const [at, seq] = decodeCursor(query.cursor, ['time', 'number']);
    after = ` and (e.at, e.seq) ${isAscending ? '>' : '<'} (${bind(at)}::timestamptz, ${bind(seq)}::integer)`;
  }
  const rows = await select<Row>(
    db,
    `select n.total, p.* from (select count(*)::int as total from events e ${OVERLAY} where ${matching}) n
     left join (select ${EVENT_COLUMNS}, o.pinned, o.amended_text from events e ${OVERLAY} where ${matching}${after} order by e.at ${direction}, e.seq ${direction} limit ${bind(query.limit + 1)}) p on true
     order by p.at ${direction}, p.seq ${direction}`,
    values,
  );
  const found = rows.filter((row) => row.seq !== null);
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return { data: shown.map(toRow), nextCursor: found.length > query.limit && last !== undefined ? encodeCursor([iso(last.at), last.seq]) : null, total: rows[0]?.total ?? 0 };
}

/** One event of a timeline, or null. */
export async function timelineEvent(db: Database, incidentId: string, seq: number): Promise<TimelineRow | null> {
  const row = await selectOne<Row>(db, `select ${EVENT_COLUMNS}, o.pinned, o.amended_text from events e ${OVERLAY} where e.incident_id = $1 and e.seq = $2`, [incidentId, seq]);
  return row === null ? null : toRow(row);
}
