import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { mayView, type AccessFacts, type Viewer } from '../domain/access.ts';
import type { Database } from '../models/connect.ts';
import { listen } from '../models/listen.ts';
import { changesAfter, changesAt, keptPositions, lastPosition, type StoredChange, type ToldChange } from '../models/live.ts';
import { accessFactsOf } from '../models/read/find-incident.ts';
import { reasonOf } from './reason.ts';

/** Somebody who listens. `send` is called with changes that the viewer may know of, oldest first; `position` is the place to resume after. */
export interface Listener {
  viewer: Viewer;
  /** Session token behind the stream; null when authentication is off. */
  tokenId: string | null;
  send(change: ToldChange): void;
  /** Something that the listener was told of is hidden from them now: everything must be read anew. Says no more than that. */
  reset(position: number): void;
  /** Looks up who the viewer is now; resolves when that is known. */
  recheck(): Promise<void>;
  /** Nothing will be sent any more: the process stops or the session ended. */
  end(): void;
}

/** Tells listeners what changed, whoever changed it, in this process or another. */
export interface LiveHub {
  /** Begins listening; the returned function ends it. */
  join(listener: Listener): () => void;
  /** The changes after a position that the viewer may know of, with an overlap of 10 s; `complete` false = some are gone, so everything must be read anew. */
  missed(viewer: Viewer, position: number): Promise<{ changes: ToldChange[]; complete: boolean }>;
  /** Ends the streams of a session or API token in this process; the others hear of it by a change of topic `sessions`. */
  endSession(tokenId: string): void;
  /** How many listen in this process. */
  listening(): number;
  /** The newest position. */
  position(): Promise<number>;
  close(): Promise<void>;
}

const GATHER_MS = 5;
const MOST_RESUMED = 2_000;
const MOST_FACTS = 20_000;
const CHANGES_ACCESS = new Set<string>(['incident', 'participants', 'access']);

interface Hub {
  db: Database;
  logger: Logger;
  listeners: Set<Listener>;
  facts: Map<string, AccessFacts>;
  /** Positions that were notified and not yet read. */
  waiting: number[];
  timer: NodeJS.Timeout | null;
  /** The newest position that was sent on; where reading goes on after the connection was lost. */
  seen: number;
}

// Facts are read anew when the incident or its participants changed, so a cached one is never older than the change that made it old.
async function factsFor(hub: Hub, changes: readonly StoredChange[]): Promise<Map<string, AccessFacts>> {
  for (const { incidentId, topic } of changes) if (incidentId !== null && CHANGES_ACCESS.has(topic)) hub.facts.delete(incidentId);
  const unknown = [...new Set(changes.flatMap(({ incidentId }) => (incidentId !== null && !hub.facts.has(incidentId) ? [incidentId] : [])))];
  if (hub.facts.size + unknown.length > MOST_FACTS) hub.facts.clear();
  if (unknown.length > 0) for (const [id, facts] of await accessFactsOf(hub.db, unknown)) hub.facts.set(id, facts);
  return hub.facts;
}

function mayKnow(viewer: Viewer, change: StoredChange, facts: Map<string, AccessFacts>): change is ToldChange {
  if (change.organizationId !== viewer.organizationId || change.topic === 'sessions' || change.topic === 'access') return false;
  if (change.incidentId === null) return true;
  const incident = facts.get(change.incidentId);
  return incident !== undefined && mayView(viewer, incident);
}

// Whoever may see the incident all the same has lost nothing.
function lostSight(viewer: Viewer, { topic, organizationId, incidentId, entityId }: StoredChange, facts: Map<string, AccessFacts>): boolean {
  if (topic !== 'access' || organizationId !== viewer.organizationId || incidentId === null) return false;
  if (entityId !== null && entityId !== viewer.personId) return false;
  const incident = facts.get(incidentId);
  return incident === undefined || !mayView(viewer, incident);
}

// An open stream must not go on with an access level that its person has lost.
async function recheckChanged({ listeners }: Hub, changes: readonly StoredChange[]): Promise<void> {
  const changed = new Set(changes.filter((c) => c.topic === 'settings').map((c) => c.entityId));
  await Promise.all([...listeners].filter((l) => changed.has(l.viewer.personId)).map((l) => l.recheck()));
}

function endSession({ listeners }: Hub, tokenId: string): void {
  for (const listener of listeners) if (listener.tokenId === tokenId) listener.end();
}

