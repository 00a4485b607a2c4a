import { costOfNextHour } from '../../../domain/cost/ahead.ts';
import { minorDigits } from '../../../domain/cost/currency.ts';
import { add, exact, roundHalfUp, ZERO } from '../../../domain/cost/decimal.ts';
import { costSeries } from '../../../domain/cost/series.ts';
import { type CostCase, type CostModel, type CostRates, DEFAULT_COST_MODEL } from '../../../domain/cost/types.ts';
import { costWindows } from '../../../domain/cost/windows.ts';
import { DomainError } from '../../../domain/errors.ts';
import { MINUTE } from '../../../domain/time.ts';
import { costCaseOfIncident } from '../../../models/cost/case.ts';
import { costOf, otherLinesOf } from '../../../models/read/cost.ts';
import { findIncident } from '../../../models/read/find-incident.ts';
import { namesOf } from '../../../models/read/people-names.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call } from '../../http/handler.ts';
import { perHour } from './configuration.ts';

type Routes = (typeof routes)['cost'];
type View = Answer<(typeof routes)['incidents']['cost']>;
type Period = View['periods'][number];

/** The Schedule of the pass runs every five minutes of the clock. */
const PASS_EVERY = 5 * MINUTE;

function decimals(model: CostModel): Period['model'] {
  const whole = { ...DEFAULT_COST_MODEL, ...model };
  const multipliers = { ...DEFAULT_COST_MODEL.multipliers, ...model.multipliers };
  return {
    kind: whole.kind,
    multipliers: Object.fromEntries(Object.entries(multipliers).map(([role, value]) => [role, String(value)])),
    laterDayHours: String(whole.laterDayHours),
    reviewPreparationHours: String(whole.reviewPreparationHours),
    reviewMeetingHours: String(whole.reviewMeetingHours),
    responseSeconds: String(whole.responseSeconds),
    activityKinds: whole.activityKinds,
  };
}

// Rates of single people and teams stay out: who may see an incident sees the rates of its own lines only.
function ratesAnswer({ annualEmployeeCost, businessHoursPerYear, overrides = [] }: CostRates): Period['rates'] {
  const [cost, hours] = [String(annualEmployeeCost), String(businessHoursPerYear)];
  return { annualEmployeeCost: cost, businessHoursPerYear: hours, perHour: perHour(cost, hours), hasOverrides: overrides.length > 0 };
}

function sum(amounts: readonly string[], currency: string): string {
  return roundHalfUp(amounts.reduce((total, amount) => add(total, exact(amount) ?? ZERO), ZERO), minorDigits(currency));
}

async function peopleOf({ deps, viewer }: Pick<Call<Routes['history']>, 'deps' | 'viewer'>, input: CostCase, emails: readonly string[]): Promise<View['people']> {
  const { people } = costWindows(input);
  const all = [...new Set([...emails, ...people.map((p) => p.email)])];
  const names = await namesOf(deps.db, viewer.organizationId, all);
  return all.map((email) => ({ email, name: names.get(email)?.name ?? email, team: names.get(email)?.team ?? null, days: people.find((p) => p.email === email)?.days ?? [] }));
}

/** The cost of an incident as it was calculated last, with everything that explains it. Before the first calculation it is what it was at the beginning: nothing. */
export async function incidentCost(call: Call<(typeof routes)['incidents']['cost']>): Promise<View> {
  const { deps, incident } = call;
  const [stored, current] = await Promise.all([costOf(deps.db, incident.id), costCaseOfIncident(deps.db, incident.id)]);
  const currency = stored?.currency ?? current.rates.currency;
  const zero = roundHalfUp(ZERO, minorDigits(currency));
  const asOf = stored?.asOf ?? current.incident.reportedAt;
  const input = { ...current, asOf };
  const windows = costWindows(input);
  const lines = stored?.lines ?? [];
  const otherLines = stored?.otherLines ?? (await otherLinesOf(deps.db, incident.id));
  const otherTotal = stored?.otherTotal ?? sum(otherLines.filter((line) => line.currency === currency).map((line) => line.amount), currency);
  return {
    total: stored?.total ?? zero,
    currency,
    asOf,
    lines,
    otherLines,
    otherTotal,
    allTotal: sum([stored?.total ?? zero, otherTotal], currency),
    lastError: stored?.lastError ?? null,
    pinned: stored?.pinned ?? false,
    version: stored?.version ?? 0,
    nextAt: new Date((Math.floor(Date.now() / PASS_EVERY) + 1) * PASS_EVERY).toISOString(),
    perHour: costOfNextHour(input),
    periods: periodsOf(input, stored?.pricing.periods ?? []),
    active: windows.active,
    people: await peopleOf(call, input, lines.flatMap((line) => line.email ?? [])),
  };
}

function periodsOf(input: CostCase, stored: readonly { rateVersionId: string | null; modelVersionId: string | null }[]): Period[] {
  const first = { from: input.incident.reportedAt, rates: input.rates, model: input.model ?? {} };
  let last = first;
  const all = [first, ...(input.changes ?? []).map(({ from, rates = last.rates, model = last.model }) => (last = { from, rates, model }))];
  return all.map(({ from, rates, model }, i) => ({ from, rateVersionId: stored[i]?.rateVersionId ?? null, modelVersionId: stored[i]?.modelVersionId ?? null, rates: ratesAnswer(rates), model: decimals(model) }));
}

/** The response cost over time: from the report until now, or until a moment ahead, when the roles that are held go on. */
export async function costHistory({ deps, incident, query }: Call<Routes['history']>): Promise<Answer<Routes['history']>> {
  const input = await costCaseOfIncident(deps.db, incident.id);
  const to = query.until === undefined ? lastMove(input) : new Date(Date.parse(query.until)).toISOString();
  return { currency: input.rates.currency, points: costSeries(input, { from: input.incident.reportedAt, to, points: query.points }) };
}

/** When the cost can have moved last: now while the incident is active, else when it ceased to be, or its review began. */
function lastMove({ incident, asOf }: CostCase): string {
  const moves = incident.stages.flatMap(({ stage, from }, i) => [...(stage === 'active' ? [incident.stages[i + 1]?.from ?? asOf] : []), ...(stage === 'review' ? [from] : [])]);
  return moves.sort().at(-1) ?? asOf;
}

/** Everything that the cost of an incident is calculated from, as a file for `npx dispatch cost --stdin`. */
export async function costCaseFile({ deps, viewer, params, response }: Call<Routes['caseFile']>): Promise<void> {
  const found = await findIncident(deps.db, viewer.organizationId, params.incident);
  if (found === null) throw new DomainError('not-found', `There is no incident ${params.incident}.`);
  const input = await costCaseOfIncident(deps.db, found.id);
  response.set({ 'content-type': 'application/json; charset=utf-8', 'content-disposition': `attachment; filename="cost-of-${found.key.replaceAll(/[^\w.-]/g, '-')}.json"`, 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(input, null, 2)}\n`);
}
