import { randomUUID } from 'node:crypto';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { selectOne } from './sql.ts';

/** Makes the postmortem's row with owner and due date (ISO), or adopts the one of an earlier review; one that was published stays as it is. */
export async function openPostmortem(db: Database, input: { incidentId: string; organizationId: string; ownerId: string; dueAt: string }): Promise<{ postmortemId: string; published: boolean }> {
  const { incidentId, organizationId, ownerId, dueAt } = input;
  const row = await selectOne<{ id: string; state: string }>(
    db,
    `insert into postmortems as p (id, incident_id, organization_id, state, owner_id, due_at) values ($1, $2, $3, 'drafting', $4, $5)
     on conflict (incident_id) do update set
       owner_id = case when p.state = 'published' then p.owner_id else excluded.owner_id end,
       due_at = case when p.state = 'published' then p.due_at else excluded.due_at end, updated_at = now()
     returning id, state`,
    [randomUUID(), incidentId, organizationId, ownerId, dueAt],
  );
  if (row === null) throw new Error(`The postmortem of ${incidentId} could not be opened.`);
  await notifyChange(db, { organizationId, incidentId, topic: 'postmortem', entityId: row.id });
  return { postmortemId: row.id, published: row.state === 'published' };
}

/** Remembers which built-in document is the postmortem's text and where its meeting takes place; what is absent stays. */
export async function linkPostmortem(db: Database, incidentId: string, links: { documentId?: string; meetingUrl?: string | null }): Promise<void> {
  const row = await selectOne<{ id: string; organization_id: string }>(
    db,
    `update postmortems set document_id = coalesce($2, document_id), meeting_url = coalesce($3, meeting_url), updated_at = now()
     where incident_id = $1 and (document_id is distinct from coalesce($2, document_id) or meeting_url is distinct from coalesce($3, meeting_url)) returning id, organization_id`,
    [incidentId, links.documentId ?? null, links.meetingUrl ?? null],
  );
  if (row !== null) await notifyChange(db, { organizationId: row.organization_id, incidentId, topic: 'postmortem', entityId: row.id });
}
