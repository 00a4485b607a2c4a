import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { Batch } from '../batch.ts';

/** An event with its place in the chain. */
export interface ChainedEvent {
  event: IncidentEvent;
  prevHash: string;
  hash: string;
}

/** Appends events to the ledger, one insert for all. */
export function writeEvents(batch: Batch, incidentId: string, chained: readonly ChainedEvent[]): void {
  const rows = chained.map(({ event, prevHash, hash }) => ({
    seq: event.seq, key: event.key, kind: event.kind, at: event.at, recorded_at: event.recordedAt, actor: event.actor, data: event.data, prev_hash: prevHash, hash,
  }));
  batch.add(
    (bind) => `insert into events (incident_id, seq, key, kind, at, recorded_at, actor, data, prev_hash, hash)
      select ${bind(incidentId)}::uuid, seq, key, kind, at, recorded_at, actor, data, prev_hash, hash
      from jsonb_to_recordset(${bind(JSON.stringify(rows))}::jsonb) as r(seq integer, key text, kind text, at timestamptz, recorded_at timestamptz, actor jsonb, data jsonb, prev_hash text, hash text)
      order by seq returning seq`,
  );
}
