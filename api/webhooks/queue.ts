import { DomainError } from '../../domain/errors.ts';
import { claimInbound, finishInbound, postponeInbound, storeInbound, type DueEvent, type InboundSource } from '../../models/inbound.ts';
import type { InboundFact } from '../../plugins/contract.ts';
import type { ApiDeps } from '../deps.ts';
import { reasonOf } from '../reason.ts';
import { carryOut, carryOutMessages, isMessage } from './carry-out.ts';

/** Another process takes an event over after this time. */
const LEASE_SECONDS = 60;
const AT_ONCE = 20;
const LOOK_EVERY_MS = 5_000;
const TRIES = 20;

/** What vendors told us, carried out once, in this process or, when it dies, in another. */
export interface InboundQueue {
  /** Stores an event and begins to carry it out; false when it was known. Rejects when it could not be stored: then the vendor is to send it again. */
  accept(source: InboundSource, eventId: string, facts: readonly InboundFact[]): Promise<boolean>;
  /** Resolves once nothing is under way in this process. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** What one process has in hand. */
interface Hands {
  deps: ApiDeps;
  underWay: Set<Promise<void>>;
  /** Events that are begun as soon as they are stored. */
  storing: number;
  /** More may wait in the database than was taken. */
  mayBeMore: boolean;
  looking: Promise<void> | null;
  isStopped: boolean;
}

const roomIn = ({ underWay, storing }: Hands): number => AT_ONCE - underWay.size - storing;

function begin(hands: Hands, events: readonly DueEvent[]): void {
  const work = handle(hands.deps, events).finally(() => {
    hands.underWay.delete(work);
    goOn(hands);
  });
  hands.underWay.add(work);
}

/** Not for each piece that is done: half of the hands are to be free. */
function goOn(hands: Hands): void {
  if (hands.mayBeMore && roomIn(hands) >= AT_ONCE / 2) look(hands);
}

function look(hands: Hands): void {
  if (hands.looking !== null || hands.isStopped) return;
  hands.looking = claim(hands).finally(() => {
    hands.looking = null;
    goOn(hands);
  });
}

async function claim(hands: Hands): Promise<void> {
  const limit = roomIn(hands);
  if (limit <= 0) return;
  const { db, logger } = hands.deps;
  hands.mayBeMore = false;
  try {
    const events = await claimInbound(db, { limit, leaseSeconds: LEASE_SECONDS });
    for (const piece of piecesOf(events)) begin(hands, piece);
    if (events.length === limit) hands.mayBeMore = true;
  } catch (error) {
    logger.warn({ reason: reasonOf(error) }, 'events of vendors cannot be read now; trying again');
  }
}

/** Starts looking for events that another process left behind. Some are carried out at a time; the others wait in the database, not in memory. */
export function startInboundQueue(deps: ApiDeps): InboundQueue {
  const hands: Hands = { deps, underWay: new Set(), storing: 0, mayBeMore: false, looking: null, isStopped: false };
  const timer = setInterval(() => look(hands), LOOK_EVERY_MS).unref();
  return {
    async accept(source, eventId, facts) {
      const hasRoom = roomIn(hands) > 0;
      if (hasRoom) hands.storing += 1;
      try {
        const event = await storeInbound(deps.db, source, { eventId, facts, leaseSeconds: hasRoom ? LEASE_SECONDS : 0 });
        if (event === null) return false;
        if (hasRoom) begin(hands, [event]);
        else hands.mayBeMore = true;
      } finally {
        if (hasRoom) hands.storing -= 1;
      }
      goOn(hands);
      return true;
    },
    async settled() {
      while (hands.underWay.size > 0 || hands.looking !== null) await Promise.all([hands.looking, ...hands.underWay]);
    },
    async stop() {
      hands.isStopped = true;
      clearInterval(timer);
      await hands.looking;
      await Promise.all(hands.underWay);
    },
  };
}

// Facts were made by a plugin of this product and stored as they were; their shape is the contract's.
const factsOf = ({ facts }: DueEvent): readonly InboundFact[] => facts as readonly InboundFact[];
const isOfMessages = (event: DueEvent): boolean => factsOf(event).every(isMessage);

/** Messages of one source together, everything else alone. */
function piecesOf(events: readonly DueEvent[]): DueEvent[][] {
  const keyOf = (event: DueEvent) => (isOfMessages(event) ? `${event.organizationId}/${event.projectId}/${event.pluginId}` : event.id);
  return [...Map.groupBy(events, keyOf).values()];
}

async function handle(deps: ApiDeps, events: readonly DueEvent[]): Promise<void> {
  try {
    await carryOutAll(deps, events);
    await finishInbound(deps.db, events.map(({ id }) => id));
  } catch (error) {
    // What is refused is the fault of one of them, and not to the harm of the others.
    const isOnesFault = events.length > 1 && isRefusal(error);
    for (const event of events) await (isOnesFault ? handle(deps, [event]) : settle(deps, event, error));
  }
}

const isRefusal = (error: unknown): boolean => error instanceof DomainError && error.code !== 'unavailable';

async function carryOutAll(deps: ApiDeps, events: readonly DueEvent[]): Promise<void> {
  const [source] = events;
  const given = events.flatMap((event) => factsOf(event).map((fact, index) => ({ fact, id: `${event.pluginId}/${event.eventId}/${index}` })));
  if (source === undefined) return;
  if (events.every(isOfMessages)) return carryOutMessages(deps, source, given.flatMap(({ fact, id }) => (isMessage(fact) ? [{ fact, id }] : [])));
  for (const one of given) await carryOut(deps, source, one);
}

/** What is refused for good is not tried again; an outage is, ever more slowly. */
async function settle({ db, logger, report }: ApiDeps, event: DueEvent, error: unknown): Promise<void> {
  const isFinal = isRefusal(error);
  const words = reasonOf(error);
  try {
    if (isFinal || event.attempt >= TRIES) {
      logger.warn({ reason: words, plugin: event.pluginId, eventId: event.eventId }, 'an event of a vendor was given up');
      if (!isFinal) report(error, { plugin: event.pluginId });
      await finishInbound(db, [event.id], words);
    } else {
      await postponeInbound(db, event.id, { seconds: Math.min(300, 2 ** event.attempt), error: words });
    }
  } catch (later) {
    logger.warn({ reason: reasonOf(later) }, 'an event of a vendor could not be settled; its lease ends and it is tried again');
  }
}
