import type { Database } from '../connect.ts';
import { select } from '../sql.ts';

/** Names and teams of the people of an organization with these e-mails; unknown ones are missing. */
export async function namesOf(db: Database, organizationId: string, emails: readonly string[]): Promise<Map<string, { name: string; team: string | null }>> {
  const rows = await select<{ email: string; name: string; team: string | null }>(db, `select email, name, nullif(trim(team), '') as team from people where organization_id = $1 and email = any($2::text[])`, [organizationId, [...emails]]);
  return new Map(rows.map(({ email, name, team }) => [email, { name, team }]));
}
