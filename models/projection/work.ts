import type { IncidentState } from '../../domain/incident/state.ts';
import type { Batch } from '../batch.ts';
import { storableJson } from '../values.ts';

interface Change {
  before: IncidentState | null;
  after: IncidentState;
}

/** Writes the tasks that differ from the state before. */
export function writeTasks(batch: Batch, { before, after }: Change): void {
  const known = new Map(before?.tasks.map((t) => [t.taskId, JSON.stringify(t)]));
  const changed = after.tasks.filter((t) => known.get(t.taskId) !== JSON.stringify(t));
  if (changed.length === 0) return;
  const rows = changed.map((t) => ({
    id: t.taskId, title: t.title, description: t.description, kind: t.kind, state: t.state, assignee_id: t.assignee?.personId ?? null,
    due_at: t.dueAt, created_at: t.createdAt, updated_at: t.updatedAt, done_at: t.state === 'done' ? t.updatedAt : null,
  }));
  batch.add(
    (bind) => `insert into tasks (id, incident_id, organization_id, title, description, kind, state, assignee_id, due_at, created_at, updated_at, done_at)
      select id, ${bind(after.id)}::uuid, ${bind(after.organizationId)}::uuid, title, description, kind, state, assignee_id, due_at, created_at, updated_at, done_at
      from jsonb_to_recordset(${bind(storableJson(rows))}::jsonb) as r(id uuid, title text, description text, kind text, state text, assignee_id uuid,
        due_at timestamptz, created_at timestamptz, updated_at timestamptz, done_at timestamptz)
      on conflict (id) do update set title = excluded.title, description = excluded.description, kind = excluded.kind, state = excluded.state,
        assignee_id = excluded.assignee_id, due_at = excluded.due_at, updated_at = excluded.updated_at,
        done_at = case when excluded.state = 'done' then coalesce(tasks.done_at, excluded.done_at) end
      returning id`,
  );
}

/** Writes the resources that differ from the state before. */
export function writeResources(batch: Batch, { before, after }: Change): void {
  const changed = Object.values(after.resources).filter((r) => JSON.stringify(before?.resources[r.kind]) !== JSON.stringify(r));
  if (changed.length === 0) return;
  const rows = changed.map((r) => ({ kind: r.kind, provider: r.provider, external_id: r.externalId, url: r.url, name: r.name, state: r.state }));
  batch.add(
    (bind) => `insert into incident_resources (incident_id, kind, provider, external_id, url, name, state)
      select ${bind(after.id)}::uuid, kind, provider, external_id, url, name, state
      from jsonb_to_recordset(${bind(storableJson(rows))}::jsonb) as r(kind text, provider text, external_id text, url text, name text, state text)
      on conflict (incident_id, kind) do update set provider = excluded.provider, external_id = excluded.external_id, url = excluded.url,
        name = excluded.name, state = excluded.state, updated_at = now()
      returning kind`,
  );
}
