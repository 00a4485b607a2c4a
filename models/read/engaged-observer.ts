import type { Database } from '../connect.ts';
import { selectOne } from '../sql.ts';

/** True when somebody is nothing but an observer of the incident now, and has written at least `after` messages since they came. */
export async function isEngagedObserver(db: Database, { incidentId, personId, after }: { incidentId: string; personId: string; after: number }): Promise<boolean> {
  const row = await selectOne<{ is_engaged: boolean }>(
    db,
    `select coalesce(bool_and(r.role = 'observer'), false) and (
       select count(*) from recorded_activities a join people p on p.email = a.email and p.id = $2
       where a.incident_id = $1 and a.kind in ('message', 'reply') and a.at >= min(r.from_at)) >= $3 as is_engaged
     from participant_roles r where r.incident_id = $1 and r.person_id = $2 and r.to_at is null`,
    [incidentId, personId, after],
  );
  return row?.is_engaged ?? false;
}
