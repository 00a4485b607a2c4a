import type { Database } from './connect.ts';
import { select, selectOne } from './sql.ts';
import { storableJson, storableText } from './values.ts';

/** Whose event it is: the organization's plugin, for one project or (null) for all. */
export interface InboundSource {
  organizationId: string;
  projectId: string | null;
  pluginId: string;
}
/** An event that is to be carried out; `facts` as the plugin gave them. */
export interface DueEvent extends InboundSource {
  id: string;
  eventId: string;
  facts: readonly unknown[];
  /** This attempt, from 1. */
  attempt: number;
}

/** Stores an event once; null when it was known already, else its id. Nobody else gets it for `leaseSeconds`. */
export async function storeInbound(db: Database, source: InboundSource, event: { eventId: string; facts: readonly unknown[]; leaseSeconds: number }): Promise<DueEvent | null> {
  const { organizationId, projectId, pluginId } = source;
  const row = await selectOne<{ id: string }>(
    db,
    `insert into inbound_events (organization_id, project_id, plugin_id, event_id, facts, attempts, next_attempt_at)
     values ($1, $2, $3, $4, $5::jsonb, 1, now() + $6 * interval '1 second') on conflict (organization_id, plugin_id, event_id) do nothing returning id::text`,
    [organizationId, projectId, pluginId, storableText(event.eventId), storableJson(event.facts), event.leaseSeconds],
  );
  return row === null ? null : { ...source, id: row.id, eventId: event.eventId, facts: event.facts, attempt: 1 };
}

/** Events whose time has come, oldest first, taken for `leaseSeconds`: when this process dies another takes them after that. */
export async function claimInbound(db: Database, { limit, leaseSeconds }: { limit: number; leaseSeconds: number }): Promise<DueEvent[]> {
  const rows = await select<{ id: string; organization_id: string; project_id: string | null; plugin_id: string; event_id: string; facts: unknown[]; attempts: number }>(
    db,
    `update inbound_events set attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 second'
     where id in (select id from inbound_events where done_at is null and next_attempt_at <= now() order by id limit $1 for update skip locked)
     returning id::text, organization_id, project_id, plugin_id, event_id, facts, attempts`,
    [limit, leaseSeconds],
  );
  return rows
    .map((r) => ({ id: r.id, organizationId: r.organization_id, projectId: r.project_id, pluginId: r.plugin_id, eventId: r.event_id, facts: r.facts, attempt: r.attempts }))
    .toSorted((a, b) => Number(a.id) - Number(b.id));
}

/** True when the vendor told that this person came into the conversation (or left it) later than `after`, ISO: what it tells only now is over already. */
export async function hasLaterMove(db: Database, { organizationId, pluginId }: InboundSource, move: { kind: 'member-joined' | 'member-left'; conversationId: string; email: string; after: string }): Promise<boolean> {
  const row = await selectOne(
    db,
    `select 1 from inbound_events where facts->0->'person'->>'email' = $3 and facts->0->>'conversationId' = $4 and facts->0->>'kind' in ('member-joined', 'member-left')
       and facts->0->>'kind' = $5 and facts->0->>'at' > $6 and organization_id = $1 and plugin_id = $2 limit 1`,
    [organizationId, pluginId, move.email, move.conversationId, move.kind, move.after],
  );
  return row !== null;
}

/** The events are carried out; `error` = given up, and why. */
export async function finishInbound(db: Database, ids: readonly string[], error: string | null = null): Promise<void> {
  await select(db, 'update inbound_events set done_at = now(), last_error = $2 where id = any($1::bigint[])', [[...ids], error === null ? null : storableText(error).slice(0, 1000)]);
}

/** The event is tried again in `seconds`. */
export async function postponeInbound(db: Database, id: string, { seconds, error }: { seconds: number; error: string }): Promise<void> {
  await select(db, `update inbound_events set next_attempt_at = now() + $2 * interval '1 second', last_error = $3 where id = $1`, [id, seconds, storableText(error).slice(0, 1000)]);
}

/** Forgets events that were done longer ago than vendors repeat them; answers how many. */
export async function pruneInbound(db: Database, keptHours: number): Promise<number> {
  const rows = await select(db, `delete from inbound_events where done_at < now() - $1 * interval '1 hour' returning id`, [keptHours]);
  return rows.length;
}
