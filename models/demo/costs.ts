import { calculateIncidentCost } from '../../domain/cost/calculate.ts';
import { costCaseOf } from '../../domain/cost/from-state.ts';
import { DEFAULT_COST_RATES } from '../../domain/cost/types.ts';
import type { Database } from '../connect.ts';
import { type CostToSave, passInputsAfter, priceLists, type PriceLists, type PassInput, saveCosts } from '../cost-pass.ts';
import { requestHash } from '../hash.ts';

const PAGE = 200;

/** Prices every incident once, so that the demo has costs before the first pass of the Schedule. */
export async function priceDemo(db: Database, asOf: string): Promise<void> {
  for (let cursor: string | null = null; ; ) {
    const page: PassInput[] = await passInputsAfter(db, cursor, PAGE);
    const lists = await priceLists(db, [...new Set(page.map((input) => input.organizationId))]);
    await saveCosts(db, page.flatMap((input) => costsOf(input, lists, asOf)));
    cursor = page.at(-1)?.incidentId ?? null;
    if (page.length < PAGE) return;
  }
}

function costsOf({ incidentId, organizationId, projectId, version, facts }: PassInput, lists: PriceLists, asOf: string): CostToSave[] {
  if (facts === null) return [];
  const { annualEmployeeCost, businessHoursPerYear, currency } = lists.projects.get(projectId) ?? {};
  const rates = {
    annualEmployeeCost: annualEmployeeCost ?? DEFAULT_COST_RATES.annualEmployeeCost,
    businessHoursPerYear: businessHoursPerYear ?? DEFAULT_COST_RATES.businessHoursPerYear,
    currency: currency ?? DEFAULT_COST_RATES.currency,
  };
  const pricing = { rates, model: { kind: 'roles' as const, multipliers: lists.roles.get(organizationId) ?? {} } };
  const { asOf: _, ...inputs } = costCaseOf(facts, pricing, asOf);
  const { total, currency: paidIn, lines } = calculateIncidentCost({ ...inputs, asOf });
  return [{ incidentId, organizationId, version, total, currency: paidIn, asOf, lines, inputsHash: requestHash(inputs), pricing, moved: true }];
}
