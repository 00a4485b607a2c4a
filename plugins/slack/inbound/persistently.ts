import { setTimeout as sleep } from 'node:timers/promises';

const PAUSES_MS = [500, 2_000, 5_000];

/**
 * Does work for somebody who was acknowledged already and waits: what fails because Slack or we are away for a moment is tried again, so that
 * nobody waits for nothing. Safe to repeat, because acts are carried out once by their id. Rejects with the last error.
 */
export async function persistently(work: () => Promise<void>): Promise<void> {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await sleep(pause);
    }
  }
  return work();
}

function isPassing(error: unknown): boolean {
  const kind: unknown = error instanceof Error ? Reflect.get(error, 'kind') : null;
  return kind === 'unavailable' || kind === 'rate-limited' || (error instanceof Error && (error.name === 'TimeoutError' || error.message === 'fetch failed'));
}
