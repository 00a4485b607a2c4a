const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
const STEADY_MS = 60_000;

/**
 * How long to wait before a part that has died is started again, in milliseconds: 1 s after the first death, doubled
 * with each further one, never more than 30 s.
 */
export function backoffMs(deaths: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, Math.min(deaths, 10) - 1));
}

/** The count of deaths in a row after one more death: a part that had run for a minute starts counting anew. */
export function deathsInARow(before: number, ranForMs: number): number {
  return ranForMs >= STEADY_MS ? 1 : before + 1;
}
