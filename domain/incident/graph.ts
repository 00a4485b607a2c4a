import { planOf, STEPS } from './plan.ts';
import type { StepPhase, StepPlan } from './plan-types.ts';
import type { IncidentState } from './state.ts';

/** Longest wait for soft needs (`after`) once everything else is there: one vendor's outage must not hold up the rest. */
export const PATIENCE_MS = 30_000;

/** What a step still waits for. `hard` must succeed or be skipped; `soft` is waited for with patience. Both empty = it may start. */
export interface Blockers {
  hard: string[];
  soft: string[];
}

/** What a pending step waits for; needs that this incident never planned do not count. */
export function blockersOf(state: IncidentState, step: string): Blockers {
  const plan = planOf(step);
  if (!plan) return { hard: [], soft: [] };
  const hard = plan.needs.filter((need) => isAnyOf(state, need, ['pending', 'running', 'waiting', 'failed']));
  const soft = plan.after.filter((need) => isAnyOf(state, need, ['pending', 'running', 'waiting']) && !isStuck(state, need));
  return { hard, soft };
}

/** True for a pending step that nothing but a person can set going: something it needs has failed, or is itself stuck. */
export function isStuck(state: IncidentState, step: string): boolean {
  if (!isAnyOf(state, step, ['pending'])) return false;
  return (planOf(step)?.needs ?? []).some((need) => isAnyOf(state, need, ['failed']) || isStuck(state, need));
}

/** Why a step makes no sense in the incident's present stage; null when it does. */
export function unwantedReason(state: IncidentState, plan: StepPlan): string | null {
  const isOver = state.stage === 'closed' || state.stage === 'review';
  if (isOver && plan.whileOpen) return 'The incident was closed first.';
  if (!isOver && (plan.phase === 'closed' || plan.phase === 'review' || plan.phase === 'published')) return 'The incident was reopened first.';
  return null;
}

/** True when every armed step of the phase has ended or can go no further without a person. */
export function isPhaseSettled(state: IncidentState, phase: StepPhase): boolean {
  return STEPS.filter((s) => s.phase === phase).every((s) => !isAnyOf(state, s.id, ['pending', 'running', 'waiting']) || isStuck(state, s.id));
}

/** Ids of all steps that are pending, in the order of the plan's steps as they were armed. */
export function pendingSteps(state: IncidentState): string[] {
  return Object.entries(state.steps).flatMap(([id, status]) => (status.state === 'pending' ? [id] : []));
}

function isAnyOf(state: IncidentState, step: string, states: readonly string[]): boolean {
  const status = state.steps[step];
  return status !== undefined && states.includes(status.state);
}
