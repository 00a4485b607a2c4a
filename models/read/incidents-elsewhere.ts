import type { Database } from '../connect.ts';
import { isUuid } from '../paging.ts';
import { select } from '../sql.ts';

/** Those of the incidents that belong to another organization than this one. Ids of none are not among them. */
export async function incidentsElsewhere(db: Database, organizationId: string, incidentIds: readonly string[]): Promise<Set<string>> {
  const ids = incidentIds.filter(isUuid);
  if (ids.length === 0) return new Set();
  const rows = await select<{ id: string }>(
    db,
    `select id from incidents where id = any($2::uuid[]) and organization_id <> $1 union select incident_id from purged_incidents where incident_id = any($2::uuid[]) and organization_id <> $1`,
    [organizationId, ids],
  );
  return new Set(rows.map((row) => row.id));
}
