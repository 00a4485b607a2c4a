import { randomUUID } from 'node:crypto';
import type { Database } from './connect.ts';
import { FOUNDATION } from './foundation.ts';
import { select, selectOne, transaction } from './sql.ts';

/** Any number that only the foundation uses as an advisory lock. */
const LOCK = 7_301_614_043;

/** Lays the foundation in an empty database: one organization with its project, types, severities, priorities and roles. Does nothing when there is an organization. Any number of starters at once are safe. */
export async function ensureFoundation(db: Database): Promise<{ organizationId: string; slug: string; created: boolean }> {
  return transaction(db, async (tx) => {
    await select(tx, 'select pg_advisory_xact_lock($1)', [LOCK]);
    const there = await selectOne<{ id: string; slug: string }>(tx, 'select id, slug from organizations order by created_at, slug limit 1', []);
    if (there !== null) return { organizationId: there.id, slug: there.slug, created: false };
    const organizationId = randomUUID();
    const { organization } = FOUNDATION;
    await select(tx, 'insert into organizations (id, slug, name) values ($1, $2, $3) returning id', [organizationId, organization.slug, organization.name]);
    await fillOrganization(tx, organizationId);
    return { organizationId, slug: organization.slug, created: true };
  });
}

/** Lays the foundation of one organization that is empty: its default project, types, severities, priorities and roles. */
export async function fillOrganization({ records, transaction: opened }: Database, organizationId: string): Promise<void> {
  const { Project, IncidentType, IncidentSeverity, IncidentPriority, IncidentRole } = records;
  const within = { transaction: opened };
  const base = { organizationId, projectId: null, isEnabled: true };
  const ranked = <R extends object>(rows: readonly R[]) => rows.map((row, index) => ({ ...base, id: randomUUID(), rank: index + 1, ...row }));
  await Project.create({ id: randomUUID(), organizationId, isEnabled: true, isDefault: true, ...FOUNDATION.project }, within);
  await IncidentType.bulkCreate(ranked(FOUNDATION.types), within);
  await IncidentSeverity.bulkCreate(ranked(FOUNDATION.severities), within);
  await IncidentPriority.bulkCreate(ranked(FOUNDATION.priorities), within);
  await IncidentRole.bulkCreate(FOUNDATION.roles.map((role) => ({ organizationId, ...role })), within);
}
