import type { IncidentEvent } from '../domain/incident/events.ts';
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

/** Which events to load: some numbers, or a range; all when nothing is named. */
export interface EventRange {
  seqs?: readonly number[];
  after?: number;
  limit?: number;
}

/** Events of an incident in order. */
export async function loadEvents(db: Database, incidentId: string, { seqs, after = 0, limit = 10_000 }: EventRange = {}): Promise<IncidentEvent[]> {
  const rows = await select<EventRow>(
    db,
    `select ${EVENT_COLUMNS} from events e where e.incident_id = $1 and e.seq > $2 and ($3::int[] is null or e.seq = any($3)) order by e.seq limit $4`,
    [incidentId, after, seqs ?? null, limit],
  );
  return rows.map(toEvent);
}

/** The answer of a check of the ledger; `head` is the hash of the last event. */
export interface ChainReport {
  intact: boolean;
  events: number;
  firstBrokenSeq: number | null;
  head: string;
}

const PAGE = 1000;

/**
 * Recomputes every hash of an incident's ledger. Finds changed, removed, inserted and reordered events, and events cut off at the end
 * (the incident's version says how many there must be).
 */
export async function verifyChain(db: Database, incidentId: string): Promise<ChainReport> {
  let head = GENESIS_HASH;
  let seq = 0;
  for (;;) {
    const rows = await select<EventRow>(db, `select ${EVENT_COLUMNS} from events e where e.incident_id = $1 and e.seq > $2 order by e.seq limit ${PAGE}`, [incidentId, seq]);
    for (const row of rows) {
      const isNext = row.seq === seq + 1 && row.prev_hash === head && row.hash === eventHash(head, toEvent(row));
      if (!isNext) return { intact: false, events: seq, firstBrokenSeq: seq + 1, head };
      head = row.hash;
      seq = row.seq;
    }
    if (rows.length < PAGE) break;
  }
  const stored = await selectOne<{ version: number }>(db, 'select version from incidents where id = $1', [incidentId]);
  const isWhole = stored !== null && stored.version === seq;
  return { intact: isWhole, events: seq, firstBrokenSeq: isWhole ? null : seq + 1, head };
}
