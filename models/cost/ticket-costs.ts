import type { Database } from '../connect.ts';
import { select } from '../sql.ts';

/** Incidents whose provider's ticket shows another cost than theirs, and was left alone for so many minutes; those that waited longest first. `total` is a decimal text. */
export async function ticketsBehind(db: Database, { limit, pauseMinutes }: { limit: number; pauseMinutes: number }): Promise<{ incidentId: string; total: string }[]> {
  return select<{ incidentId: string; total: string }>(
    db,
    `select c.incident_id as "incidentId", c.total::text from incident_resources r join costs c on c.incident_id = r.incident_id
     where r.kind = 'ticket' and r.provider not in ('builtin', 'manual') and c.total is not null and c.total is distinct from c.ticket_total
       and (c.ticket_at is null or c.ticket_at < now() - make_interval(mins => $2))
     order by c.ticket_at nulls first, c.incident_id limit $1`,
    [limit, pauseMinutes],
  );
}

/** Notes that the ticket was written to: with this total, or null = in vain. */
export async function markTicketTold(db: Database, incidentId: string, total: string | null): Promise<void> {
  await select(db, 'update costs set ticket_at = now(), ticket_total = coalesce($2::numeric, ticket_total) where incident_id = $1 returning incident_id', [incidentId, total]);
}
