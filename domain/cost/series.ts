import { calculatePrepared } from './calculate.ts';
import { prepareCostCase } from './prepare.ts';
import type { CostCase } from './types.ts';

/** The cost at one moment of a series; `total` in the currency's digits. */
export interface CostPoint {
  at: string;
  total: string;
}

const MOST_POINTS = 200;

/**
 * What the incident of a case had cost at evenly spread moments from `from` to `to` (ISO; both included), at most 200. Moments after the
 * case's `asOf` say what it would cost if roles that are still held went on. Throws like the calculation.
 */
export function costSeries(input: CostCase, { from, to, points }: { from: string; to: string; points: number }): CostPoint[] {
  const incident = prepareCostCase(input);
  const begin = Math.max(Date.parse(from), incident.reportedAt);
  const end = Math.max(Date.parse(to), begin);
  const steps = Math.max(1, Math.min(points, MOST_POINTS) - 1);
  const moments = [...new Set(Array.from({ length: steps + 1 }, (_, n) => begin + Math.round(((end - begin) * n) / steps)))];
  return moments.map((at) => ({ at: new Date(at).toISOString(), total: calculatePrepared({ ...incident, asOf: at }).total }));
}
