import { CLOSING_STEPS, REOPENING_STEPS, REVIEW_STEPS } from './plan-later.ts';
import { DECLARED_STEPS } from './plan-declared.ts';
import type { StepPlan } from './plan-types.ts';
import { UPKEEP_STEPS } from './plan-upkeep.ts';
import type { IncidentState } from './state.ts';
import type { ResourceKind } from './types.ts';

/** Every step of the process, in the order people see them. A new step is a new row, and `workflows/incident/steps/<id>.ts`. */
export const STEPS: readonly StepPlan[] = [...DECLARED_STEPS, ...CLOSING_STEPS, ...REOPENING_STEPS, ...REVIEW_STEPS, ...UPKEEP_STEPS];

/** The plan of a step by its id; steps of one person (`dismiss-<personId>`) share the plan of their family. Undefined for unknown ids. */
export function planOf(step: string): StepPlan | undefined {
  return STEPS.find((s) => s.id === step || (s.family && step.startsWith(`${s.id}-`)));
}

/** What people read as the step's name; for a step of one person with their name. */
export function stepTitle(step: string, state: IncidentState | null = null): string {
  const plan = planOf(step);
  if (!plan) return step;
  const person = plan.family ? state?.participants.find((p) => step === `${plan.id}-${p.personId}`) : undefined;
  return plan.title.replace('{person}', person?.name ?? 'a former participant');
}

/** The kind of resource that the step brings, i.e. that a person may supply instead; null when it brings none. */
export function resourceOf(step: string): ResourceKind | null {
  return planOf(step)?.brings ?? null;
}
