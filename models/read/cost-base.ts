import type { Viewer } from '../../domain/access.ts';
import type { Bind } from '../batch.ts';
import { type IncidentFilter, matching } from './list-incidents.ts';

/** Which costs are asked for; `zone` (IANA) says where months and days begin. */
export interface CostQuery {
  filter: IncidentFilter;
  zone: string;
}

/** The tag that names a service an incident is about, e.g. `service/checkout`. */
const SERVICE_TAG = 'service/';

/**
 * `with` parts up to `base`: one row for each incident that matches, that the viewer may see, and whose cost is known; `response` and `other`
 * are money in `currency`. `chosen` also has those without a cost.
 */
export function costBase(viewer: Viewer, { filter, zone }: CostQuery, bind: Bind): string {
  const { hits, where } = matching(viewer, filter, bind);
  return `${hits}
    chosen as materialized (
      select i.id, i.key, i.title, i.stage, i.type_name, i.severity_name, i.severity_rank, i.project_name, i.reported_at, i.tags,
        (i.reported_at at time zone ${bind(zone)})::date as day
      from incidents i where ${where}),
    others as materialized (
      select incident_id, currency, sum(amount) as amount from cost_lines where incident_id in (select id from chosen) group by incident_id, currency),
    base as materialized (
      select i.*, c.currency, c.total as response, coalesce(o.amount, 0) as other from chosen i join costs c on c.incident_id = i.id left join others o on o.incident_id = i.id and o.currency = c.currency where c.total is not null)`;
}

/** Further `with` parts: `lines`, those of the response cost with `email`, `amount` and `hours`, and `counted`, which is `base` with the `hours` that count and the sum of the rounded lines. */
export const COST_LINES = `
    lines as materialized (
      select b.id, l.email, l.amount, l.hours from base b join costs c on c.incident_id = b.id cross join lateral jsonb_to_recordset(c.lines) as l(email text, amount numeric, hours numeric)),
    counted as materialized (
      select b.*, coalesce(l.hours, 0) as hours, coalesce(l.amount, 0) as lines_sum
      from base b left join (select id, sum(hours) as hours, sum(amount) as amount from lines group by id) l on l.id = b.id)`;

/** The services of an incident's tags, as rows with `name`; one row of null when it has none. */
export function servicesOf(alias: string): string {
  return `(select distinct substr(t, ${SERVICE_TAG.length + 1}) as name from unnest(${alias}.tags) t where t like '${SERVICE_TAG}_%'
    union all select null where not exists (select from unnest(${alias}.tags) t where t like '${SERVICE_TAG}_%'))`;
}
