/** Lets one caller at a time through, in the order of asking. Nothing but promises, so it behaves the same in a replay. */
export interface Mutex {
  /** Runs `work` when everybody who asked before is done; a failing `work` fails only its caller. */
  run<T>(work: () => T | Promise<T>): Promise<T>;
}

/** A free mutex. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
