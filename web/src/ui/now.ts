import { useSyncExternalStore } from 'react';

type Clock = { read: () => number; subscribe: (listener: () => void) => () => void };
const clocks = new Map<number, Clock>();

function createClock(step: number): Clock {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    read: () => now,
    subscribe(listener) {
      listeners.add(listener);
      // After a time without readers the clock stands; the first new reader starts it at the present.
      if (timer === undefined) {
        now = Date.now();
        timer = setInterval(tick, step);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

/** The current time in milliseconds, renewed every `step` milliseconds; all readers of one step share one timer, so they move together. */
export function useNow(step = 10_000): number {
  let clock = clocks.get(step);
  if (!clock) {
    clock = createClock(step);
    clocks.set(step, clock);
  }
  return useSyncExternalStore(clock.subscribe, clock.read);
}
