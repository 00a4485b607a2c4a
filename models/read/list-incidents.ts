import type { Viewer } from '../../domain/access.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Bind } from '../batch.ts';
import type { Database } from '../connect.ts';
import { type CursorKind, decodeCursor, encodeCursor } from '../paging.ts';
import { select } from '../sql.ts';
import { iso } from '../values.ts';
import { searchIds } from './incident-search.ts';
import { type IncidentSummary, SUMMARY_COLUMNS, SUMMARY_JOINS, type SummaryRow, toSummary } from './incident-summary.ts';
import { createBinds, visibleParts, visibleTo } from './visible.ts';

/** Sort orders; `-` before = descending. Within equal values the newest report comes first. */
export type IncidentSort = 'reportedAt' | 'severity' | 'priority' | 'title' | 'cost' | 'updatedAt';
/** Filters of the list: names (any case) or UUIDs; a list = one of them. `commander` e-mails or `none`, `participant` e-mails. */
export interface IncidentFilter {
  q?: string | undefined;
  stage?: readonly string[] | undefined;
  severity?: readonly string[] | undefined;
  priority?: readonly string[] | undefined;
  type?: readonly string[] | undefined;
  project?: readonly string[] | undefined;
  commander?: readonly string[] | undefined;
  participant?: readonly string[] | undefined;
  tag?: readonly string[] | undefined;
  visibility?: readonly string[] | undefined;
  reportedAfter?: string | undefined;
  reportedBefore?: string | undefined;
}
/** A page that is asked for. */
export interface IncidentListQuery extends IncidentFilter {
  limit: number;
  cursor?: string | undefined;
  sort: IncidentSort | `-${IncidentSort}`;
}
/** A page; `total` counts all that match and that the viewer may see, `stages` by stage among them. */
export interface IncidentList {
  data: IncidentSummary[];
  nextCursor: string | null;
  total: number;
  stages: Partial<Record<Stage, number>>;
}

interface Order {
  sql: string;
  kind: CursorKind;
  cast: string;
  /** Table that is sorted by; every incident has a row in it. */
  from?: { join: string; reportedAt: string; id: string };
  value(row: SummaryRow): string | number;
}
const ORDERS: Record<IncidentSort, Order> = {
  reportedAt: { sql: 'i.reported_at', kind: 'time', cast: 'timestamptz', value: (r) => iso(r.reported_at) },
  severity: { sql: 'i.severity_rank', kind: 'number', cast: 'integer', value: (r) => r.severity_rank },
  priority: { sql: 'i.priority_rank', kind: 'number', cast: 'integer', value: (r) => r.priority_rank },
  title: { sql: 'lower(i.title)', kind: 'text', cast: 'text', value: (r) => r.sorted_title },
  cost: { sql: 'coalesce(k.total, 0)', kind: 'decimal', cast: 'numeric', from: { join: 'join costs k on k.incident_id = i.id and k.organization_id = i.organization_id', reportedAt: 'k.reported_at', id: 'k.incident_id' }, value: (r) => r.cost_total ?? '0' },
  updatedAt: { sql: 'i.updated_at', kind: 'time', cast: 'timestamptz', value: (r) => iso(r.updated_at) },
};

const OWN_TABLE = { join: '', reportedAt: 'i.reported_at', id: 'i.id' };

/** Incidents that match and that the viewer may see, one page, with the counts, in one statement. A cursor from elsewhere is an `invalid-request`. */
export async function listIncidents(db: Database, viewer: Viewer, query: IncidentListQuery): Promise<IncidentList> {
  const { bind, values } = createBinds();
  const filters = conditions(viewer, query, bind).map((one) => ` and ${one}`).join('');
  const order = orderOf(query);
  const after = query.cursor === undefined ? '' : ` and ${afterCursor(query.cursor, order, bind)}`;
  const counted = visibleParts(viewer, bind).map((part) => `select i.stage, count(*)::int as number from incidents i where ${part}${filters} group by i.stage`);
  const q = query.q?.trim() ?? '';
  const { join, reportedAt, id } = order.from ?? OWN_TABLE;
  const sorted = `${order.sql} ${order.direction}, ${order.sql === 'i.reported_at' ? '' : `${reportedAt} desc, `}${id} desc`;
  const rows = await select<SummaryRow & { counts: Record<string, number> | null }>(
    db,
    `${q === '' ? '' : `with hits as materialized (${searchIds(q, viewer.organizationId, bind)})`}
     select n.counts, p.* from
       (select jsonb_object_agg(stage, number) as counts from (select stage, sum(number)::int as number from (${counted.join(' union all ')}) parts group by stage) stages) n
       left join (select ${SUMMARY_COLUMNS}, row_number() over (order by ${sorted}) as place from
         (select i.* from incidents i ${join} where ${visibleTo(viewer, bind)}${filters}${after} order by ${sorted} limit ${bind(query.limit + 1)}) i ${SUMMARY_JOINS}) p on true
     order by p.place`,
    values,
  );
  const stages: Partial<Record<Stage, number>> = rows[0]?.counts ?? {};
  const found = rows.filter((row) => row.id !== null);
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    data: shown.map(toSummary),
    nextCursor: found.length > query.limit && last !== undefined ? encodeCursor([query.sort, order.value(last), iso(last.reported_at), last.id]) : null,
    total: Object.values(stages).reduce((sum, number) => sum + number, 0),
    stages,
  };
}

