import { minorDigits } from './currency.ts';
import { type Exact, ZERO, add, exact, roundHalfUp } from './decimal.ts';
import { quantile, rising, subtract } from './quantiles.ts';

/** A range of money: decimal texts in the currency's own digits. */
export interface Range {
  low: string;
  likely: string;
  high: string;
}

/** What a forecast is made from; all amounts are decimal texts of one currency. */
export interface ForecastInput {
  currency: string;
  /** Cost so far of the incidents that were reported in the period. */
  soFar: string;
  /** What each incident of the period that is still open may cost in the end, at least as much as it has cost by now. */
  open: readonly { now: string; low: string; likely: string; high: string }[];
  /** What the incidents reported on each past day cost, oldest first, days without one as `0`; without today. */
  daily: readonly string[];
  /** Whole days of the period that are still to come, today included. */
  daysLeft: number;
  /** Incidents behind `daily`. */
  incidents: number;
}

/** A forecast of one period. `coming` null = the past is too short to say anything about new incidents, and `total` leaves them out. */
export interface Forecast {
  soFar: string;
  open: Range;
  coming: Range | null;
  total: Range;
  /** Days of the past that `coming` rests on. */
  historyDays: number;
  /** How many stretches of `daysLeft` days the past was cut into; they overlap. */
  stretches: number;
}

/** The past must hold the stretch that is still to come at least this many times over, and so many incidents. */
const TIMES = 2;
const FEWEST_INCIDENTS = 10;
const FEWEST_DAYS = 28;

interface ExactRange {
  low: Exact;
  likely: Exact;
  high: Exact;
}
const NOTHING: ExactRange = { low: ZERO, likely: ZERO, high: ZERO };

/**
 * What the incidents of a period will have cost at its end: what they cost now, what the open ones still add, and what new ones bring. New ones
 * are read from the past without any assumption about its shape: every stretch of as many days as are left is summed, and `low`, `likely` and
 * `high` are the sums that one in ten, half, and nine in ten of the stretches stay under. Low and high ends are added up, so the total's range
 * errs on the wide side.
 */
export function forecastCost(input: ForecastInput): Forecast {
  const digits = minorDigits(input.currency);
  const soFar = decimal(input.soFar);
  const open = input.open.map(({ now, ...range }) => less(toExact(range), decimal(now))).reduce(plus, NOTHING);
  const coming = comingRange(input);
  const total = plus(plus({ low: soFar, likely: soFar, high: soFar }, open), coming ?? NOTHING);
  const shown = ({ low, likely, high }: ExactRange): Range => ({ low: roundHalfUp(low, digits), likely: roundHalfUp(likely, digits), high: roundHalfUp(high, digits) });
  return {
    soFar: roundHalfUp(soFar, digits),
    open: shown(open),
    coming: coming === null ? null : shown(coming),
    total: shown(total),
    historyDays: input.daily.length,
    stretches: coming === null || input.daysLeft === 0 ? 0 : input.daily.length - input.daysLeft + 1,
  };
}

function comingRange({ daily, daysLeft, incidents }: ForecastInput): ExactRange | null {
  if (daysLeft <= 0) return NOTHING;
  if (daily.length < Math.max(FEWEST_DAYS, daysLeft * TIMES) || incidents < FEWEST_INCIDENTS) return null;
  const sums = rising(stretchSums(daily.map(decimal), daysLeft));
  return { low: quantile(sums, { numerator: 1, denominator: 10 }), likely: quantile(sums, { numerator: 1, denominator: 2 }), high: quantile(sums, { numerator: 9, denominator: 10 }) };
}

function stretchSums(days: readonly Exact[], length: number): Exact[] {
  let sum = days.slice(0, length).reduce(add, ZERO);
  const sums = [sum];
  for (let end = length; end < days.length; end += 1) {
    sum = subtract(add(sum, days[end] ?? ZERO), days[end - length] ?? ZERO);
    sums.push(sum);
  }
  return sums;
}

function decimal(text: string): Exact {
  return exact(text) ?? ZERO;
}

function toExact({ low, likely, high }: Range): ExactRange {
  return { low: decimal(low), likely: decimal(likely), high: decimal(high) };
}

function less({ low, likely, high }: ExactRange, by: Exact): ExactRange {
  return { low: subtract(low, by), likely: subtract(likely, by), high: subtract(high, by) };
}

function plus(a: ExactRange, b: ExactRange): ExactRange {
  return { low: add(a.low, b.low), likely: add(a.likely, b.likely), high: add(a.high, b.high) };
}
