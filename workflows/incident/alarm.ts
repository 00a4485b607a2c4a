import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { between } from '../../domain/time.ts';
import { now } from './clock.ts';

/** One timer that rings at the earliest time of interest. */
export interface Alarm {
  /** Makes the alarm ring at `at` (ISO; past = at once), showing `summary` in Temporal's UI; null = not at all. Asking for what is set changes nothing. */
  set(wish: { at: string; summary: string } | null): void;
}

/** An alarm that calls `ring` when its time has come. Keeping the timer while nothing changes keeps it out of the history. */
export function createAlarm(ring: () => void): Alarm {
  let current: { at: string; summary: string; scope: CancellationScope } | null = null;

  async function wait(alarm: { at: string; summary: string; scope: CancellationScope }): Promise<void> {
    try {
      await alarm.scope.run(() => sleep(Math.max(1, between(now(), alarm.at)), { summary: alarm.summary }));
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
    if (current !== alarm) return;
    current = null;
    ring();
  }
  return {
    set(wish) {
      if (wish?.at === current?.at && wish?.summary === current?.summary) return;
      const before = current;
      current = wish && { ...wish, scope: new CancellationScope() };
      before?.scope.cancel();
      if (current) void wait(current);
    },
  };
}
