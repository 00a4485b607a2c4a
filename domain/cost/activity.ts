import { type PreparedPeriod, periodAt } from './periods.ts';
import type { PreparedCase, PreparedPerson } from './prepare.ts';

/** Time of one person's activities of one kind while one period was in force, in milliseconds. */
export interface ActivityTime {
  kind: string;
  period: PreparedPeriod;
  counted: number;
}

/**
 * Each activity counts the response time of the model in force when it happened, cut to `asOf` and to the time in which activities count at
 * all. Where a person's activities overlap, the time belongs to the one that began first.
 */
export function activityTime(person: PreparedPerson, { asOf, pricing: { periods } }: PreparedCase): ActivityTime[] {
  const sorted = [...person.activities].sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1));
  const times = new Map<PreparedPeriod, Map<string, number>>();
  let paidUntil = -Infinity;
  for (const { kind, at } of sorted) {
    const { kind: model, activityKinds, responseMs } = periodAt(periods, at);
    if (model !== 'activity' || activityKinds?.has(kind) === false) continue;
    const end = Math.min(at + responseMs, asOf);
    const begin = Math.max(at, paidUntil);
    if (end <= begin) continue;
    paidUntil = end;
    for (const { period, ms } of byPeriod(periods, begin, end)) {
      const kinds = times.get(period) ?? new Map<string, number>();
      times.set(period, kinds.set(kind, (kinds.get(kind) ?? 0) + ms));
    }
  }
  return [...times].flatMap(([period, kinds]) => [...kinds].map(([kind, counted]) => ({ kind, period, counted })));
}

/** A stretch of time cut at the changes of rates and model, without the parts in which activities do not count. */
function byPeriod(periods: readonly PreparedPeriod[], begin: number, end: number): { period: PreparedPeriod; ms: number }[] {
  const parts = periods.map((period, i) => ({ period, ms: Math.min(end, periods[i + 1]?.from ?? Infinity) - Math.max(begin, period.from) }));
  return parts.filter(({ period, ms }) => ms > 0 && period.kind === 'activity');
}
