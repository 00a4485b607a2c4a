import type { Viewer } from '../../domain/access.ts';
import { exact, shortest, ZERO } from '../../domain/cost/decimal.ts';
import { moneyText } from '../money.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Bind } from '../batch.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso } from '../values.ts';
import { COST_LINES, costBase, type CostQuery, servicesOf } from './cost-base.ts';
import { createBinds } from './visible.ts';

/** What costs can be added up by. */
export type CostDimension = 'month' | 'type' | 'service' | 'team' | 'severity' | 'project';

/** Sums and the middle of some incidents; money as decimal texts in the currency's digits, hours as decimals. */
export interface CostSums {
  incidents: number;
  response: string;
  other: string;
  total: string;
  /** Of the totals of single incidents. */
  median: string;
  most: string;
  hours: string;
}
/** Sums of a part; `name` null = without one, e.g. of incidents that name no service. */
export interface CostGroup extends CostSums {
  name: string | null;
}
/** An incident with its cost. */
export interface CostlyIncident {
  id: string;
  key: string;
  title: string;
  stage: Stage;
  severity: string;
  severityRank: number;
  reportedAt: string;
  response: string;
  other: string;
  total: string;
}
/** Everything in one currency; amounts of different currencies are never added. */
export interface CostsInCurrency extends CostSums {
  currency: string;
  by: Partial<Record<CostDimension, CostGroup[]>>;
  otherByKind: { kind: string; amount: string; lines: number }[];
  costliest: CostlyIncident[];
}

interface Row {
  dimension: CostDimension | 'all';
  name: string | null;
  currency: string | null;
  incidents: number;
  response: string;
  other: string;
  total: string;
  median: string;
  most: string;
  hours: string;
}
interface Rest {
  uncosted: number;
  kinds: { currency: string; kind: string; amount: string; lines: number }[] | null;
  costliest: (CostlyIncident & { currency: string })[] | null;
}

const COSTLIEST = 8;

// The middle is exact: percentile_cont would go through binary floats.
const MEASURES = `currency, count(*)::int as incidents, sum(response)::text as response, sum(other)::text as other, sum(response + other)::text as total, sum(hours)::text as hours, max(response + other)::text as most,
  (((array_agg(response + other order by response + other))[(count(*) + 1) / 2] + (array_agg(response + other order by response + other))[count(*) / 2 + 1]) / 2)::text as median`;

// What rounded lines lack or have too much against the incident's total goes to its largest line, so that teams add up to it.
const TEAM_PARTS = `select e.id, b.currency, nullif(trim(p.team), '') as team, sum(e.amount + case when e.place = 1 then b.response - b.lines_sum else 0 end) as response, 0::numeric as other, sum(e.hours) as hours
  from (select id, email, amount, hours, row_number() over (partition by id order by amount desc, email) as place from lines) e
  join counted b on b.id = e.id left join people p on p.organization_id = ORGANIZATION and p.email = e.email
  group by e.id, b.currency, nullif(trim(p.team), '')`;

const GROUPS: Record<CostDimension, { name: string; from: string; order: string }> = {
  month: { name: `to_char(day, 'YYYY-MM')`, from: 'counted', order: `to_char(day, 'YYYY-MM')` },
  type: { name: 'type_name', from: 'counted', order: 'null::text' },
  severity: { name: 'severity_name', from: 'counted', order: `to_char(min(severity_rank), 'FM0000000000')` },
  project: { name: 'project_name', from: 'counted', order: 'null::text' },
  service: { name: 's.name', from: `counted cross join lateral ${servicesOf('counted')} s`, order: 'null::text' },
  team: { name: 'team', from: `(${TEAM_PARTS}) parts`, order: 'null::text' },
};

/**
 * Sums of the costs that match and that the viewer may see, in one statement. An incident counts in the month it was reported, whole in each
 * of its services, and in teams by the people whose time it took; `uncosted` ones match but have no cost yet.
 */
export async function costAnalytics(db: Database, viewer: Viewer, query: CostQuery & { by: readonly CostDimension[] }): Promise<{ currencies: CostsInCurrency[]; uncosted: number }> {
  const { bind, values } = createBinds();
  const base = costBase(viewer, query, bind);
  const parts = query.by.map((dimension) => groupSelect(dimension, viewer, bind));
  const rows = await select<Row & Rest>(
    db,
    `with ${base}, ${COST_LINES}, kinds as (
       select b.currency, l.kind, sum(l.amount)::text as amount, count(*)::int as lines from base b join cost_lines l on l.incident_id = b.id and l.currency = b.currency group by b.currency, l.kind order by sum(l.amount) desc
     ), ranked as (
       select currency, id, key, title, stage, severity_name as severity, severity_rank as "severityRank", reported_at as "reportedAt", response::text, other::text, (response + other)::text as total,
         row_number() over (partition by currency order by response + other desc, reported_at desc, id) as place from base
     ) select g.*, n.* from (select (select count(*) from chosen)::int - (select count(*) from base)::int as uncosted,
         (select jsonb_agg(k) from kinds k) as kinds, (select jsonb_agg(r order by r.place) from ranked r where r.place <= ${COSTLIEST}) as costliest) n left join (
       select 'all' as dimension, null as name, null as place, ${MEASURES} from counted group by currency
       ${parts.map((part) => `union all ${part}`).join('\n')}) g on true
     order by g.place nulls last, g.total::numeric desc, g.name nulls last`,
    values,
  );
  return { currencies: currenciesOf(rows, query.by), uncosted: rows[0]?.uncosted ?? 0 };
}

function groupSelect(dimension: CostDimension, { organizationId }: { organizationId: string }, bind: Bind): string {
  const { name, from, order } = GROUPS[dimension];
  const source = from.includes('ORGANIZATION') ? from.replace('ORGANIZATION', bind(organizationId)) : from;
  return `select '${dimension}', ${name}, ${order}, ${MEASURES} from ${source} group by currency, ${name}`;
}

function currenciesOf(rows: readonly (Row & Rest)[], dimensions: readonly CostDimension[]): CostsInCurrency[] {
  const { kinds, costliest } = rows[0] ?? { kinds: null, costliest: null };
  const all = rows.filter((row) => row.dimension === 'all' && row.currency !== null).sort((a, b) => b.incidents - a.incidents || ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1));
  return all.map((row) => {
    const currency = row.currency ?? '';
    const groups = (d: CostDimension) => rows.filter((r) => r.dimension === d && r.currency === currency).map((r) => ({ name: r.name, ...sumsOf(r, currency) }));
    return {
      currency,
      ...sumsOf(row, currency),
      by: Object.fromEntries(dimensions.map((d) => [d, groups(d)])),
      otherByKind: (kinds ?? []).filter((k) => k.currency === currency).map(({ kind, amount, lines }) => ({ kind, amount: moneyText(amount, currency), lines })),
      costliest: (costliest ?? []).filter((c) => c.currency === currency).map((c) => costly(c, currency)),
    };
  });
}

function costly({ id, key, title, stage, severity, severityRank, reportedAt, response, other, total }: CostlyIncident, currency: string): CostlyIncident {
  const money = (text: string): string => moneyText(text, currency);
  return { id, key, title, stage, severity, severityRank, reportedAt: iso(reportedAt), response: money(response), other: money(other), total: money(total) };
}

function sumsOf({ incidents, response, other, total, median, most, hours }: Row, currency: string): CostSums {
  const money = (text: string): string => moneyText(text, currency);
  return { incidents, response: money(response), other: money(other), total: money(total), median: money(median), most: money(most), hours: shortest(exact(hours) ?? ZERO, 2) };
}
