import { recordAudit } from '../audit.ts';
import type { Database } from '../connect.ts';
import { notifyChange } from '../live.ts';
import { decodeCursor, toPage, type Page } from '../paging.ts';
import { select, selectOne, transaction } from '../sql.ts';
import { iso } from '../values.ts';
import { IS_OVER } from './policy.ts';

/** What is left of a purged incident: its keys and times, what was removed, and which objects stay at their providers. */
export interface Tombstone {
  incidentId: string;
  key: string;
  formerKeys: string[];
  project: string;
  visibility: string;
  declaredAt: string;
  closedAt: string;
  purgedAt: string;
  /** The policy that it fell under; null = by hand. */
  retentionDays: number | null;
  purgedBy: string;
  counts: Record<string, number>;
  resources: { kind: string; provider: string; externalId: string; url: string | null }[];
  ledgerHead: string;
}

/** Incidents that their project's policy lets go now, oldest first. */
export async function dueForPurge(db: Database, limit: number): Promise<string[]> {
  const rows = await select<{ id: string }>(
    db,
    `select i.id from incidents i join projects p on p.id = i.project_id
     where p.retention_days is not null and ${IS_OVER} and i.closed_at < now() - make_interval(days => p.retention_days) and not exists (select 1 from legal_holds h where h.incident_id = i.id)
     order by i.closed_at, i.id limit $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}

/** Rows that go with an incident, by what people call them. */
const COUNTED: Readonly<Record<string, string>> = {
  events: 'events', messages: 'messages', files: 'files', documents: 'documents', reports: 'reports', tasks: 'tasks', participants: 'participants', mails: 'deliveries', feedback: 'feedback', costLines: 'cost_lines',
};
const COUNTS = Object.entries(COUNTED).map(([name, table]) => `'${name}', (select count(*) from ${table} t where t.incident_id = i.id)`).join(', ');

/**
 * Purges one incident: ledger, messages, files, documents, mails and everything else of it go, a tombstone and an audit entry stay; objects at providers
 * are listed there, not deleted. Looks again at policy and hold under a lock, so that a hold placed, a policy lengthened or an incident reopened in the
 * meantime wins; null then, and when it is gone already.
 */
export async function purgeIncident(db: Database, incidentId: string): Promise<Tombstone | null> {
  return transaction(db, async (tx) => {
    await select(tx, 'select id from incidents where id = $1 for update', [incidentId]);
    const made = await selectOne<{ organization_id: string; key: string; retention_days: number; counts: Record<string, number>; resources: Tombstone['resources'] }>(
      tx,
      `insert into purged_incidents (incident_id, organization_id, project_id, project_name, key, former_keys, visibility, declared_at, closed_at, retention_days, purged_by, counts, resources, ledger_head)
       select i.id, i.organization_id, i.project_id, i.project_name, i.key, array(select k.key from incident_keys k where k.incident_id = i.id and k.key <> i.key order by k.key), i.visibility,
         i.declared_at, i.closed_at, p.retention_days, 'retention policy', jsonb_build_object(${COUNTS}, 'fileBytes', (select coalesce(sum(size), 0) from files t where t.incident_id = i.id)),
         coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'provider', r.provider, 'externalId', r.external_id, 'url', r.url) order by r.kind) from incident_resources r
           where r.incident_id = i.id and r.provider <> 'builtin'), '[]'),
         coalesce((select e.hash from events e where e.incident_id = i.id order by e.seq desc limit 1), '')
       from incidents i join projects p on p.id = i.project_id
       where i.id = $1 and p.retention_days is not null and ${IS_OVER} and i.closed_at < now() - make_interval(days => p.retention_days) and not exists (select 1 from legal_holds h where h.incident_id = i.id)
       returning organization_id, key, retention_days, counts, resources`,
      [incidentId],
    );
    if (made === null) return null;
    const { organization_id: organizationId, key, retention_days: retentionDays, counts, resources } = made;
    await select(tx, 'delete from incidents where id = $1 returning id', [incidentId]);
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: 'retention' });
    await recordAudit(tx, {
      organizationId, actor: { kind: 'system', id: null, label: 'Retention policy' }, action: 'incident.purged', subject: { kind: 'incident', id: incidentId, label: key },
      after: { retentionDays, counts, resourcesLeft: resources.length },
    });
    return tombstoneOf(tx, incidentId);
  });
}

type Row = Omit<Tombstone, 'declaredAt' | 'closedAt' | 'purgedAt'> & { declaredAt: Date; closedAt: Date; purgedAt: Date };
const COLUMNS = `incident_id as "incidentId", key, former_keys as "formerKeys", project_name as project, visibility, declared_at as "declaredAt", closed_at as "closedAt", purged_at as "purgedAt",
  retention_days as "retentionDays", purged_by as "purgedBy", counts, resources, ledger_head as "ledgerHead"`;
const toTombstone = (row: Row): Tombstone => ({ ...row, declaredAt: iso(row.declaredAt), closedAt: iso(row.closedAt), purgedAt: iso(row.purgedAt) });

async function tombstoneOf(db: Database, incidentId: string): Promise<Tombstone | null> {
  const row = await selectOne<Row>(db, `select ${COLUMNS} from purged_incidents where incident_id = $1`, [incidentId]);
  return row && toTombstone(row);
}

/** Tombstones of an organization, newest first. */
export async function listTombstones(db: Database, organizationId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<Tombstone>> {
  const [purgedAt, incidentId] = cursor === undefined ? [null, null] : decodeCursor(cursor, ['time', 'uuid']);
  const rows = await select<Row>(
    db,
    `select ${COLUMNS} from purged_incidents where organization_id = $1 and ($2::timestamptz is null or (purged_at, incident_id) < ($2::timestamptz, $3::uuid)) order by purged_at desc, incident_id desc limit $4`,
    [organizationId, purgedAt, incidentId, limit + 1],
  );
  return toPage(rows, limit, { item: toTombstone, cursor: (row) => [iso(row.purgedAt), row.incidentId] });
}
