import type { RoleInterval } from '../incident/state.ts';
import type { Stage } from '../incident/types.ts';
import { type CostPricing, pricedParts } from './pricing.ts';
import type { CostCase, CostParticipant } from './types.ts';

/** The parts of an incident's folded state that its cost depends on. */
export interface CostFacts {
  reportedAt: string;
  stages: { stage: Stage; from: string }[];
  participants: { email: string; roles: RoleInterval[] }[];
  /** E-mail. */
  reviewOwner: string | null;
  /** The pricing that people chose for it after the closing at `closedAt`. */
  rerated: { pricingId: string; closedAt: string } | null;
}
/** What is not in the state: what time costs, and where rates or model ask for it teams and activities by e-mail. */
export interface CostSurroundings {
  pricing: CostPricing;
  asOf: string;
  teams?: ReadonlyMap<string, string> | undefined;
  activities?: ReadonlyMap<string, { kind: string; at: string }[]> | undefined;
}

/** The cost case of an incident; `asOf` before the report (a clock ahead of ours) counts as the report's time. */
export function costCaseOf(facts: CostFacts, { pricing, asOf, teams, activities }: CostSurroundings): CostCase {
  const known = new Set(facts.participants.map((p) => p.email));
  // Somebody may write or edit who never took part.
  const others = activities === undefined ? [] : [...activities.keys()].filter((email) => !known.has(email)).sort();
  const people = [...facts.participants, ...others.map((email) => ({ email, roles: [] }))];
  return {
    ...pricedParts(pricing),
    incident: {
      reportedAt: facts.reportedAt,
      stages: facts.stages.map(({ stage, from }) => ({ stage, from })),
      ...(facts.reviewOwner === null ? {} : { reviewOwner: facts.reviewOwner }),
    },
    participants: people.map(({ email, roles }): CostParticipant => {
      const team = teams?.get(email);
      const done = activities?.get(email);
      return { email, ...(team === undefined ? {} : { team }), roles: roles.map(({ role, from, to }) => ({ role, from, to })), ...(done === undefined ? {} : { activities: done }) };
    }),
    asOf: Date.parse(asOf) < Date.parse(facts.reportedAt) ? facts.reportedAt : asOf,
  };
}

/** Whether rates by team are among those of a pricing. */
export function needsTeams({ periods }: CostPricing): boolean {
  return periods.some(({ rates }) => rates.overrides?.some((o) => o.team !== undefined) === true);
}

/** Whether activities count at any time of a pricing. */
export function needsActivities({ periods }: CostPricing): boolean {
  return periods.some(({ model }) => model.kind === 'activity');
}
