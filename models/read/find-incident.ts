import type { AccessFacts } from '../../domain/access.ts';
import type { Stage, Visibility } from '../../domain/incident/types.ts';
import type { Database } from '../connect.ts';
import { isUuid } from '../paging.ts';
import { select, selectOne } from '../sql.ts';

/** An incident as access checks need it: id, present key, and the facts that access depends on. */
export interface FoundIncident {
  id: string;
  key: string;
  projectId: string;
  facts: AccessFacts;
}

/** A row of {@link ACCESS_COLUMNS}. */
export interface AccessRow {
  organization_id: string;
  visibility: Visibility;
  stage: Stage;
  participant_ids: string[];
  commander_id: string | null;
  reporter_id: string | null;
}
interface Row extends AccessRow {
  id: string;
  key: string;
  project_id: string;
}

/** The columns of the alias `i` that access depends on. */
export const ACCESS_COLUMNS = 'i.organization_id, i.visibility, i.stage, i.participant_ids, i.commander_id, i.reporter_id';
const COLUMNS = `i.id, i.key, i.project_id, ${ACCESS_COLUMNS}`;

/** The access facts of a row. */
export function toAccessFacts(row: AccessRow): AccessFacts {
  return { organizationId: row.organization_id, visibility: row.visibility, stage: row.stage, participantIds: row.participant_ids, commanderId: row.commander_id, reporterId: row.reporter_id };
}

/** An incident of the organization by its id, its key, or a key it had before (in any case of letters); null when there is none. */
export async function findIncident(db: Database, organizationId: string, idOrKey: string): Promise<FoundIncident | null> {
  const byId = `select ${COLUMNS} from incidents i where i.organization_id = $1 and i.id = $2::uuid`;
  const byKey = `select ${COLUMNS} from incident_keys k join incidents i on i.id = k.incident_id where k.organization_id = $1 and k.key in ($2, upper($2)) order by k.key = $2 desc limit 1`;
  const row = await selectOne<Row>(db, isUuid(idOrKey) ? byId : byKey, [organizationId, idOrKey]);
  return row === null ? null : { id: row.id, key: row.key, projectId: row.project_id, facts: toAccessFacts(row) };
}

/** The access facts of incidents by id, for those that exist. */
export async function accessFactsOf(db: Database, incidentIds: readonly string[]): Promise<Map<string, AccessFacts>> {
  const rows = await select<Row>(db, `select ${COLUMNS} from incidents i where i.id = any($1::uuid[])`, [incidentIds]);
  return new Map(rows.map((row) => [row.id, toAccessFacts(row)]));
}
