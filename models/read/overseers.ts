import { ACCESS_LEVELS, seesEveryIncident } from '../../domain/access.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';

/** E-mail addresses of the people who see restricted incidents of the organization although they take no part in them. */
export async function overseers(db: Database, organizationId: string): Promise<string[]> {
  const levels = ACCESS_LEVELS.filter((accessLevel) => seesEveryIncident({ accessLevel }));
  const rows = await select<{ email: string }>(db, 'select email from people where organization_id = $1 and is_active and access_level = any($2::text[])', [organizationId, levels]);
  return rows.map(({ email }) => email);
}
