import { DomainError } from '../../domain/errors.ts';
import { claimInbound, finishInbound, postponeInbound, storeInbound, type DueEvent, type InboundSource } from '../../models/inbound.ts';
import type { InboundFact } from '../../plugins/contract.ts';
import type { ApiDeps } from '../deps.ts';
import { reasonOf } from '../reason.ts';
import { carryOut } from './carry-out.ts';

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

/** Starts looking for events that another process left behind. */
export function startInboundQueue(deps: ApiDeps): InboundQueue {
  const underWay = new Set<Promise<void>>();
  const begin = (event: DueEvent): void => {
    const work = handle(deps, event).finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const look = async (): Promise<void> => {
    if (underWay.size >= AT_ONCE) return;
    try {
      for (const event of await claimInbound(deps.db, { limit: AT_ONCE - underWay.size, leaseSeconds: LEASE_SECONDS })) begin(event);
    } catch (error) {
      deps.logger.warn({ reason: reasonOf(error) }, 'events of vendors cannot be read now; trying again');
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();
  return {
    async accept(source, eventId, facts) {
      const event = await storeInbound(deps.db, source, { eventId, facts, leaseSeconds: LEASE_SECONDS });
      if (event !== null) begin(event);
      return event !== null;
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function handle(deps: ApiDeps, event: DueEvent): Promise<void> {
  try {
    // Facts were made by a plugin of this product and stored as they were; their shape is the contract's.
    for (const [index, fact] of (event.facts as readonly InboundFact[]).entries()) await carryOut(deps, event, { fact, id: `${event.pluginId}/${event.eventId}/${index}` });
    await finishInbound(deps.db, event.id);
  } catch (error) {
    await settle(deps, event, error);
  }
}

/** What is refused for good is not tried again; an outage is, ever more slowly. */
async function settle({ db, logger, report }: ApiDeps, event: DueEvent, error: unknown): Promise<void> {
  const isFinal = error instanceof DomainError && error.code !== 'unavailable';
  const words = reasonOf(error);
  try {
    if (isFinal || event.attempt >= TRIES) {
      logger.warn({ reason: words, plugin: event.pluginId, eventId: event.eventId }, 'an event of a vendor was given up');
      if (!isFinal) report(error, { plugin: event.pluginId });
      await finishInbound(db, event.id, words);
    } else {
      await postponeInbound(db, event.id, { seconds: Math.min(300, 2 ** event.attempt), error: words });
    }
  } catch (later) {
    logger.warn({ reason: reasonOf(later) }, 'an event of a vendor could not be settled; its lease ends and it is tried again');
  }
}
