import { CancellationScope } from '@temporalio/workflow';
import { replaceRefs } from '../../domain/incident/erase.ts';
import { evolve } from '../../domain/incident/evolve.ts';
import type { IncidentEvent, NewEvent } from '../../domain/incident/events.ts';
import { numbered } from '../../domain/incident/number.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import { database } from '../activities.ts';
import { now } from './clock.ts';
import { failureType } from './failures.ts';
import { createMutex } from './mutex.ts';

/** A change to be recorded. `decide` runs on the newest state, again when the database turned out to know more than we did. */
export interface Change {
  decide(state: IncidentState): NewEvent[];
  /** What follows from the events for the automation; recorded with them. */
  follow?(state: IncidentState, events: readonly IncidentEvent[]): NewEvent[];
  /** Prefix of the keys of events that carry none, unique in the incident. */
  key: string;
}

/** What was recorded: `version` can be read in the projection, `events` are those of `decide` (without what followed). */
export interface Recorded {
  version: number;
  events: IncidentEvent[];
}

/** The incident's state and the only way to change it. */
export interface Ledger {
  /** The newest state; changes that are on their way to the database included. */
  readonly state: IncidentState;
  /** The state that the database has, i.e. that activities read. */
  readonly stored: IncidentState;
  /** True when nothing is on its way to the database. */
  readonly isIdle: boolean;
  /** True when the database no longer has the incident: there is nothing left to own. */
  readonly isGone: boolean;
  /** Decides, records, and answers once the database has it. Throws what `decide` throws, and what the database refuses for good. */
  record(change: Change): Promise<Recorded>;
}

interface Entry {
  events: IncidentEvent[];
  after: IncidentState;
  alone: boolean;
  /** null = written. */
  resolve(refused: Refused | null): void;
}

/** Why a write was undone; `isOwn` false = only because it came together with, or after, one that the database refused. */
interface Refused {
  error: unknown;
  isOwn: boolean;
}

/** How often the database may refuse one change. */
const TRIES = 3;

/**
 * A ledger on a loaded state. Changes are folded at once and written in order; what comes up while a write is under way goes together in
 * the next. When the database refuses a write, the state is loaded again and every change that hung on it is decided anew, each alone.
 * Writes are plain activities, on purpose (see `databaseNow`).
 */
export function createLedger(incidentId: string, loaded: IncidentState, onStored: () => void): Ledger {
  let state = loaded;
  let stored = loaded;
  let queue: Entry[] = [];
  let isWriting = false;
  let isGone = false;
  const mutex = createMutex();

  function append(change: Change, alone: boolean): { decided: IncidentEvent[]; written: Promise<Refused | null> } {
    const recordedAt = now();
    const number = (events: NewEvent[], after: IncidentState, offset: number) =>
      numbered(events, { incidentId, version: after.version, recordedAt, keyOf: (_, n) => `${change.key}/${offset + n + 1}` });
    const decided = number(change.decide(state), state, 0);
    let after = decided.reduce(evolve, state);
    const followed = change.follow ? number(change.follow(after, decided), after, decided.length) : [];
    after = followed.reduce(evolve, after);
    state = after;
    const written = new Promise<Refused | null>((resolve) => {
      queue.push({ events: [...decided, ...followed], after, alone, resolve });
    });
    if (!isWriting) void writeAll();
    return { decided, written };
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (queue.length > 0) {
      const batch = nextBatch();
      try {
        const events = batch.flatMap((e) => e.events);
        if (events.length > 0) await write(incidentId, events);
        const erased = events.filter((e) => e.kind === 'person.erased');
        if (erased.length > 0) await mutex.run(() => refresh(erased.map((e) => e.data.personId)));
        else stored = batch.at(-1)?.after ?? stored;
        for (const entry of batch) entry.resolve(null);
      } catch (error) {
        await mutex.run(() => startOver(batch, error));
      }
      onStored();
    }
    isWriting = false;
  }

  function nextBatch(): Entry[] {
    const length = queue[0]?.alone ? 1 : queue.findIndex((e) => e.alone);
    const batch = queue.slice(0, length === -1 ? queue.length : length);
    queue = queue.slice(batch.length);
    return batch;
  }

  /** What the database erased from texts is only known to the database; what was decided meanwhile comes on top of it. */
  async function refresh(erasedIds: readonly string[]): Promise<void> {
    stored = (await nonCancellable(() => database.loadIncident.executeWithOptions({ summary: 'Load what was erased' }, [{ incidentId }]))).state;
    state = stored;
    for (const entry of queue) {
      entry.events = erasedIds.reduce((events, personId) => replaceRefs(events, personId), entry.events);
      entry.after = entry.events.reduce(evolve, state);
      state = entry.after;
    }
  }

  /** Everything after a refused write rests on a state that is not true; the database's is. */
  async function startOver(batch: readonly Entry[], error: unknown): Promise<void> {
    const loadedAgain = await nonCancellable(() => database.loadIncident.executeWithOptions({ summary: 'Load the state again' }, [{ incidentId }])).catch((reason: unknown) => {
      isGone = failureType(reason) === 'not-found';
      return null;
    });
    const failed = [...batch, ...queue];
    queue = [];
    if (loadedAgain) {
      state = loadedAgain.state;
      stored = loadedAgain.state;
    }
    for (const entry of failed) entry.resolve({ error, isOwn: batch.length === 1 && entry === batch[0] });
  }

  return {
    get state() {
      return state;
    },
    get stored() {
      return stored;
    },
    get isIdle() {
      return !isWriting && queue.length === 0;
    },
    get isGone() {
      return isGone;
    },
    async record(change) {
      let refusals = 0;
      for (let isAgain = false; ; isAgain = true) {
        const { decided, written } = await mutex.run(() => append(change, isAgain));
        const refused = await written;
        if (!refused) return { version: decided.at(-1)?.seq ?? stored.version, events: decided };
        if (refused.isOwn) refusals += 1;
        if (refusals === TRIES || isGone) throw refused.error;
      }
    },
  };
}

async function write(incidentId: string, events: IncidentEvent[]): Promise<void> {
  const summary = events.length === 1 ? `Record ${events[0]?.kind}` : `Record ${events.length} events`;
  await nonCancellable(() => database.recordEvents.executeWithOptions({ summary }, [{ incidentId, events }]));
}

/** A half-done write helps nobody: it is finished even when the workflow is being cancelled. */
function nonCancellable<T>(work: () => Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(work);
}
