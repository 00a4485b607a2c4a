import type { Database } from '../connect.ts';
import { select } from '../sql.ts';

/** The organizations in which an open invitation waits for an address whose owner is not let in there yet. */
export async function invitingOrganizations(db: Database, email: string): Promise<{ id: string; name: string }[]> {
  return select(
    db,
    `select o.id, o.name from invitations i join organizations o on o.id = i.organization_id
     where i.email = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
       and not exists (select 1 from people p where p.organization_id = i.organization_id and p.email = i.email and p.admitted_at is not null)
     order by o.created_at, o.id`,
    [email],
  );
}
