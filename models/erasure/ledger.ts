import { eraseIn, type ErasureSubject, textEraser } from '../../domain/incident/erase.ts';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Database } from '../connect.ts';
import { eventHash } from '../hash.ts';
import { EVENT_COLUMNS, toEvent, type EventRow } from '../ledger-read.ts';
import { select, selectOne } from '../sql.ts';
import { storableJson } from '../values.ts';

const PAGE = 1000;

/** An erasure that is being written into a ledger. */
export interface LedgerErasure {
  /** The events to append: erasures say what they changed, and whatever came together with them mentions nobody who was erased. */
  events: IncidentEvent[];
  /** The folded state without mentions in texts, which the fold alone cannot find. */
  clean(state: IncidentState): IncidentState;
  /** Changes the earlier rows; call it after the events were inserted, in the same transaction. */
  apply(tx: Database): Promise<void>;
}

interface Redacted {
  seq: number;
  actor: unknown;
  data: unknown;
}

/**
 * Prepares the erasures among new events of an incident; null when there is none. Every earlier event that mentions the person becomes the same event
 * without them: it keeps its hash, so the chain stays what it was, and the erasure's own event carries `eventHash(kept hash, new content)` of each, so
 * that from then on the chain vouches for the new content as it did for the old.
 */
export async function prepareErasures(tx: Database, incidentId: string, fresh: readonly IncidentEvent[]): Promise<LedgerErasure | null> {
  if (!fresh.some((event) => event.kind === 'person.erased')) return null;
  const subjects: ErasureSubject[] = [];
  const redacted = new Map<number, Redacted>();
  let events = [...fresh];
  for (const event of fresh) {
    if (event.kind !== 'person.erased') continue;
    const subject = await subjectOf(tx, event.data);
    const found = await redact(tx, { incidentId, subject, known: redacted });
    const redactions = Object.fromEntries(found.map(({ seq, hash }) => [String(seq), hash]));
    subjects.push(subject);
    events = events.map((other) => (other.seq === event.seq ? { ...event, data: { ...event.data, redactions } } : eraseIn(other, subject)));
  }
  return {
    events,
    clean: (state) => subjects.reduce((cleaned, subject) => eraseIn(cleaned, subject), state),
    async apply(db) {
      const rows = [...redacted.values()];
      await select(
        db,
        `update events e set actor = r.actor, data = r.data from jsonb_to_recordset($2::jsonb) as r(seq integer, actor jsonb, data jsonb)
         where e.incident_id = $1 and e.seq = r.seq returning e.seq`,
        [incidentId, storableJson(rows)],
      );
    },
  };
}

/** Who is to be erased. Once an erasure is done nobody knows any more, and a late repetition finds only references by id. */
async function subjectOf(db: Database, { erasureId, personId }: { erasureId: string; personId: string }): Promise<ErasureSubject> {
  const row = await selectOne<{ subject: { emails: string[]; names: string[] } | null }>(db, 'select subject from erasures where id = $1', [erasureId]);
  return { personId, emails: row?.subject?.emails ?? [], names: row?.subject?.names ?? [] };
}

async function redact(db: Database, { incidentId, subject, known }: { incidentId: string; subject: ErasureSubject; known: Map<number, Redacted> }): Promise<{ seq: number; hash: string }[]> {
  const eraseText = textEraser(subject);
  const found: { seq: number; hash: string }[] = [];
  for (let seq = 0; ; ) {
    const rows = await select<EventRow>(db, `select ${EVENT_COLUMNS} from events e where e.incident_id = $1 and e.seq > $2 order by e.seq limit ${PAGE}`, [incidentId, seq]);
    for (const row of rows) {
      const before = { ...toEvent(row), ...known.get(row.seq) } as IncidentEvent;
      const actor = eraseIn(before.actor, subject, eraseText);
      const data = eraseIn(before.data, subject, eraseText);
      if (actor === before.actor && data === before.data) continue;
      known.set(row.seq, { seq: row.seq, actor, data });
      found.push({ seq: row.seq, hash: eventHash(row.hash, { ...before, actor, data } as IncidentEvent) });
    }
    if (rows.length < PAGE) return found;
    seq = rows.at(-1)?.seq ?? seq;
  }
}
