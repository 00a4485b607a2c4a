import { backoffMs, deathsInARow } from './backoff.ts';
import type { Part } from './part.ts';

/** Is told what happens to parts that die. */
export interface SupervisionReports {
  readonly died: (part: Part, how: string, againInMs: number) => void;
  readonly back: (part: Part) => void;
}

/** Keeps parts alive until it is told to let go. */
export interface Supervision {
  /** Stops restarting; parts are left as they are. */
  release(): void;
}

/**
 * Starts a part again each time it dies, after 1 s, 2 s, 4 s … 30 s, for as long as it takes; a part that had run for
 * a minute starts at 1 s again. A part that does not become ready counts as dead once more.
 */
export function supervise(parts: readonly Part[], reports: SupervisionReports): Supervision {
  let released = false;
  const timers = new Set<NodeJS.Timeout>();
  for (const part of parts) {
    let deaths = 0;
    const again = (how: string, ranForMs: number) => {
      if (released) return;
      deaths = deathsInARow(deaths, ranForMs);
      const wait = backoffMs(deaths);
      reports.died(part, how, wait);
      const timer = setTimeout(() => {
        timers.delete(timer);
        const since = Date.now();
        part.start().then(
          () => reports.back(part),
          (error: unknown) => again(firstLine(error), Date.now() - since),
        );
      }, wait);
      timers.add(timer);
    };
    part.onDeath((ending, ranForMs) => {
      again(ending.signal === null ? `exit code ${ending.code}` : `killed by ${ending.signal}`, ranForMs);
    });
  }
  return {
    release: () => {
      released = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
