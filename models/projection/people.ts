import type { IncidentState, Participant } from '../../domain/incident/state.ts';
import type { Batch } from '../batch.ts';
import { storableJson } from '../values.ts';

interface Change {
  before: IncidentState | null;
  after: IncidentState;
}

/** Writes participants and their role intervals that differ from the state before. Intervals are never removed, except empty ones that the fold dropped. */
export function writePeople(batch: Batch, { before, after }: Change): void {
  const known = new Map(before?.participants.map((p) => [p.personId, JSON.stringify(p)]));
  const changed = after.participants.filter((p) => known.get(p.personId) !== JSON.stringify(p));
  if (changed.length === 0) return;
  writeParticipants(batch, after.id, changed);
  writeIntervals(batch, after.id, changed);
  removeDropped(batch, { before, after, changed });
}

function writeParticipants(batch: Batch, incidentId: string, people: readonly Participant[]): void {
  const rows = people.map((p) => ({ person_id: p.personId, added_at: p.addedAt, removed_at: p.removedAt, source: p.source }));
  batch.add(
    (bind) => `insert into participants (incident_id, person_id, added_at, removed_at, source)
      select ${bind(incidentId)}::uuid, person_id, added_at, removed_at, source
      from jsonb_to_recordset(${bind(storableJson(rows))}::jsonb) as r(person_id uuid, added_at timestamptz, removed_at timestamptz, source jsonb)
      on conflict (incident_id, person_id) do update set added_at = excluded.added_at, removed_at = excluded.removed_at, source = excluded.source
      returning person_id`,
  );
}

function writeIntervals(batch: Batch, incidentId: string, people: readonly Participant[]): void {
  const rows = new Map<string, { person_id: string; role: string; from_at: string; to_at: string | null }>();
  for (const { personId, roles } of people) {
    for (const { role, from, to } of roles) rows.set(`${personId} ${role} ${from}`, { person_id: personId, role, from_at: from, to_at: to });
  }
  if (rows.size === 0) return;
  batch.add(
    (bind) => `insert into participant_roles (incident_id, person_id, role, from_at, to_at)
      select ${bind(incidentId)}::uuid, person_id, role, from_at, to_at
      from jsonb_to_recordset(${bind(JSON.stringify([...rows.values()]))}::jsonb) as r(person_id uuid, role text, from_at timestamptz, to_at timestamptz)
      on conflict (incident_id, person_id, role, from_at) do update set to_at = excluded.to_at
      returning role`,
  );
}

function removeDropped(batch: Batch, { before, after, changed }: Change & { changed: readonly Participant[] }): void {
  if (before === null) return;
  const kept = new Set(changed.flatMap((p) => p.roles.map((r) => `${p.personId} ${r.role} ${r.from}`)));
  const ids = new Set(changed.map((p) => p.personId));
  const dropped = before.participants
    .filter((p) => ids.has(p.personId))
    .flatMap((p) => p.roles.map((r) => ({ person_id: p.personId, role: r.role, from_at: r.from })))
    .filter((r) => !kept.has(`${r.person_id} ${r.role} ${r.from_at}`));
  if (dropped.length === 0) return;
  batch.add(
    (bind) => `delete from participant_roles p using jsonb_to_recordset(${bind(JSON.stringify(dropped))}::jsonb) as r(person_id uuid, role text, from_at timestamptz)
      where p.incident_id = ${bind(after.id)} and p.person_id = r.person_id and p.role = r.role and p.from_at = r.from_at returning p.role`,
  );
}
