import type { Viewer } from '../../domain/access.ts';
import type { Stage } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso } from '../values.ts';
import { type IncidentFilter, matching } from './list-incidents.ts';
import { createBinds } from './visible.ts';

/** An incident whose cost is to be calculated or priced anew. */
export interface CostTarget {
  id: string;
  key: string;
  title: string;
  type: string;
  project: string;
  reportedAt: string;
}
/** Which incidents: those of the filter, of these keys or ids, in these stages; newest report first, after a place. */
export interface TargetQuery {
  filter: IncidentFilter;
  names?: readonly string[] | undefined;
  stages?: readonly Stage[];
  after: { reportedAt: string; id: string } | null;
  limit: number;
}

/** The incidents asked for that the viewer may see, at most `limit`, and how many there are in all. */
export async function costTargets(db: Database, viewer: Viewer, query: TargetQuery): Promise<{ data: CostTarget[]; matched: number }> {
  const { bind, values } = createBinds();
  const { hits, where } = matching(viewer, query.filter, bind);
  const conditions = [where];
  if (query.names !== undefined) {
    const names = bind([...query.names]);
    conditions.push(`(i.id::text = any(${names}::text[]) or i.id in (select k.incident_id from incident_keys k where k.organization_id = i.organization_id and (k.key = any(${names}::text[]) or k.key in (select upper(n) from unnest(${names}::text[]) n))))`);
  }
  if (query.stages !== undefined) conditions.push(`i.stage = any(${bind([...query.stages])}::text[])`);
  const after = query.after === null ? 'true' : `(c.reported_at, c.id) < (${bind(query.after.reportedAt)}::timestamptz, ${bind(query.after.id)}::uuid)`;
  const rows = await select<Omit<CostTarget, 'reportedAt'> & { reportedAt: Date; matched: number }>(
    db,
    `with ${hits} chosen as (select i.id, i.key, i.title, i.type_name, i.project_name, i.reported_at from incidents i where ${conditions.join(' and ')})
     select n.matched, c.id, c.key, c.title, c.type_name as type, c.project_name as project, c.reported_at as "reportedAt"
     from (select count(*)::int as matched from chosen) n left join (select * from chosen c where ${after} order by c.reported_at desc, c.id desc limit ${bind(query.limit)}) c on true
     order by c.reported_at desc, c.id desc`,
    values,
  );
  const data = rows.filter((row) => row.id !== null).map(({ id, key, title, type, project, reportedAt }) => ({ id, key, title, type, project, reportedAt: iso(reportedAt) }));
  return { data, matched: rows[0]?.matched ?? 0 };
}
