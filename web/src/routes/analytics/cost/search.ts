import { type IncidentSearch, readIncidentSearch } from '../../incidents/search.ts';

/** What the cost page shows, as its address says it: the filters of the list of incidents, how far back, and which currency. */
export type CostSearch = Omit<IncidentSearch, 'sort' | 'group' | 'peek'> & { period?: string; currency?: string; ahead?: string };

/** How far back costs are shown, with the words for it; `days` null = everything. */
export const PERIODS = [
  { value: '30d', label: 'Last 30 days', days: 30 },
  { value: '90d', label: 'Last 90 days', days: 90 },
  { value: '12m', label: 'Last 12 months', days: 365 },
  { value: 'all', label: 'Everything', days: null },
] as const;
/** Shown unless the address says otherwise. */
export const DEFAULT_PERIOD = PERIODS[2];

/** Reads the page's address; what is unknown or empty is dropped. */
export function readCostSearch(search: Record<string, unknown>): CostSearch {
  const { sort: _sort, group: _group, peek: _peek, ...result } = readIncidentSearch(search);
  const texts = ['period', 'currency', 'ahead'].flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : []));
  return { ...result, ...(Object.fromEntries(texts) as Pick<CostSearch, 'period' | 'currency' | 'ahead'>) };
}

const DAY = 86_400_000;

/** The API's filters of an address. Times are cut to the hour, so that the same page asks the same question for a while. */
export function filtersOf(search: CostSearch, now: number): Record<string, string | undefined> {
  const { period, currency: _currency, ahead: _ahead, ...filters } = search;
  const { days } = PERIODS.find(({ value }) => value === period) ?? DEFAULT_PERIOD;
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  return { ...filters, reportedAfter: days === null ? undefined : new Date(hour - days * DAY).toISOString() };
}
