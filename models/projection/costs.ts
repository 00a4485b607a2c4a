import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Batch } from '../batch.ts';
import { storableJson } from '../values.ts';

/** Writes the cost lines that differ from the state before, and removes those that are gone. Re-rating lets go of the teams that a closed incident was priced with. */
export function writeCostLines(batch: Batch, { before, after, events }: { before: IncidentState | null; after: IncidentState; events: readonly IncidentEvent[] }): void {
  if (events.some((e) => e.kind === 'cost.rerated')) batch.add((bind) => `update costs set teams = null where incident_id = ${bind(after.id)} returning incident_id`);
  if (before?.costLines === after.costLines) return;
  const known = new Map(before?.costLines?.map((line) => [line.lineId, JSON.stringify(line)]));
  const present = after.costLines ?? [];
  const changed = present.filter((line) => known.get(line.lineId) !== JSON.stringify(line));
  const gone = [...known.keys()].filter((id) => !present.some((line) => line.lineId === id));
  if (gone.length > 0) batch.add((bind) => `delete from cost_lines where incident_id = ${bind(after.id)} and id = any(${bind(gone)}::uuid[]) returning id`);
  if (changed.length === 0) return;
  const authors = new Map(events.flatMap((e) => (e.kind === 'cost.lineAdded' && e.actor.kind === 'person' ? [[e.data.lineId, e.actor.personId] as const] : [])));
  const rows = changed.map((line) => ({ id: line.lineId, kind: line.kind, amount: line.amount, currency: line.currency, note: line.note, at: line.at, added_by: authors.get(line.lineId) ?? null }));
  batch.add(
    (bind) => `insert into cost_lines as l (id, incident_id, organization_id, kind, amount, currency, note, at, added_by)
      select id, ${bind(after.id)}::uuid, ${bind(after.organizationId)}::uuid, kind, amount, currency, note, at, added_by
      from jsonb_to_recordset(${bind(storableJson(rows))}::jsonb) as r(id uuid, kind text, amount numeric, currency text, note text, at timestamptz, added_by uuid)
      on conflict (id) do update set kind = excluded.kind, amount = excluded.amount, note = excluded.note, at = excluded.at, updated_at = now() where l.incident_id = excluded.incident_id
      returning id`,
  );
}