async function deliver(hub: Hub, changes: readonly StoredChange[]): Promise<void> {
  if (changes.length === 0) return;
  hub.seen = Math.max(hub.seen, ...changes.map((c) => c.position));
  const facts = await factsFor(hub, changes);
  for (const { topic, entityId } of changes) if (topic === 'sessions' && entityId !== null) endSession(hub, entityId);
  await recheckChanged(hub, changes);
  for (const listener of hub.listeners) {
    for (const change of changes) {
      if (mayKnow(listener.viewer, change, facts)) listener.send(change);
      else if (lostSight(listener.viewer, change, facts)) listener.reset(change.position);
    }
  }
}

async function flush(hub: Hub): Promise<void> {
  const positions = hub.waiting;
  hub.waiting = [];
  // Nobody listens: it is enough to know how far things went, and that what was known about access may be old.
  if (hub.listeners.size === 0) {
    hub.seen = Math.max(hub.seen, ...positions);
    hub.facts.clear();
    return;
  }
  try {
    await deliver(hub, await changesAt(hub.db, positions));
  } catch (error) {
    hub.logger.warn({ reason: reasonOf(error) }, 'live changes could not be read; they are read again');
    hub.facts.clear();
    hub.waiting.push(...positions);
    schedule(hub, 500);
  }
}

// Positions come in bursts, one a row; they are read together, and never two readings at once, so that order is kept.
function schedule(hub: Hub, ms: number): void {
  hub.timer ??= setTimeout(() => {
    void flush(hub).finally(() => {
      hub.timer = null;
      if (hub.waiting.length > 0) schedule(hub, GATHER_MS);
    });
  }, ms);
}

async function catchUp(hub: Hub): Promise<void> {
  hub.facts.clear();
  const from = hub.seen;
  try {
    const organizations = new Set([...hub.listeners].map((l) => l.viewer.organizationId));
    for (const organizationId of organizations) await deliver(hub, await changesAfter(hub.db, { organizationId, position: from, limit: MOST_RESUMED }));
  } catch (error) {
    hub.logger.warn({ reason: reasonOf(error) }, 'live changes that were missed could not be read');
    setTimeout(() => void catchUp(hub), 1_000).unref();
  }
}

async function missed(hub: Hub, viewer: Viewer, position: number): Promise<{ changes: ToldChange[]; complete: boolean }> {
  const kept = await keptPositions(hub.db);
  const changes = await changesAfter(hub.db, { organizationId: viewer.organizationId, position, limit: MOST_RESUMED });
  const facts = await factsFor(hub, changes);
  // Old changes are removed from the front, so nothing is missing when the place asked for is not before the first one kept.
  const complete = changes.length < MOST_RESUMED && kept !== null && position >= kept.first - 1 && position <= kept.last && !changes.some((change) => change.position > position && lostSight(viewer, change, facts));
  return { changes: changes.filter((change): change is ToldChange => mayKnow(viewer, change, facts)), complete };
}

// A database that is down when the process starts is waited for, so that the rest of the API can say so.
async function begin(hub: Hub, isClosed: () => boolean): Promise<{ close(): Promise<void> } | null> {
  for (let pause = 250; !isClosed(); pause = Math.min(pause * 2, 10_000)) {
    try {
      const listening = await listen(hub.db, {
        onPosition(position) {
          if (!Number.isSafeInteger(position)) return;
          hub.waiting.push(position);
          schedule(hub, GATHER_MS);
        },
        onReconnect: () => void catchUp(hub),
        onError: (error) => hub.logger.warn({ reason: reasonOf(error) }, 'the live connection to the database was lost; connecting again'),
      });
      if (hub.seen === 0) hub.seen = await lastPosition(hub.db);
      else await catchUp(hub);
      return listening;
    } catch (error) {
      hub.logger.warn({ reason: reasonOf(error) }, 'live changes cannot be listened for yet; trying again');
      await sleep(pause);
    }
  }
  return null;
}

/** Begins listening to the database, with patience when it is down; `ready` resolves when changes arrive. */
export function createLiveHub(db: Database, logger: Logger): LiveHub & { ready: Promise<void> } {
  const hub: Hub = { db, logger, listeners: new Set(), facts: new Map(), waiting: [], timer: null, seen: 0 };
  let isClosed = false;
  const beginning = begin(hub, () => isClosed);
  return {
    ready: beginning.then(() => undefined),
    join(listener) {
      hub.listeners.add(listener);
      return () => hub.listeners.delete(listener);
    },
    missed: (viewer, position) => missed(hub, viewer, position),
    endSession: (tokenId) => endSession(hub, tokenId),
    listening: () => hub.listeners.size,
    position: () => lastPosition(db),
    async close() {
      isClosed = true;
      for (const listener of hub.listeners) listener.end();
      if (hub.timer !== null) clearTimeout(hub.timer);
      await (await beginning)?.close();
    },
  };
}
