import { DomainError } from '../domain/errors.ts';
import type { EventData, IncidentEvent } from '../domain/incident/events.ts';
import { evolve } from '../domain/incident/evolve.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Actor } from '../domain/incident/types.ts';
import { createBatch } from './batch.ts';
import type { Database } from './connect.ts';
import { prepareErasures } from './erasure/ledger.ts';
import { eventHash, GENESIS_HASH, storableEvent } from './hash.ts';
import { claimIdempotencyKey, type IdempotencyClaim } from './idempotency.ts';
import { projectEvents } from './project-event.ts';
import type { ChainedEvent } from './projection/events.ts';
import { explainViolation, select, selectOne, transaction } from './sql.ts';

/** A declaration with everything resolved; the transaction gives it its key. */
export interface Declaration {
  incidentId: string;
  /** Now, ISO. */
  at: string;
  actor: Actor;
  data: Omit<EventData['incident.declared'], 'key'>;
  /** The caller's Idempotency-Key with a hash of the request; null = none was sent. */
  idempotency: IdempotencyClaim | null;
}

/**
 * Stores a new incident: reserves its key, writes the row, the first event and the idempotency key in one transaction. The same
 * Idempotency-Key answers the incident that is there (`created` false), also when both arrive at once; with another request it is an
 * `idempotency-mismatch`.
 */
export async function declareIncident(db: Database, declaration: Declaration): Promise<{ incidentId: string; state: IncidentState; created: boolean }> {
  const { incidentId, idempotency, data } = declaration;
  return transaction(db, async (tx) => {
    if (idempotency !== null) {
      const earlier = await claimIdempotencyKey(tx, { organizationId: data.organizationId, ...idempotency });
      if (earlier !== null) return { incidentId: earlier, state: await loadState(tx, earlier), created: false };
    }
    const key = await reserveKey(tx, data.project.id);
    const event = storableEvent({ incidentId, seq: 1, key: 'declare', kind: 'incident.declared', at: declaration.at, recordedAt: declaration.at, actor: declaration.actor, data: { ...data, key } } as const);
    const state = evolve(null, event);
    const batch = createBatch();
    projectEvents(batch, { before: null, after: state, chained: [{ event, prevHash: GENESIS_HASH, hash: eventHash(GENESIS_HASH, event) }] });
    if (idempotency !== null) batch.add((bind) => `update idempotency_keys set incident_id = ${bind(incidentId)} where organization_id = ${bind(data.organizationId)} and route = ${bind(idempotency.route)} and key = ${bind(idempotency.key)} returning key`);
    await batch.run(tx);
    return { incidentId, state, created: true };
  }).catch((error: unknown) => explainViolation(error, 'An incident with this id or key is there already.'));
}

/** The next free key of the project; numbers that a ticket system's keys took already are passed over. The row stays locked until the transaction ends. */
async function reserveKey(db: Database, projectId: string): Promise<string> {
  for (;;) {
    const row = await selectOne<{ key: string; taken: boolean }>(
      db,
      `with p as (update projects set next_number = next_number + 1 where id = $1 returning organization_id, key_prefix || '-' || (next_number - 1) as key)
       select p.key, exists (select 1 from incident_keys k where k.organization_id = p.organization_id and k.key = p.key) as taken from p`,
      [projectId],
    );
    if (row === null) throw new DomainError('unknown-reference', 'The project does not exist any more.', [{ pointer: '/project', detail: 'name another project' }]);
    if (!row.taken) return row.key;
  }
}

interface Head {
  state: IncidentState;
  version: number;
  hash: string;
}

/**
 * Appends events in one transaction: locks the incident, skips events that are there already (same seq and key), folds the rest into the
 * stored state, writes the projection and tells the listeners. `not-found` when there is no such incident; `conflict` when an event's seq
 * is taken by another key, its key by another seq, or a seq is missing in between.
 */
export async function appendEvents(db: Database, incidentId: string, events: readonly IncidentEvent[]): Promise<{ version: number; state: IncidentState; appended: number[] }> {
  return transaction(db, async (tx) => {
    const head = await lockHead(tx, incidentId);
    const sorted = events.map((e) => storableEvent(e)).sort((a, b) => a.seq - b.seq);
    await checkRepeated(tx, sorted.filter((e) => e.seq <= head.version));
    const unsealed = sorted.filter((e) => e.seq > head.version);
    const erasure = await prepareErasures(tx, incidentId, unsealed);
    const fresh = erasure?.events ?? unsealed;
    if (fresh.length === 0) return { version: head.version, state: head.state, appended: [] };
    const folded = foldOnto(head, fresh);
    const after = erasure?.clean(folded) ?? folded;
    const batch = createBatch();
    projectEvents(batch, { before: head.state, after, chained: chain(head.hash, fresh) });
    await batch.run(tx);
    await erasure?.apply(tx);
    return { version: after.version, state: after, appended: fresh.map((e) => e.seq) };
  }).catch((error: unknown) => explainViolation(error, 'An event, key or row of these events is there already under another number.'));
}

async function lockHead(db: Database, incidentId: string): Promise<Head> {
  const head = await selectOne<Head>(
    db,
    `select i.state, i.version, (select e.hash from events e where e.incident_id = i.id order by e.seq desc limit 1) as hash from incidents i where i.id = $1 for update of i`,
    [incidentId],
  );
  if (head === null) throw notFound(incidentId);
  return head;
}

async function checkRepeated(db: Database, events: readonly IncidentEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const rows = await select<{ seq: number; key: string }>(db, 'select seq, key from events where incident_id = $1 and seq = any($2::int[])', [first.incidentId, events.map((e) => e.seq)]);
  const stored = new Map(rows.map((r) => [r.seq, r.key]));
  const other = events.find((e) => stored.get(e.seq) !== e.key);
  if (other !== undefined) throw new DomainError('conflict', `Event ${other.seq} is “${stored.get(other.seq)}” already, not “${other.key}”: read the incident again and repeat the command.`);
}

function foldOnto(head: Head, fresh: readonly IncidentEvent[]): IncidentState {
  let state = head.state;
  for (const event of fresh) {
    if (event.seq !== state.version + 1) throw new DomainError('conflict', `Event ${event.seq} does not follow event ${state.version}: read the incident again and repeat the command.`);
    state = evolve(state, event);
  }
  return state;
}

/** The events with the hashes that chain them to the one before. */
export function chain(hashBefore: string, events: readonly IncidentEvent[]): ChainedEvent[] {
  let prevHash = hashBefore;
  return events.map((event) => {
    const hash = eventHash(prevHash, event);
    const link = { event, prevHash, hash };
    prevHash = hash;
    return link;
  });
}

/** The stored state of an incident, the fold of its ledger; `not-found` when there is none. */
export async function loadState(db: Database, incidentId: string): Promise<IncidentState> {
  const row = await selectOne<{ state: IncidentState }>(db, 'select state from incidents where id = $1', [incidentId]);
  if (row === null) throw notFound(incidentId);
  return row.state;
}

function notFound(incidentId: string): DomainError {
  return new DomainError('not-found', `There is no incident ${incidentId}.`);
}
