/** A half-open stretch of time `[from, to)` in milliseconds since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The same instants as sorted, disjoint, non-empty intervals; touching ones are joined. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((i) => i.from < i.to).sort((a, b) => a.from - b.from);
  const joined: Interval[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    if (last === undefined || next.from > last.to) joined.push(next);
    else if (next.to > last.to) joined[joined.length - 1] = { from: last.from, to: next.to };
  }
  return joined;
}

/** The instants that are in both; both must be sorted and disjoint. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  let j = 0;
  for (const one of a) {
    while (j < b.length && (b[j]?.to ?? 0) <= one.from) j += 1;
    for (let k = j; k < b.length; k += 1) {
      const other = b[k];
      if (other === undefined || other.from >= one.to) break;
      common.push({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) });
    }
  }
  return common;
}

/** The instants of `a` that are not in `b`; both must be sorted and disjoint. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let j = 0;
  for (const one of a) {
    let from = one.from;
    while (j < b.length && (b[j]?.to ?? 0) <= from) j += 1;
    for (let k = j; k < b.length; k += 1) {
      const other = b[k];
      if (other === undefined || other.from >= one.to) break;
      if (other.from > from) rest.push({ from, to: other.from });
      from = Math.max(from, other.to);
    }
    if (from < one.to) rest.push({ from, to: one.to });
  }
  return rest;
}
