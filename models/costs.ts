import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { selectOne, transaction } from './sql.ts';
import { storableText } from './values.ts';

/** Notes on the incident that its cost could not be calculated; the last good cost stays. */
export async function saveCostError(db: Database, incidentId: string, error: string): Promise<void> {
  await transaction(db, async (tx) => {
    const row = await selectOne<{ organization_id: string }>(
      tx,
      `with saved as (
         insert into costs as c (incident_id, lines, inputs_hash, last_error) values ($1, '[]', '', $2)
         on conflict (incident_id) do update set last_error = excluded.last_error, inputs_hash = '', updated_at = now() where c.last_error is distinct from excluded.last_error returning incident_id)
       select i.organization_id from incidents i join saved s on s.incident_id = i.id`,
      [incidentId, storableText(error)],
    );
    if (row !== null) await notifyChange(tx, { organizationId: row.organization_id, incidentId, topic: 'cost', entityId: null });
  });
}
