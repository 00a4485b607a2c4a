import type { Batch } from './batch.ts';
import type { Database } from './connect.ts';
import type { StoredTopic, Topic } from './live-topics.ts';
import { select, selectOne } from './sql.ts';
import { iso } from './values.ts';

/** Something changed; ids only, never content. `incidentId` null = the organization as a whole. */
export interface Change {
  organizationId: string;
  incidentId: string | null;
  topic: StoredTopic;
  entityId: string | null;
}
/** A change with its place in the stream. */
export interface StoredChange extends Change {
  position: number;
  at: string;
}
/** A change that clients may hear of. */
export type ToldChange = StoredChange & { topic: Topic };

const INSERT = (json: string) => `insert into changes (organization_id, incident_id, topic, entity_id)
  select "organizationId", "incidentId", topic, "entityId" from jsonb_to_recordset(${json}::jsonb) as r("organizationId" uuid, "incidentId" uuid, topic text, "entityId" text)
  returning position`;

/** Records changes; the listeners hear of them when the transaction that `db` is bound to commits, or at once. */
export async function notifyChange(db: Database, changes: Change | readonly Change[]): Promise<void> {
  const list = 'topic' in changes ? [changes] : changes;
  if (list.length > 0) await select(db, INSERT('$1'), [JSON.stringify(list)]);
}

/** Adds the changes to a batch of writes. */
export function writeChanges(batch: Batch, changes: readonly Change[]): void {
  if (changes.length > 0) batch.add((bind) => INSERT(bind(JSON.stringify(changes))));
}

interface ChangeRow {
  position: string;
  organization_id: string;
  incident_id: string | null;
  topic: StoredTopic;
  entity_id: string | null;
  at: Date;
}
const COLUMNS = 'position::text, organization_id, incident_id, topic, entity_id, at';

function toChange(row: ChangeRow): StoredChange {
  return { position: Number(row.position), organizationId: row.organization_id, incidentId: row.incident_id, topic: row.topic, entityId: row.entity_id, at: iso(row.at) };
}

/** What to read after an interruption. */
export interface Resume {
  organizationId: string;
  position: number;
  /** Seconds before `position` that are sent again: transactions may commit later than their position says. Default 10. */
  overlapSeconds?: number;
  /** Default 1000; the newest are kept when there are more. */
  limit?: number;
}

/** Changes of an organization after a position, oldest first, repeats included. */
export async function changesAfter(db: Database, { organizationId, position, overlapSeconds = 10, limit = 1000 }: Resume): Promise<StoredChange[]> {
  const rows = await select<ChangeRow>(
    db,
    // both bounds are looked up by an index, so that an old stream costs nothing
    `with seen as (select at from changes where position <= $2 order by position desc limit 1),
       first as (select min(c.position) as position from changes c, seen where c.at > seen.at - make_interval(secs => $3))
     select ${COLUMNS} from changes where organization_id = $1 and position >= least($2::bigint + 1, (select position from first))
     order by changes.position desc limit $4`,
    [organizationId, position, overlapSeconds, limit],
  );
  return rows.toReversed().map(toChange);
}

/** The changes at these positions, oldest first; those that were pruned are missing. */
export async function changesAt(db: Database, positions: readonly number[]): Promise<StoredChange[]> {
  const rows = await select<ChangeRow>(db, `select ${COLUMNS} from changes where position = any($1::bigint[]) order by changes.position`, [positions]);
  return rows.map(toChange);
}

/** The newest position; 0 when nothing ever changed. */
export async function lastPosition(db: Database): Promise<number> {
  const row = await selectOne<{ position: string }>(db, `select coalesce(max(position), 0)::text as position from changes`);
  return Number(row?.position ?? 0);
}

/** The oldest and newest position that are kept; null when there are none. */
export async function keptPositions(db: Database): Promise<{ first: number; last: number } | null> {
  const row = await selectOne<{ first: string | null; last: string | null }>(db, 'select min(position)::text as first, max(position)::text as last from changes');
  return row === null || row.first === null ? null : { first: Number(row.first), last: Number(row.last) };
}

/** Removes changes older than this; answers how many. */
export async function pruneChanges(db: Database, olderThanHours: number): Promise<number> {
  const row = await selectOne<{ count: number }>(
    db,
    `with gone as (delete from changes where at < now() - make_interval(secs => $1 * 3600.0) returning 1) select count(*)::int as count from gone`,
    [olderThanHours],
  );
  return row?.count ?? 0;
}
