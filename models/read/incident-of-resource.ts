import type { AccessFacts } from '../../domain/access.ts';
import type { ResourceKind } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { select } from '../sql.ts';
import { ACCESS_COLUMNS, type AccessRow, toAccessFacts, type FoundIncident } from './find-incident.ts';

/** The incident of the organization that owns an object at a provider, the newest when several name it (one was supplied by hand); null when none does. */
export async function incidentOfResource(db: Database, organizationId: string, object: { provider: string; kind: ResourceKind; externalId: string }): Promise<FoundIncident | null> {
  const [row] = await select<AccessRow & { id: string; key: string; project_id: string }>(
    db,
    `select i.id, i.key, i.project_id, ${ACCESS_COLUMNS} from incident_resources r join incidents i on i.id = r.incident_id
     where r.provider = $2 and r.external_id = $3 and r.kind = $4 and i.organization_id = $1 order by i.reported_at desc limit 1`,
    [organizationId, object.provider, object.externalId, object.kind],
  );
  if (row === undefined) return null;
  const facts: AccessFacts = toAccessFacts(row);
  return { id: row.id, key: row.key, projectId: row.project_id, facts };
}
