import { createHash } from 'node:crypto';
import { calculateIncidentCost } from '../domain/cost/calculate.ts';
import { compare, exact, ZERO } from '../domain/cost/decimal.ts';
import { costCaseOf, type CostFacts } from '../domain/cost/from-state.ts';
import { DEFAULT_COST_RATES } from '../domain/cost/types.ts';
import { canonicalJson } from '../models/hash.ts';
import type { CostToSave, PassInput, PriceLists, Pricing } from '../models/cost-pass.ts';

/** Rates and model for an incident today: those of its project and organization, or for one that is over those it was priced with before. */
export function pricingOf(input: PassInput, lists: PriceLists): Pricing {
  const { organizationId, projectId, stored } = input;
  if (isOver(input) && stored?.pricing != null && stored.lastError === null) return stored.pricing;
  const { annualEmployeeCost, businessHoursPerYear, currency } = lists.projects.get(projectId) ?? {};
  return {
    rates: {
      annualEmployeeCost: annualEmployeeCost ?? DEFAULT_COST_RATES.annualEmployeeCost,
      businessHoursPerYear: businessHoursPerYear ?? DEFAULT_COST_RATES.businessHoursPerYear,
      currency: currency ?? DEFAULT_COST_RATES.currency,
    },
    model: { kind: 'roles', multipliers: lists.roles.get(organizationId) ?? {} },
  };
}

/** What to store for an incident; null when nothing moved. Throws DomainError when the incident cannot be priced, naming what is wrong. */
export function priced(input: PassInput & { facts: CostFacts }, pricing: Pricing, asOf: string): CostToSave | null {
  const { incidentId, organizationId, version, stored } = input;
  const costCase = costCaseOf(input.facts, pricing, asOf);
  const { asOf: _, ...inputs } = costCase;
  const inputsHash = createHash('sha256').update(canonicalJson(inputs)).digest('hex');
  const { total, currency, lines } = calculateIncidentCost(costCase);
  const moved = stored === null || stored.lastError !== null || stored.inputsHash !== inputsHash || stored.currency !== currency || !isSame(stored.total, total);
  const isNewer = stored === null || stored.version !== version;
  if (!moved && !(isNewer && isOver(input))) return null;
  return { incidentId, organizationId, version, total, currency, asOf: costCase.asOf, lines, inputsHash, pricing, moved };
}

function isOver({ stage }: PassInput): boolean {
  return stage === 'closed' || stage === 'review';
}

function isSame(a: string | null, b: string): boolean {
  return a !== null && compare(exact(a) ?? ZERO, exact(b) ?? ZERO) === 0;
}
