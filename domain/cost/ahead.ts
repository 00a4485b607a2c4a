import { HOUR, plus } from '../time.ts';
import { calculateIncidentCost } from './calculate.ts';
import { minorDigits } from './currency.ts';
import { type Exact, ZERO, add, divide, exact, multiply, roundHalfUp, whole } from './decimal.ts';
import { subtract } from './quantiles.ts';
import { type CostCase, DEFAULT_COST_MODEL } from './types.ts';
import { activeMilliseconds } from './windows.ts';

/** What the next hour costs if nobody comes or goes and nothing else happens: decimal text in the currency's digits. 0 while the incident is not active. */
export function costOfNextHour(input: CostCase): string {
  const now = calculateIncidentCost(input);
  const then = calculateIncidentCost({ ...input, asOf: plus(input.asOf, HOUR) });
  return roundHalfUp(subtract(decimal(then.total), decimal(now.total)), minorDigits(now.currency));
}

/**
 * What an incident costs if it stays active for so many milliseconds more and is then over, with a review when one is wanted: decimal text.
 * In the activity model people are taken to go on as they did so far.
 */
export function costAtEnd(input: CostCase, { milliseconds, wantsReview }: { milliseconds: number; wantsReview: boolean }): string {
  const asOf = plus(input.asOf, milliseconds);
  const stages = wantsReview ? [...input.incident.stages, { stage: 'review' as const, from: asOf }] : input.incident.stages;
  const { total, currency } = calculateIncidentCost({ ...input, incident: { ...input.incident, stages }, asOf });
  return roundHalfUp(add(decimal(total), activityAhead(input, milliseconds)), minorDigits(currency));
}

function activityAhead(input: CostCase, milliseconds: number): Exact {
  const soFar = activeMilliseconds(input);
  if (modelNow(input) !== 'activity' || soFar === 0) return ZERO;
  return multiply(decimal(calculateIncidentCost(input).total), divide(whole(milliseconds), whole(soFar)));
}

function modelNow({ model, changes = [] }: CostCase): 'roles' | 'activity' {
  return changes.findLast((c) => c.model !== undefined)?.model?.kind ?? model?.kind ?? DEFAULT_COST_MODEL.kind;
}

function decimal(text: string): Exact {
  return exact(text) ?? ZERO;
}
