/** Slows guessing: after some free failures the wait doubles with each further one. */
export interface Throttle {
  /** Milliseconds until the next try is looked at; 0 = now. */
  wait(key: string): number;
  /** Counts a failed try. */
  failed(key: string): void;
  /** Forgets the failures of a key after it succeeded. */
  succeeded(key: string): void;
}

interface Rules {
  /** Failures before the first wait. */
  free: number;
  /** First wait in ms; doubles each time. */
  firstMs: number;
  /** Longest wait in ms; failures are forgotten after it has passed twice. */
  longestMs: number;
  now?: () => number;
}

const MOST_KEYS = 20_000;

/** A throttle of this process's memory; holds at most 20,000 keys and forgets the oldest first. */
export function createThrottle({ free, firstMs, longestMs, now = Date.now }: Rules): Throttle {
  const keys = new Map<string, { count: number; lastAt: number }>();
  const fresh = (key: string): { count: number; lastAt: number } => {
    const known = keys.get(key);
    return known && now() - known.lastAt <= longestMs * 2 ? known : { count: 0, lastAt: 0 };
  };
  return {
    wait(key) {
      const { count, lastAt } = fresh(key);
      if (count < free) return 0;
      const pause = Math.min(longestMs, firstMs * 2 ** Math.min(30, count - free));
      return Math.max(0, lastAt + pause - now());
    },
    failed(key) {
      const { count } = fresh(key);
      keys.delete(key);
      keys.set(key, { count: count + 1, lastAt: now() });
      const oldest = keys.size > MOST_KEYS ? keys.keys().next().value : undefined;
      if (oldest !== undefined) keys.delete(oldest);
    },
    succeeded(key) {
      keys.delete(key);
    },
  };
}
