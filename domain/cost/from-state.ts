import type { IncidentState } from '../incident/state.ts';
import type { CostCase, CostModel, CostRates } from './types.ts';

/** The parts of an incident's folded state that its cost depends on. */
export type CostFacts = Pick<IncidentState, 'reportedAt' | 'stages' | 'participants' | 'postmortem'>;

/** The cost case of an incident from its ledger's fold; `asOf` before the report (a clock ahead of ours) counts as the report's time. */
export function costCaseOf(facts: CostFacts, pricing: { rates: CostRates; model: CostModel }, asOf: string): CostCase {
  return {
    rates: pricing.rates,
    model: pricing.model,
    incident: {
      reportedAt: facts.reportedAt,
      stages: facts.stages.map(({ stage, from }) => ({ stage, from })),
      ...(facts.postmortem === null ? {} : { reviewOwner: facts.postmortem.owner.email }),
    },
    participants: facts.participants.map(({ email, roles }) => ({ email, roles: roles.map(({ role, from, to }) => ({ role, from, to })) })),
    asOf: Date.parse(asOf) < Date.parse(facts.reportedAt) ? facts.reportedAt : asOf,
  };
}
