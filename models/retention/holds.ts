import type { Database } from '../connect.ts';
import { notifyChange } from '../live.ts';
import { selectOne, transaction } from '../sql.ts';
import { storableText } from '../values.ts';

/** A legal hold: while it stands the incident is not purged, whatever the policy. `placedAt` is ISO. */
export interface LegalHold {
  reason: string;
  placedBy: string | null;
  placedAt: string;
}

/** The hold of an incident; null when there is none. */
export async function legalHoldOf(db: Database, incidentId: string): Promise<LegalHold | null> {
  const row = await selectOne<Omit<LegalHold, 'placedAt'> & { placedAt: Date }>(
    db,
    'select h.reason, p.name as "placedBy", h.placed_at as "placedAt" from legal_holds h left join people p on p.id = h.placed_by where h.incident_id = $1',
    [incidentId],
  );
  return row && { ...row, placedAt: row.placedAt.toISOString() };
}

/** Places a hold, changes its reason, or lifts it (`reason` null). */
export async function setLegalHold(db: Database, hold: { organizationId: string; incidentId: string; reason: string | null; personId: string }): Promise<LegalHold | null> {
  const { organizationId, incidentId, reason, personId } = hold;
  return transaction(db, async (tx) => {
    if (reason === null) await selectOne(tx, 'delete from legal_holds where incident_id = $1 returning 1 as done', [incidentId]);
    else {
      await selectOne(
        tx,
        'insert into legal_holds (incident_id, reason, placed_by) values ($1, $2, $3) on conflict (incident_id) do update set reason = excluded.reason, placed_by = excluded.placed_by, placed_at = now() returning 1 as done',
        [incidentId, storableText(reason), personId],
      );
    }
    await notifyChange(tx, { organizationId, incidentId, topic: 'incident', entityId: null });
    return legalHoldOf(tx, incidentId);
  });
}
