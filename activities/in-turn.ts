/** Does the work after everything this process does under the same key has ended. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Turns by key: a step that is tried again must not overtake its own earlier try, which may still be talking to a vendor. */
export function createInTurn(): InTurn {
  const running = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = running.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    running.set(key, mine);
    try {
      return await mine;
    } finally {
      if (running.get(key) === mine) running.delete(key);
    }
  };
}
