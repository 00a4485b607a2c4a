import type { Database } from './connect.ts';
import { select, selectOne } from './sql.ts';

/** Remembers that the incident's workflow runs; the first time stays, the run id is the latest. */
export async function markWorkflowStarted(db: Database, incidentId: string, runId: string | null): Promise<void> {
  await selectOne(db, 'update incidents set workflow_started_at = coalesce(workflow_started_at, now()), workflow_run_id = coalesce($2, workflow_run_id) where id = $1 returning id', [incidentId, runId]);
}

/** Incidents that were declared while Temporal was away, oldest first. Those younger than `olderThanSeconds` are still being started by the API. */
export async function incidentsWithoutWorkflow(db: Database, { limit, olderThanSeconds }: { limit: number; olderThanSeconds: number }): Promise<{ incidentId: string }[]> {
  return select<{ incidentId: string }>(
    db,
    `select id as "incidentId" from incidents where workflow_started_at is null and created_at < now() - make_interval(secs => $1) order by created_at limit $2`,
    [olderThanSeconds, limit],
  );
}
