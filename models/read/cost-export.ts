import type { Viewer } from '../../domain/access.ts';
import { exact, shortest, ZERO } from '../../domain/cost/decimal.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { moneyText } from '../money.ts';
import { select } from '../sql.ts';
import { iso, isoOrNull } from '../values.ts';
import { type IncidentFilter, matching } from './list-incidents.ts';
import { createBinds } from './visible.ts';

/** An incident with its cost as exported; money null while it was never calculated. */
export interface CostRecord {
  id: string;
  key: string;
  title: string;
  stage: Stage;
  type: string;
  severity: string;
  priority: string;
  project: string;
  services: string[];
  commander: string | null;
  reportedAt: string;
  stableAt: string | null;
  closedAt: string | null;
  currency: string | null;
  response: string | null;
  other: string | null;
  total: string | null;
  hours: string | null;
  asOf: string | null;
}
/** Where the next page begins: after this incident. */
export interface ExportPlace {
  reportedAt: string;
  id: string;
}

interface Row extends Omit<CostRecord, 'reportedAt' | 'stableAt' | 'closedAt' | 'asOf'> {
  reportedAt: Date;
  stableAt: Date | null;
  closedAt: Date | null;
  asOf: Date | null;
}

/** The next incidents that match and that the viewer may see, newest report first; an empty list is the end. */
export async function costRecords(db: Database, viewer: Viewer, page: { filter: IncidentFilter; after: ExportPlace | null; limit: number }): Promise<CostRecord[]> {
  const { bind, values } = createBinds();
  const { hits, where } = matching(viewer, page.filter, bind);
  const after = page.after === null ? '' : ` and (i.reported_at, i.id) < (${bind(page.after.reportedAt)}::timestamptz, ${bind(page.after.id)}::uuid)`;
  const rows = await select<Row>(
    db,
    `with ${hits} chosen as materialized (select i.* from incidents i where ${where}${after} order by i.reported_at desc, i.id desc limit ${bind(page.limit)})
     select i.id, i.key, i.title, i.stage, i.type_name as type, i.severity_name as severity, i.priority_name as priority, i.project_name as project, i.commander_email as commander,
       array(select substr(t, 9) from unnest(i.tags) t where t like 'service/_%') as services, i.reported_at as "reportedAt", i.stable_at as "stableAt", i.closed_at as "closedAt",
       c.currency, c.total::text as response, coalesce(o.amount, 0)::text as other, (c.total + coalesce(o.amount, 0))::text as total, c.as_of as "asOf",
       (select coalesce(sum((l->>'hours')::numeric), 0)::text from jsonb_array_elements(c.lines) l) as hours
     from chosen i left join costs c on c.incident_id = i.id and c.total is not null
       left join lateral (select sum(l.amount) as amount from cost_lines l where l.incident_id = i.id and l.currency = c.currency) o on true
     order by i.reported_at desc, i.id desc`,
    values,
  );
  return rows.map(toRecord);
}

function toRecord({ reportedAt, stableAt, closedAt, asOf, ...row }: Row): CostRecord {
  const { currency } = row;
  const money = (text: string | null): string | null => (text === null || currency === null ? null : moneyText(text, currency));
  return {
    ...row,
    reportedAt: iso(reportedAt),
    stableAt: isoOrNull(stableAt),
    closedAt: isoOrNull(closedAt),
    response: money(row.response),
    other: money(row.other),
    total: money(row.total),
    hours: currency === null ? null : shortest(exact(row.hours ?? '0') ?? ZERO, 4),
    asOf: isoOrNull(asOf),
  };
}
