import type { Viewer } from '../../domain/access.ts';
import { moneyText } from '../money.ts';
import type { Database } from '../connect.ts';
import { select, selectOne } from '../sql.ts';
import { iso } from '../values.ts';
import { costBase, type CostQuery } from './cost-base.ts';
import { createBinds, visibleTo } from './visible.ts';

/** A calendar period; `to` is where the next one begins. */
export interface CalendarPeriod {
  from: string;
  to: string;
  /** What is left of it, in whole days, halves rounded up. */
  daysLeft: number;
}

/** The month or quarter of a zone (IANA) that a moment lies in. */
export async function calendarPeriod(db: Database, kind: 'month' | 'quarter', { at, zone }: { at: string; zone: string }): Promise<CalendarPeriod> {
  const row = await selectOne<{ from: Date; to: Date }>(
    db,
    `select f at time zone $2 as "from", (f + $3::interval) at time zone $2 as "to" from (select date_trunc($4, $1::timestamptz at time zone $2) as f) p`,
    [at, zone, kind === 'month' ? '1 month' : '3 months', kind],
  );
  if (row === null) throw new Error('the calendar gave no period');
  return { from: iso(row.from), to: iso(row.to), daysLeft: Math.max(0, Math.round((row.to.getTime() - Date.parse(at)) / 86_400_000)) };
}

/** What the past says about one currency. */
export interface CostPast {
  currency: string;
  /** Of the incidents reported in the period. */
  soFar: string;
  incidents: number;
  /** What incidents reported on each day of the past year cost, oldest first, from the first day that has one until yesterday. */
  daily: string[];
  historyIncidents: number;
}

const HISTORY_DAYS = 365;

/** Costs by day of the year before `at`, and of the period so far, of incidents that match and that the viewer may see. */
export async function costPast(db: Database, viewer: Viewer, query: CostQuery & { period: CalendarPeriod; at: string }): Promise<CostPast[]> {
  const { bind, values } = createBinds();
  const base = costBase(viewer, query, bind);
  const today = `(${bind(query.at)}::timestamptz at time zone ${bind(query.zone)})::date`;
  const rows = await select<{ currency: string; soFar: string; incidents: number; first: number | null; historyIncidents: number; days: { ago: number; amount: string }[] | null }>(
    db,
    `with ${base}, days as (
       select currency, ${today} - day as ago, sum(response + other)::text as amount, count(*)::int as number from base where day < ${today} and day >= ${today} - ${HISTORY_DAYS} group by currency, day)
     select b.currency, coalesce(sum(b.response + b.other) filter (where b.reported_at >= ${bind(query.period.from)}::timestamptz), 0)::text as "soFar",
       (count(*) filter (where b.reported_at >= ${bind(query.period.from)}::timestamptz))::int as incidents,
       (select jsonb_agg(jsonb_build_object('ago', d.ago, 'amount', d.amount)) from days d where d.currency = b.currency) as days,
       coalesce((select sum(d.number) from days d where d.currency = b.currency), 0)::int as "historyIncidents"
     from base b where b.reported_at < ${bind(query.period.to)}::timestamptz group by b.currency order by count(*) desc, b.currency`,
    values,
  );
  return rows.map(({ currency, soFar, incidents, historyIncidents, days }) => ({ currency, soFar: moneyText(soFar, currency), incidents, historyIncidents, daily: dailyOf(days ?? []) }));
}

function dailyOf(days: readonly { ago: number; amount: string }[]): string[] {
  const amounts = new Map(days.map(({ ago, amount }) => [ago, amount]));
  const first = Math.max(0, ...amounts.keys());
  return Array.from({ length: first }, (_, i) => amounts.get(first - i) ?? '0');
}

/** An incident that is not over, for a look ahead. */
export interface OpenIncident {
  id: string;
  currency: string | null;
  severity: string;
  stage: 'active' | 'stable';
  wantsPostmortem: boolean;
  total: string;
}

/** Open incidents reported in the period that match and that the viewer may see, the costliest first, at most `limit`; and how many there are in all, and reported before. */
export async function openIncidents(db: Database, viewer: Viewer, query: CostQuery & { period: CalendarPeriod; limit: number }): Promise<{ data: OpenIncident[]; number: Record<string, number>; earlier: number }> {
  const { bind, values } = createBinds();
  const base = costBase(viewer, query, bind);
  const rows = await select<OpenIncident & { isEarlier: boolean; place: string; ofCurrency: number; earlier: number }>(
    db,
    `with ${base}, open as (
       select b.id, b.currency, b.severity_name as severity, b.stage, t.wants_postmortem as "wantsPostmortem", b.response::text as total, b.response, b.reported_at < ${bind(query.period.from)}::timestamptz as "isEarlier"
       from base b join incidents i on i.id = b.id join incident_types t on t.id = i.type_id where b.stage in ('active', 'stable')
     ) select o.*, (count(*) over (partition by currency))::int as "ofCurrency", (select count(*) from open where "isEarlier")::int as earlier
     from (select 1) one left join open o on not o."isEarlier" order by o.response desc nulls last limit ${bind(query.limit)}`,
    values,
  );
  const data = rows.filter((row) => row.id !== null);
  return {
    data: data.map(({ id, currency, severity, stage, wantsPostmortem, total }) => ({ id, currency, severity, stage, wantsPostmortem, total })),
    number: Object.fromEntries(data.map((row) => [row.currency ?? '', row.ofCurrency])),
    earlier: rows[0]?.earlier ?? 0,
  };
}

/** How long incidents of the past year were active, in milliseconds, newest first, by severity; of those the viewer may see. */
export async function activeDurations(db: Database, viewer: Viewer, at: string): Promise<Map<string, number[]>> {
  const { bind, values } = createBinds();
  const rows = await select<{ severity: string; durations: number[] }>(
    db,
    `select severity_name as severity, jsonb_agg(ms) as durations from (
       select i.severity_name, round(extract(epoch from coalesce(i.stable_at, i.closed_at) - i.reported_at) * 1000)::bigint as ms from incidents i
       where ${visibleTo(viewer, bind)} and coalesce(i.stable_at, i.closed_at) > i.reported_at and i.reported_at > ${bind(at)}::timestamptz - interval '1 year' order by i.reported_at desc limit 5000) d
     group by severity_name`,
    values,
  );
  return new Map(rows.map(({ severity, durations }) => [severity, durations]));
}
