import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { select, selectOne } from '../sql.ts';
import { settingsChanged } from '../settings/shared.ts';

/** How long a project keeps its closed incidents; `days` null = for ever. `due` counts those that the policy would purge now, `held` those that a legal hold keeps from it. */
export interface RetentionPolicy {
  projectId: string;
  project: string;
  days: number | null;
  due: number;
  held: number;
}

/** The postmortem is over (or there is none), so nothing more happens by itself. */
export const IS_OVER = `(i.stage = 'closed' or (i.stage = 'review' and exists (select 1 from postmortems m where m.incident_id = i.id and m.state = 'published')))
  and i.closed_at is not null`;
const HELD = 'exists (select 1 from legal_holds h where h.incident_id = i.id)';

/** The policies of all projects, by name. */
export async function retentionPolicies(db: Database, organizationId: string): Promise<RetentionPolicy[]> {
  return select<RetentionPolicy>(
    db,
    `select p.id as "projectId", p.name as project, p.retention_days as days, count(i.id) filter (where not ${HELD})::int as due, count(i.id) filter (where ${HELD})::int as held
     from projects p left join incidents i on i.project_id = p.id and p.retention_days is not null and ${IS_OVER} and i.closed_at < now() - make_interval(days => p.retention_days)
     where p.organization_id = $1 group by p.id order by lower(p.name)`,
    [organizationId],
  );
}

/** Sets how many days after closing a project's incidents are purged; null = never. Answers what it was before; `not-found` without such a project. */
export async function setRetention(db: Database, policy: { organizationId: string; projectId: string; days: number | null }): Promise<{ project: string; before: number | null }> {
  const { organizationId, projectId, days } = policy;
  const row = await selectOne<{ project: string; before: number | null }>(
    db,
    `update projects p set retention_days = $3, updated_at = now() from projects o where p.id = $2 and p.organization_id = $1 and o.id = p.id returning p.name as project, o.retention_days as before`,
    [organizationId, projectId, days],
  );
  if (row === null) throw new DomainError('not-found', 'There is no such project.');
  await settingsChanged(db, organizationId, projectId);
  return row;
}

/** What a policy would purge, without doing it: how many, from when to when, and the first of them. */
export interface RetentionPreview {
  due: number;
  held: number;
  /** Closed incidents that stay. */
  kept: number;
  oldestClosedAt: string | null;
  newestClosedAt: string | null;
  first: { id: string; key: string; closedAt: string }[];
}

/** Looks at what would be purged if the project kept its closed incidents for so many days. `not-found` without such a project. */
export async function previewRetention(db: Database, { organizationId, projectId, days }: { organizationId: string; projectId: string; days: number }): Promise<RetentionPreview> {
  const row = await selectOne<{ due: number; held: number; kept: number; oldest: Date | null; newest: Date | null }>(
    db,
    `with all_closed as (select i.closed_at, ${HELD} as held, i.closed_at < now() - make_interval(days => $3) and ${IS_OVER} as old from incidents i where i.project_id = $2 and i.organization_id = $1 and i.closed_at is not null)
     select count(*) filter (where old and not held)::int as due, count(*) filter (where old and held)::int as held, count(*) filter (where not old)::int as kept,
       min(closed_at) filter (where old and not held) as oldest, max(closed_at) filter (where old and not held) as newest
     from all_closed having exists (select 1 from projects where id = $2 and organization_id = $1)`,
    [organizationId, projectId, days],
  );
  if (row === null) throw new DomainError('not-found', 'There is no such project.');
  const first = await select<{ id: string; key: string; closed_at: Date }>(
    db,
    `select i.id, i.key, i.closed_at from incidents i where i.project_id = $1 and ${IS_OVER} and not ${HELD} and i.closed_at < now() - make_interval(days => $2) order by i.closed_at, i.id limit 20`,
    [projectId, days],
  );
  const { due, held, kept, oldest, newest } = row;
  return { due, held, kept, oldestClosedAt: oldest?.toISOString() ?? null, newestClosedAt: newest?.toISOString() ?? null, first: first.map(({ id, key, closed_at }) => ({ id, key, closedAt: closed_at.toISOString() })) };
}
