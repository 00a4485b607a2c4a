import type { Viewer } from '../../../domain/access.ts';
import { costAtEnd, costOfNextHour } from '../../../domain/cost/ahead.ts';
import { minorDigits } from '../../../domain/cost/currency.ts';
import { add, exact, roundHalfUp, ZERO } from '../../../domain/cost/decimal.ts';
import { forecastCost } from '../../../domain/cost/forecast.ts';
import { remainingTime } from '../../../domain/cost/remaining-time.ts';
import type { CostCase } from '../../../domain/cost/types.ts';
import { activeMilliseconds } from '../../../domain/cost/windows.ts';
import { costCasesOf } from '../../../models/cost/cases.ts';
import type { Database } from '../../../models/connect.ts';
import { costAnalytics } from '../../../models/read/cost-analytics.ts';
import { activeDurations, calendarPeriod, costPast, openIncidents, type CostPast, type OpenIncident } from '../../../models/read/cost-outlook.ts';
import { sqlState } from '../../../models/sql.ts';
import { COST_DIMENSIONS } from '../../contract/cost.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call, Handlers } from '../../http/handler.ts';
import { invalidRequest } from '../../http/problem.ts';
import { checkNames } from '../check-names.ts';
import { STAGES, VISIBILITIES } from '../../../domain/incident/types.ts';

type Routes = (typeof routes)['cost'];
type InCurrency = Answer<Routes['forecast']>['currencies'][number];

/** Open incidents that are looked ahead at one by one; beyond that a forecast says how many it left out. */
const MOST_OPEN = 200;

/** Runs a query whose zone may be unknown to PostgreSQL: that is the caller's mistake. */
async function inZone<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    // SQLSTATE 22023: invalid_parameter_value, here only ever the time zone.
    if (sqlState(error) === '22023') throw invalidRequest([{ pointer: 'query:timeZone', detail: 'is not a time zone that is known, e.g. Europe/Berlin or UTC' }]);
    throw error;
  }
}

async function analytics({ deps, viewer, query }: Call<Routes['analytics']>) {
  const { by, timeZone, ...filter } = query;
  checkNames('by', by, COST_DIMENSIONS);
  checkNames('stage', filter.stage, STAGES);
  checkNames('visibility', filter.visibility, VISIBILITIES);
  const wanted = by === undefined || by.length === 0 ? COST_DIMENSIONS : COST_DIMENSIONS.filter((d) => by.some((one) => one.toLowerCase() === d));
  const found = await inZone(() => costAnalytics(deps.db, viewer, { filter, zone: timeZone, by: wanted }));
  return { asOf: new Date().toISOString(), ...found };
}

async function forecast({ deps, viewer, query }: Call<Routes['forecast']>) {
  const { period: kind, timeZone: zone, ...filter } = query;
  checkNames('visibility', filter.visibility, VISIBILITIES);
  const at = new Date().toISOString();
  const period = await inZone(() => calendarPeriod(deps.db, kind, { at, zone }));
  const scope = { filter, zone, period };
  const [past, open] = await Promise.all([costPast(deps.db, viewer, { ...scope, at }), openIncidents(deps.db, viewer, { ...scope, limit: MOST_OPEN })]);
  const ahead = await lookAhead(deps.db, viewer, { open: open.data, at });
  const currencies = past.map((one) => inCurrency(one, ahead.filter((a) => a.currency === one.currency), { daysLeft: period.daysLeft, openIncidents: open.number[one.currency] ?? 0 }));
  return { period: { kind, ...period }, asOf: at, currencies, earlierOpen: open.earlier };
}

interface Ahead {
  currency: string | null;
  now: string;
  low: string;
  likely: string;
  high: string;
  perHour: string;
}

function inCurrency({ currency, soFar, incidents, daily, historyIncidents }: CostPast, ahead: readonly Ahead[], left: { daysLeft: number; openIncidents: number }): InCurrency {
  const { stretches, historyDays, ...ranges } = forecastCost({ currency, soFar, open: ahead, daily, daysLeft: left.daysLeft, incidents: historyIncidents });
  const perHour = ahead.reduce((sum, one) => add(sum, exact(one.perHour) ?? ZERO), ZERO);
  const open = { ...ranges.open, incidents: left.openIncidents, leftOut: left.openIncidents - ahead.length, perHour: roundHalfUp(perHour, minorDigits(currency)) };
  return { currency, incidents, ...ranges, open, historyDays, historyIncidents, stretches };
}

/** What each open incident may cost in the end, by how long incidents of its severity that had lasted as long went on. */
async function lookAhead(db: Database, viewer: Viewer, { open, at }: { open: readonly OpenIncident[]; at: string }): Promise<Ahead[]> {
  if (open.length === 0) return [];
  const [durations, cases] = await Promise.all([activeDurations(db, viewer, at), costCasesOf(db, { organizationId: viewer.organizationId, incidentIds: open.map(({ id }) => id), asOf: at })]);
  return open.flatMap((one) => {
    const costCase = cases.get(one.id);
    return costCase === undefined ? [] : [aheadOf(one, costCase, durations.get(one.severity) ?? [])];
  });
}

function aheadOf({ currency, stage, wantsPostmortem, total }: OpenIncident, costCase: CostCase, durations: readonly number[]): Ahead {
  const left = stage === 'active' ? remainingTime(durations, activeMilliseconds(costCase)) : { low: 0, likely: 0, high: 0 };
  const end = (milliseconds: number): string => costAtEnd(costCase, { milliseconds, wantsReview: wantsPostmortem });
  return { currency, now: total, low: end(left.low), likely: end(left.likely), high: end(left.high), perHour: costOfNextHour(costCase) };
}

/** Sums of costs and the look ahead, both only of incidents that the caller may see. */
export const costSums: Handlers<Pick<Routes, 'analytics' | 'forecast'>> = { analytics, forecast };
