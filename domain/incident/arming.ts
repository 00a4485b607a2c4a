import { planOf, stepTitle, STEPS } from './plan.ts';
import type { StepPhase, StepPlan } from './plan-types.ts';
import type { EventData, NewEvent } from './events.ts';
import type { IncidentState } from './state.ts';
import type { Actor, Stage } from './types.ts';

/** Who arms and skips steps. */
export const AUTOMATION: Actor = { kind: 'system', name: 'Dispatch' };

/** What arming depends on beside the state. */
export interface ArmingContext {
  /** Ids of the steps that run at this moment. */
  inFlight: ReadonlySet<string>;
  /** Whether this run of the workflow knows the step already (versioning by `since`). */
  knows(plan: StepPlan): boolean;
}

/** The steps that a newly declared incident gets, by the stage it was declared in. */
export function stepsOfDeclaration(state: IncidentState): string[] {
  const phases: Record<Stage, StepPhase[]> = { active: ['declared'], stable: ['declared', 'stable'], closed: ['declared', 'stable', 'closed'], review: [] };
  return idsOf(phases[state.stage]);
}

/** The steps that a stage change asks for; `state` is the state after it. */
export function stepsOfStage(state: IncidentState, { from, to }: EventData['stage.changed']): string[] {
  switch (to) {
    case 'stable':
      return [...idsOf(['stable']), 'refresh', 'update-ticket'];
    case 'closed':
      return [...idsOf(['stable', 'closed']), 'refresh'];
    case 'review':
      return [...idsOf(['review']), 'refresh', 'update-ticket'];
    case 'active':
      return from === 'stable' ? ['refresh', 'update-ticket'] : [...idsOf(['reopened']), ...missing(state), ...STEPS.filter((s) => s.onReopen === 'again').map((s) => s.id)];
  }
}

/** What a reopening makes up for: resources that are not there, and searches for people that never ended well. */
function missing(state: IncidentState): string[] {
  return STEPS.filter((s) => {
    if (s.onReopen !== 'missing') return false;
    return s.brings ? state.resources[s.brings] === undefined : state.steps[s.id]?.state !== 'succeeded';
  }).map((s) => s.id);
}

function idsOf(phases: readonly StepPhase[]): string[] {
  return STEPS.filter((s) => phases.includes(s.phase)).map((s) => s.id);
}

/**
 * The event that arms the given steps: those that apply, that this run knows, and that are not waiting to start already. A step that is
 * running is armed again with the next run, so that what has changed in the meantime is done too. Empty when there is nothing to arm.
 */
export function arm(state: IncidentState, steps: Iterable<string>, context: ArmingContext): NewEvent[] {
  const wanted = [...new Set(steps)].filter((id) => {
    const plan = planOf(id);
    if (!plan || !plan.appliesTo(state) || !context.knows(plan)) return false;
    return state.steps[id]?.state !== 'pending' || context.inFlight.has(id);
  });
  if (wanted.length === 0) return [];
  const armed = wanted.map((id) => ({ step: id, run: (state.steps[id]?.run ?? 0) + 1, title: stepTitle(id, state), needs: [...(planOf(id)?.needs ?? [])] }));
  return [{ kind: 'steps.armed', actor: AUTOMATION, data: { steps: armed } }];
}