interface ChosenOrder extends Order {
  name: string;
  direction: 'asc' | 'desc';
}

function orderOf({ sort }: IncidentListQuery): ChosenOrder {
  const isDescending = sort.startsWith('-');
  const field = (isDescending ? sort.slice(1) : sort) as IncidentSort;
  return { ...ORDERS[field], name: sort, direction: isDescending ? 'desc' : 'asc' };
}

function afterCursor(cursor: string, order: ChosenOrder, bind: Bind): string {
  const [name, value, reportedAt, id] = decodeCursor(cursor, ['text', order.kind, 'time', 'uuid']);
  if (name !== order.name) decodeCursor('', []);
  const same = bind(value) + `::${order.cast}`;
  const { reportedAt: reported, id: own } = order.from ?? OWN_TABLE;
  const rest = `(${reported}, ${own}) < (${bind(reportedAt)}::timestamptz, ${bind(id)}::uuid)`;
  return `(${order.sql} ${order.direction === 'asc' ? '>' : '<'} ${same} or (${order.sql} = ${same} and ${rest}))`;
}

/** What else asks for the same incidents: `with` (`hits`, needed by the conditions; empty when nothing is searched for) and the conditions on the alias `i`, visibility among them. */
export function matching(viewer: Viewer, filter: IncidentFilter, bind: Bind): { hits: string; where: string } {
  const q = filter.q?.trim() ?? '';
  const hits = q === '' ? '' : `hits as materialized (${searchIds(q, viewer.organizationId, bind)}),`;
  return { hits, where: [visibleTo(viewer, bind), ...conditions(viewer, filter, bind)].join(' and ') };
}

function conditions(viewer: Viewer, filter: IncidentFilter, bind: Bind): string[] {
  const all: string[] = [];
  const lower = (list: readonly string[]) => `${bind(list.map((one) => one.toLowerCase()))}::text[]`;
  const named = (list: readonly string[] | undefined, column: string, table: string) => {
    if (list === undefined || list.length === 0) return;
    const names = lower(list);
    // a row that was renamed is found by both its names
    all.push(`(lower(i.${column}_name) = any(${names}) or i.${column}_id in (select n.id from ${table} n where n.organization_id = i.organization_id and (lower(n.name) = any(${names}) or n.id::text = any(${names}))))`);
  };
  const oneOf = (list: readonly string[] | undefined, sql: (names: string) => string) => {
    if (list !== undefined && list.length > 0) all.push(sql(lower(list)));
  };
  oneOf(filter.stage, (names) => `i.stage = any(${names})`);
  named(filter.severity, 'severity', 'incident_severities');
  named(filter.priority, 'priority', 'incident_priorities');
  named(filter.type, 'type', 'incident_types');
  named(filter.project, 'project', 'projects');
  oneOf(filter.commander, (names) => `(i.commander_email = any(${names}) or i.commander_id::text = any(${names}) or (i.commander_id is null and 'none' = any(${names})))`);
  oneOf(filter.participant, (names) => `i.participant_ids && (select coalesce(array_agg(n.id), '{}') from people n where n.organization_id = ${bind(viewer.organizationId)} and (n.email = any(${names}) or n.id::text = any(${names})))`);
  if (filter.tag !== undefined && filter.tag.length > 0) all.push(`i.tags && ${bind(filter.tag)}::text[]`);
  oneOf(filter.visibility, (names) => `i.visibility = any(${names})`);
  if (filter.reportedAfter !== undefined) all.push(`i.reported_at >= ${bind(filter.reportedAfter)}::timestamptz`);
  if (filter.reportedBefore !== undefined) all.push(`i.reported_at < ${bind(filter.reportedBefore)}::timestamptz`);
  if (filter.q !== undefined && filter.q.trim() !== '') all.push('i.id in (select id from hits)');
  return all;
}
