import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Batch } from '../batch.ts';
import { storableJson, storableText } from '../values.ts';

/** Writes posted reports; the author of the automation has a name and no person. */
export function writeReports(batch: Batch, events: readonly IncidentEvent[]): void {
  for (const event of events) {
    if (event.kind !== 'report.posted') continue;
    const { actor, data } = event;
    const authorId = actor.kind === 'person' ? actor.personId : null;
    batch.add(
      (bind) => `insert into reports (id, incident_id, seq, kind, body, author_id, author_name, posted_at)
        values (${bind(data.reportId)}, ${bind(event.incidentId)}, ${bind(event.seq)}, ${bind(data.report.kind)}, ${bind(storableJson(data.report))}::jsonb,
          ${bind(authorId)}, ${bind(storableText(actor.name))}, ${bind(event.at)}) returning id`,
    );
  }
}

interface Overlay {
  seq: number;
  pinned: boolean | null;
  text: string | null;
  by: string | null;
  at: string | null;
}

/** Writes pins and amended texts beside the events they are about. */
export function writeOverlays(batch: Batch, incidentId: string, events: readonly IncidentEvent[]): void {
  const overlays = new Map<number, Overlay>();
  for (const event of events) {
    if (event.kind !== 'event.pinned' && event.kind !== 'event.amended') continue;
    const before = overlays.get(event.data.seq) ?? { seq: event.data.seq, pinned: null, text: null, by: null, at: null };
    const change = event.kind === 'event.pinned' ? { pinned: event.data.pinned } : { text: event.data.text, by: event.actor.name, at: event.at };
    overlays.set(event.data.seq, { ...before, ...change });
  }
  if (overlays.size === 0) return;
  batch.add(
    (bind) => `insert into event_overlays (incident_id, seq, pinned, amended_text, amended_by, amended_at)
      select ${bind(incidentId)}::uuid, r.seq, coalesce(r.pinned, b.pinned, false), coalesce(r.text, b.amended_text), coalesce(r.by, b.amended_by), coalesce(r.at, b.amended_at)
      from jsonb_to_recordset(${bind(storableJson([...overlays.values()]))}::jsonb) as r(seq integer, pinned boolean, text text, by text, at timestamptz)
      left join event_overlays b on b.incident_id = ${bind(incidentId)} and b.seq = r.seq
      on conflict (incident_id, seq) do update set pinned = excluded.pinned, amended_text = excluded.amended_text, amended_by = excluded.amended_by, amended_at = excluded.amended_at
      returning seq`,
  );
}

/** Keeps the postmortem's row in step with the ledger: scheduled, published, and a draft again when the incident was reopened. */
export function writePostmortem(batch: Batch, { before, after, events }: { before: IncidentState | null; after: IncidentState; events: readonly IncidentEvent[] }): void {
  const present = after.postmortem;
  if (JSON.stringify(before?.postmortem ?? null) === JSON.stringify(present)) return;
  if (present === null) {
    batch.add((bind) => `update postmortems set state = 'drafting', meeting_at = null, meeting_url = null, published_at = null, published_by = null, updated_at = now() where incident_id = ${bind(after.id)} returning id`);
    return;
  }
  const published = events.findLast((e) => e.kind === 'postmortem.published');
  const by = present.state === 'published' && published !== undefined ? published.data.by.personId : null;
  batch.add(
    (bind) => `insert into postmortems as p (id, incident_id, organization_id, state, owner_id, meeting_at, due_at, published_at, published_by)
      values (gen_random_uuid(), ${bind(after.id)}, ${bind(after.organizationId)}, ${bind(present.state)}, ${bind(present.owner.personId)}, ${bind(present.meetingAt)}, ${bind(present.dueAt)},
        ${bind(present.publishedAt)}, ${bind(by)})
      on conflict (incident_id) do update set state = excluded.state, owner_id = excluded.owner_id, meeting_at = excluded.meeting_at, due_at = excluded.due_at,
        published_at = excluded.published_at, published_by = coalesce(excluded.published_by, p.published_by), updated_at = now()
      returning id`,
  );
}
