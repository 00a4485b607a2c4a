import { isCancellation, log } from '@temporalio/workflow';
import { explain } from './failures.ts';

/** Work that nobody waits for. What fails for good after its policy is logged and otherwise forgotten: what matters is a step instead. */
export interface Background {
  /** Starts the work; `what` says in the log what failed, `group` lets others wait for work of one kind. */
  start(what: string, work: () => Promise<void>, group?: string): void;
  /** True when no work (of the group) is under way. */
  isIdle(group?: string): boolean;
}

/** An empty background; `wake` is called whenever a piece of work has ended. */
export function createBackground(wake: () => void): Background {
  const running = new Map<string, number>();
  const count = (group: string, by: number) => running.set(group, (running.get(group) ?? 0) + by);

  async function run(what: string, work: () => Promise<void>, group: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isCancellation(error)) log.warn(`${what} failed`, explain(error));
    }
    count(group, -1);
    wake();
  }
  return {
    start(what, work, group = 'other') {
      count(group, 1);
      void run(what, work, group);
    },
    isIdle(group) {
      if (group !== undefined) return (running.get(group) ?? 0) === 0;
      return [...running.values()].every((n) => n === 0);
    },
  };
}
