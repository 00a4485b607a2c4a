import { ROLES } from '../incident/types.ts';
import { compare } from './decimal.ts';
import { type Interval, intersect, subtract, union } from './intervals.ts';
import { type PreparedPeriod, type RolePrice, periodAt, pricesOf } from './periods.ts';
import type { PreparedCase, PreparedPerson } from './prepare.ts';

const DAY_MS = 86_400_000;

/** Time of one person at one price (a role under rates and model of one period), in milliseconds: `engaged` held while active, `counted` after the later-day limit. */
export interface RoleTime {
  price: RolePrice;
  engaged: number;
  counted: number;
}
/** A stretch of an incident in which one period is in force. */
export interface PeriodStretch {
  period: PreparedPeriod;
  /** When the incident was active in it, cut to `[reportedAt, asOf]`. */
  active: Interval[];
}
interface Segment extends Interval {
  price: RolePrice;
}

/** When the incident was active, by the period in force; only periods that count roles. */
export function activeStretches({ stages, reportedAt, asOf, pricing: { periods } }: PreparedCase): PeriodStretch[] {
  const active = union(stages.flatMap(({ stage, from }, i) => (stage === 'active' ? [{ from: Math.max(from, reportedAt), to: Math.min(stages[i + 1]?.from ?? Infinity, asOf) }] : [])));
  if (periods.length === 1) return periods.flatMap((period) => (period.kind === 'roles' ? [{ period, active }] : []));
  const stretches = periods.map((period, i) => ({ period, active: intersect(active, [{ from: period.from, to: periods[i + 1]?.from ?? Infinity }]) }));
  return stretches.filter((s) => s.period.kind === 'roles' && s.active.length > 0);
}

/**
 * A person's engaged time by price. At each instant only the heaviest role counts, once. In every 24-hour window after the first (windows
 * start at `reportedAt`) at most the later-day hours count, the heaviest first.
 */
export function engagedTime(person: PreparedPerson, stretches: readonly PeriodStretch[], incident: PreparedCase): RoleTime[] {
  const segments: Segment[] = [];
  for (const { period, active } of stretches) {
    let covered: Interval[] = [];
    for (const price of pricesOf(period, person)) {
      const mine = union(person.roles.filter((held) => held.role === price.role));
      if (mine.length === 0) continue;
      const own = subtract(intersect(mine, active), covered);
      if (own.length === 0) continue;
      covered = union([...covered, ...own]);
      for (const { from, to } of own) segments.push({ from, to, price });
    }
  }
  segments.sort((a, b) => a.from - b.from);
  return limitLaterDays(segments, incident);
}

function limitLaterDays(segments: readonly Segment[], { reportedAt, pricing: { periods } }: PreparedCase): RoleTime[] {
  const times = new Map<RolePrice, RoleTime>();
  const timeOf = (price: RolePrice): RoleTime => {
    const known = times.get(price) ?? { price, engaged: 0, counted: 0 };
    times.set(price, known);
    return known;
  };
  const inWindow = new Map<RolePrice, number>();
  let window = 0;
  const closeWindow = (): void => {
    let left = window === 0 ? Infinity : periodAt(periods, reportedAt + window * DAY_MS).laterDayMs;
    for (const [price, held] of heaviestFirst(inWindow)) {
      const counted = Math.min(held, left);
      if (counted > 0) timeOf(price).counted += counted;
      left -= counted;
    }
    inWindow.clear();
  };
  for (const { price, from, to } of segments) {
    timeOf(price).engaged += to - from;
    for (let at = from; at < to;) {
      const index = Math.floor((at - reportedAt) / DAY_MS);
      if (index !== window) {
        closeWindow();
        window = index;
      }
      const windowStart = reportedAt + index * DAY_MS;
      const wholeDays = index > 0 && at === windowStart ? Math.floor((to - at) / DAY_MS) : 0;
      if (wholeDays > 0) {
        // Days held from end to end hold nothing else: counted at once, however many years they are.
        timeOf(price).counted += wholeDays * Math.min(DAY_MS, price.period.laterDayMs);
        at += wholeDays * DAY_MS;
        continue;
      }
      const end = Math.min(to, windowStart + DAY_MS);
      inWindow.set(price, (inWindow.get(price) ?? 0) + end - at);
      at = end;
    }
  }
  closeWindow();
  return [...times.values()];
}

/** By falling weight; equal ones by multiplier, then the later period, then as the roles are ordered: never by the order of input. */
function heaviestFirst(held: ReadonlyMap<RolePrice, number>): Iterable<[RolePrice, number]> {
  if (held.size <= 1) return held;
  const order = (a: RolePrice, b: RolePrice): number =>
    compare(b.weight, a.weight) || compare(b.multiplier, a.multiplier) || b.period.from - a.period.from || ROLES.indexOf(a.role) - ROLES.indexOf(b.role);
  return [...held].sort(([a], [b]) => order(a, b));
}
