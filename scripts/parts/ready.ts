import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What `waitUntil` is told. */
export interface WaitOptions {
  readonly withinMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks again and again until the check answers true; false when the time is up. Throws the signal's reason when it is
 * aborted, and whatever the check throws.
 */
export async function waitUntil(check: () => Promise<boolean>, options: WaitOptions): Promise<boolean> {
  const { withinMs, everyMs = 100, signal } = options;
  const until = Date.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await check()) return true;
    if (Date.now() >= until) return false;
    await sleep(everyMs);
  }
}

/** True when the http address answers with a 2xx within two seconds. Leaves no connection behind. */
export function answersOk(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    // `agent: false`: a connection that is kept would hold up a server that waits for its connections when it stops.
    const request = get(address, { agent: false, timeout: 2_000 }, (answer) => {
      answer.resume();
      const status = answer.statusCode ?? 500;
      answer.once('close', () => resolve(status >= 200 && status < 300));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
    request.once('close', () => resolve(false));
  });
}
