import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import { add, exact, shortest, ZERO } from '../../../domain/cost/decimal.ts';
import { sketchCase } from '../../../domain/cost/sketch.ts';
import { type CostCase, type CostLine, type CostModel, type CostRates, DEFAULT_COST_RATES } from '../../../domain/cost/types.ts';
import { DomainError } from '../../../domain/errors.ts';
import { costCaseOfIncident } from '../../../models/cost/case.ts';
import { findIncident } from '../../../models/read/find-incident.ts';
import type { routes } from '../../contract/index.ts';
import type { Answer, Call } from '../../http/handler.ts';
import { modelOf, ratesOf } from './inputs.ts';

type Route = (typeof routes)['cost']['simulate'];
type Simulated = Answer<Route>['after'];

/** A line of a cost as the API answers it. */
function lineAnswer({ role, kind, from, ...line }: CostLine): Simulated['lines'][number] {
  return { ...line, role: role ?? null, kind: kind ?? null, from: from ?? null };
}

/** What a case costs, with the hours that count. */
function simulated(input: CostCase): Simulated {
  const { lines, ...result } = calculateIncidentCost(input);
  const hours = lines.reduce((sum, line) => add(sum, exact(line.hours) ?? ZERO), ZERO);
  return { ...result, hours: shortest(hours, 2), lines: lines.map(lineAnswer) };
}

async function caseOf({ deps, viewer, body }: Call<Route>): Promise<CostCase> {
  if (body.sketch !== undefined) return { rates: DEFAULT_COST_RATES, model: {}, ...sketchCase(body.sketch, '/sketch') };
  const found = await findIncident(deps.db, viewer.organizationId, body.incident ?? '');
  if (found === null) throw new DomainError('not-found', `There is no incident ${(body.incident ?? '').slice(0, 100)}.`, [{ pointer: '/incident', detail: 'is not known: give its key or id' }]);
  return costCaseOfIncident(deps.db, found.id);
}

/** The case with these rates or this model for all of its hours; what is not given stays as it is, hour by hour. */
function repriced({ changes = [], ...input }: CostCase, { rates, model }: { rates: CostRates | undefined; model: CostModel | undefined }): CostCase {
  const left = changes
    .map(({ from, ...change }) => ({ from, ...(rates === undefined && change.rates !== undefined ? { rates: change.rates } : {}), ...(model === undefined && change.model !== undefined ? { model: change.model } : {}) }))
    .filter((change) => change.rates !== undefined || change.model !== undefined);
  return { ...input, ...(rates === undefined ? {} : { rates }), ...(model === undefined ? {} : { model }), ...(left.length === 0 ? {} : { changes: left }) };
}

/** What an incident costs with other rates or another model: `before` as it is priced (null for a sketch), `after` as asked. Nothing is stored. */
export async function simulate(call: Call<Route>): Promise<Answer<Route>> {
  const { rates, model, sketch } = call.body;
  const asIs = await caseOf(call);
  const after = repriced(asIs, { rates: rates && ratesOf(rates), model: model && modelOf(model) });
  return { before: sketch === undefined ? simulated(asIs) : null, after: simulated(after) };
}
