import { type Exact, ZERO, add, compare, divide, multiply, whole } from './decimal.ts';

/** The value below which the share `numerator / denominator` of the sorted values lies, between two neighbours in proportion (Hyndman and Fan's type 7); 0 of none. */
export function quantile(sorted: readonly Exact[], { numerator, denominator }: { numerator: number; denominator: number }): Exact {
  const place = (sorted.length - 1) * numerator;
  const below = Math.floor(place / denominator);
  const low = sorted[below];
  if (low === undefined) return ZERO;
  const high = sorted[below + 1] ?? low;
  const share = divide(whole(place - below * denominator), whole(denominator));
  return add(low, multiply(subtract(high, low), share));
}

/** A copy in rising order. */
export function rising(values: readonly Exact[]): Exact[] {
  return [...values].sort(compare);
}

/** `a − b`. */
export function subtract(a: Exact, b: Exact): Exact {
  return add(a, { n: -b.n, d: b.d });
}
