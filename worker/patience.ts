import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../config/logger.ts';

/** How something that may be down is waited for. */
export interface Patience {
  /** What is tried, as a sentence says it, e.g. `connect to Temporal at localhost:7233`. */
  what: string;
  logger: Logger;
  signal: AbortSignal;
  /** Gives up after this long by throwing the last error; absent = never. */
  withinMs?: number;
}

const FIRST_MS = 200;
const LONGEST_MS = 10_000;
const SAID_EVERY_MS = 30_000;

/** Does it, again and again with growing pauses (0.2 to 10 s) until it works; says once what is missing, then every 30 s. Throws the signal's reason when aborted. */
export async function untilItWorks<T>(work: () => Promise<T>, { what, logger, signal, withinMs = Infinity }: Patience): Promise<T> {
  const began = Date.now();
  let saidAt = 0;
  for (let pause = FIRST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    signal.throwIfAborted();
    try {
      const result = await work();
      if (saidAt > 0) logger.info(`${what}: works now`);
      return result;
    } catch (error) {
      if (Date.now() - began + pause > withinMs) throw error;
      if (Date.now() - saidAt >= SAID_EVERY_MS) {
        logger.warn(`cannot ${what} yet (${error instanceof Error ? error.message : String(error)}); trying again by itself`);
        saidAt = Date.now();
      }
    }
    await sleep(pause, undefined, { signal });
  }
}
