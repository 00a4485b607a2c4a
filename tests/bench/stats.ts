/** Median, 99th percentile and count of durations in milliseconds; nearest-rank percentiles. */
export interface Summary {
  count: number;
  median: number;
  p99: number;
}

/** Summarizes durations; throws when there are none. */
export function summarize(durations: readonly number[]): Summary {
  if (durations.length === 0) throw new Error('nothing was measured');
  const sorted = durations.toSorted((a, b) => a - b);
  const rank = (p: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
  return { count: sorted.length, median: rank(0.5), p99: rank(0.99) };
}

/** Times `work` `times` times, one after another, after `warmUp` untimed calls. */
export async function timeEach(times: number, work: (n: number) => Promise<unknown>, warmUp = 3): Promise<Summary> {
  for (let n = 0; n < warmUp; n += 1) await work(-1 - n);
  const durations: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const begin = performance.now();
    await work(n);
    durations.push(performance.now() - begin);
  }
  return summarize(durations);
}
