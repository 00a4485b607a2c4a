import type { EventKind, IncidentEvent } from '../domain/incident/events.ts';
import type { Database } from './connect.ts';
import { eventHash, GENESIS_HASH } from './hash.ts';
import { select, selectOne } from './sql.ts';
import { iso } from './values.ts';

/** A row of the ledger as the tables hold it. */
export interface EventRow {
  incident_id: string;
  seq: number;
  key: string;
  kind: string;
  at: Date;
  recorded_at: Date;
  actor: unknown;
  data: unknown;
  prev_hash: string;
  hash: string;
}

/** Columns of {@link EventRow} for `select`, of the table or alias `e`. */
export const EVENT_COLUMNS = 'e.incident_id, e.seq, e.key, e.kind, e.at, e.recorded_at, e.actor, e.data, e.prev_hash, e.hash';

/** The event of a ledger row. */
export function toEvent(row: EventRow): IncidentEvent {
  // the ledger holds only what appendEvents wrote, so kind and data belong together
  return { incidentId: row.incident_id, seq: row.seq, key: row.key, kind: row.kind, at: iso(row.at), recordedAt: iso(row.recorded_at), actor: row.actor, data: row.data } as IncidentEvent;
}

/** Which events to load: some numbers, a range, or some kinds; all when nothing is named. */
export interface EventRange {
  seqs?: readonly number[];
  after?: number;
  limit?: number;
  /** Only events of these kinds. */
  kinds?: readonly EventKind[];
}

/** Events of an incident in order. */
export async function loadEvents(db: Database, incidentId: string, { seqs, after = 0, limit = 10_000, kinds }: EventRange = {}): Promise<IncidentEvent[]> {
  const rows = await select<EventRow>(
    db,
    `select ${EVENT_COLUMNS} from events e where e.incident_id = $1 and e.seq > $2 and ($3::int[] is null or e.seq = any($3)) and ($5::text[] is null or e.kind = any($5)) order by e.seq limit $4`,
    [incidentId, after, seqs ?? null, limit, kinds ?? null],
  );
  return rows.map(toEvent);
}

/** The answer of a check of the ledger; `redacted` counts events from which an erasure took personal data, `head` is the hash of the last event. */
export interface ChainReport {
  intact: boolean;
  events: number;
  redacted: number;
  firstBrokenSeq: number | null;
  head: string;
}

const PAGE = 1000;

/**
 * Recomputes every hash of an incident's ledger; of an event that an erasure changed, the hash that the erasure's own event gives it. Finds changed, removed, inserted and reordered events, and events cut off at the end
 * (the incident's version says how many there must be).
 */
export async function verifyChain(db: Database, incidentId: string): Promise<ChainReport> {
  let head = GENESIS_HASH;
  let seq = 0;
  const redactions = await redactionsOf(db, incidentId);
  const redacted = redactions.size;
  for (;;) {
    const rows = await select<EventRow>(db, `select ${EVENT_COLUMNS} from events e where e.incident_id = $1 and e.seq > $2 order by e.seq limit ${PAGE}`, [incidentId, seq]);
    for (const row of rows) {
      const redaction = redactions.get(row.seq);
      const isAsWritten = redaction === undefined ? row.hash === eventHash(head, toEvent(row)) : redaction === eventHash(row.hash, toEvent(row));
      if (row.seq !== seq + 1 || row.prev_hash !== head || !isAsWritten) return { intact: false, events: seq, redacted, firstBrokenSeq: seq + 1, head };
      head = row.hash;
      seq = row.seq;
    }
    if (rows.length < PAGE) break;
  }
  const stored = await selectOne<{ version: number }>(db, 'select version from incidents where id = $1', [incidentId]);
  const isWhole = stored !== null && stored.version === seq;
  return { intact: isWhole, events: seq, redacted, firstBrokenSeq: isWhole ? null : seq + 1, head };
}

// What erasures in the ledger say its redacted events have become, by seq; the last word counts.
async function redactionsOf(db: Database, incidentId: string): Promise<Map<number, string>> {
  const rows = await select<{ redactions: Record<string, string> }>(db, `select data -> 'redactions' as redactions from events where incident_id = $1 and kind = 'person.erased' order by seq`, [incidentId]);
  return new Map(rows.flatMap(({ redactions }) => Object.entries(redactions).map(([seq, hash]): [number, string] => [Number(seq), hash])));
}

/** True when the incident's ledger has an event with this key. */
export async function hasEvent(db: Database, incidentId: string, key: string): Promise<boolean> {
  return (await selectOne(db, 'select 1 from events where incident_id = $1 and key = $2', [incidentId, key])) !== null;
}
