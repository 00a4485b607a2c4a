/** How much longer something lasts, in milliseconds: in one of four cases less than `low`, in half of them less than `likely`, in one of four more than `high`. */
export interface RemainingTime {
  low: number;
  likely: number;
  high: number;
  /** How many past incidents it rests on; 0 = on none, but on the rule of thumb. */
  basedOn: number;
}

/** Fewer than these that lasted as long say too little. */
const ENOUGH = 8;

/**
 * How much longer an incident that is `elapsed` ms old stays active: the quartiles of what was still to come, at that age, in past incidents
 * that lasted longer (`durations`, ms). When fewer than eight did, the rule of J. R. Gott (Nature 363, 1993): half of all things last between a
 * third of their age and three times their age on, and as long again is as likely as not.
 */
export function remainingTime(durations: readonly number[], elapsed: number): RemainingTime {
  const rest = durations.filter((d) => d > elapsed).map((d) => d - elapsed).sort((a, b) => a - b);
  if (rest.length < ENOUGH) return { low: Math.round(elapsed / 3), likely: elapsed, high: elapsed * 3, basedOn: 0 };
  const at = (quarters: number): number => rest[Math.floor(((rest.length - 1) * quarters) / 4)] ?? elapsed;
  return { low: at(1), likely: at(2), high: at(3), basedOn: rest.length };
}
