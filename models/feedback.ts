import { randomUUID } from 'node:crypto';
import type { Database } from './connect.ts';
import { select } from './sql.ts';
import { storableText } from './values.ts';

/** Keeps somebody's rating (1 to 5) of how an incident was handled; a second one replaces the first. */
export async function saveFeedback(db: Database, { incidentId, personId, rating, text }: { incidentId: string; personId: string; rating: number; text: string }): Promise<void> {
  await select(
    db,
    `insert into feedback (id, incident_id, person_id, rating, text) values ($1, $2, $3, $4, $5)
     on conflict (incident_id, person_id) do update set rating = excluded.rating, text = excluded.text, created_at = now() returning id`,
    [randomUUID(), incidentId, personId, rating, storableText(text)],
  );
}
