import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { iso } from '../values.ts';

/** A cost that reached the amount of an alert from below; `number` counts how often it did. */
export interface Crossing {
  incidentId: string;
  alertId: string;
  name: string;
  number: number;
  measure: 'response' | 'total';
  /** What the alert watches for, decimal text. */
  amount: string;
  /** What the measure was, decimal text. */
  total: string;
  currency: string;
  /** ISO. */
  asOf: string;
}

// The same rows decide in both directions, so that an alert tells once, and again only after the cost was below in between.
const NOTE = `with measured as (
    select i.id, i.organization_id, i.project_id, i.type_id, c.currency, c.as_of, c.total as response,
      c.total + coalesce((select sum(l.amount) from cost_lines l where l.incident_id = i.id and l.currency = c.currency), 0) as total
    from incidents i join costs c on c.incident_id = i.id where i.id = any($1::uuid[]) and c.total is not null
  ), seen as (
    select m.id, a.id as alert_id, m.as_of, case a.measure when 'response' then m.response else m.total end as value, a.amount
    from measured m join cost_alerts a on a.organization_id = m.organization_id and a.is_enabled and a.currency = m.currency
      and (a.project_id is null or a.project_id = m.project_id) and (a.type_id is null or a.type_id = m.type_id)
  ), below as (
    update cost_crossings x set is_above = false from seen s where x.incident_id = s.id and x.alert_id = s.alert_id and x.is_above and s.value < s.amount returning x.number
  ), above as (
    insert into cost_crossings as x (incident_id, alert_id, is_above, number, total, as_of)
    select id, alert_id, true, 1, value, as_of from seen where value >= amount order by id, alert_id
    on conflict (incident_id, alert_id) do update set is_above = true, number = x.number + 1, total = excluded.total, as_of = excluded.as_of where not x.is_above
    returning x.number
  ) select (select count(*) from above)::int + (select count(*) from below)::int as changed`;

/** Notes which of these incidents crossed the amount of an alert, once per crossing; nobody is told yet. */
export async function noteCrossings(db: Database, incidentIds: readonly string[]): Promise<void> {
  if (incidentIds.length > 0) await select(db, NOTE, [[...incidentIds]]);
}

/** Whether anybody of these organizations wants to be told of anything. */
export async function haveAlerts(db: Database, organizationIds: readonly string[]): Promise<boolean> {
  const [row] = await select<{ there: boolean }>(db, 'select exists (select from cost_alerts where organization_id = any($1::uuid[]) and is_enabled) as there', [[...organizationIds]]);
  return row?.there ?? false;
}

/** Crossings that their incidents have not been told of, oldest first; `incidentId` null = of all. */
export async function untoldCrossings(db: Database, { incidentId, limit }: { incidentId: string | null; limit: number }): Promise<Crossing[]> {
  const rows = await select<Omit<Crossing, 'asOf'> & { as_of: Date }>(
    db,
    `select x.incident_id as "incidentId", x.alert_id as "alertId", a.name, x.number, a.measure, a.amount::text, x.total::text, a.currency, x.as_of
     from cost_crossings x join cost_alerts a on a.id = x.alert_id where x.number > x.told and ($1::uuid is null or x.incident_id = $1) order by x.as_of, x.incident_id, x.alert_id limit $2`,
    [incidentId, limit],
  );
  return rows.map(({ as_of: asOf, ...crossing }) => ({ ...crossing, asOf: iso(asOf) }));
}

/** The incident has been told of a crossing; a repeat changes nothing. */
export async function markTold(db: Database, { incidentId, alertId, number }: Pick<Crossing, 'incidentId' | 'alertId' | 'number'>): Promise<void> {
  await select(db, 'update cost_crossings set told = greatest(told, $3) where incident_id = $1 and alert_id = $2 returning told', [incidentId, alertId, number]);
}
