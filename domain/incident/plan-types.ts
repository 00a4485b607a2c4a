import type { IncidentState } from './state.ts';
import type { ResourceKind } from './types.ts';

/** When a step is armed: on declaring, on reaching stable, on closing, on reopening, when the review begins, when the postmortem is published, or only when something asks for it. */
export type StepPhase = 'declared' | 'stable' | 'closed' | 'reopened' | 'review' | 'published' | 'onDemand';

/** One step of the automated process as data; what it does is `workflows/incident/steps/<id>.ts`. */
export interface StepPlan {
  id: string;
  /** What people read, e.g. `Open the conversation`. */
  title: string;
  phase: StepPhase;
  /** Generation of the process that brought it: 1 = the first; later ones are versioned with the patch id `step/<id>`. */
  since: number;
  /** Hard needs: these must have succeeded or been skipped. */
  needs: readonly string[];
  /** Soft needs: waited for until they ended one way or the other, but never longer than `PATIENCE_MS`. */
  after: readonly string[];
  /** The resource it brings; such a step can be answered by hand. */
  brings: ResourceKind | null;
  /** Makes sense only while people work on the incident: skipped when the incident is closed first. */
  whileOpen: boolean;
  /** What a reopening does with it: makes what is missing, runs it again, or leaves it. */
  onReopen: 'missing' | 'again' | 'leave';
  /** Runs again when something it `needs` or comes `after` arrives late. */
  repeats: boolean;
  /** Starts only when no announcement is on its way (the conversation must not be archived before its last message). */
  quiet: boolean;
  /** `postmortem`: run by the postmortem's own workflow, which reports back. */
  runsIn: 'incident' | 'postmortem';
  /** Stands for many steps `<id>-<personId>`. */
  family: boolean;
  /** Whether this incident wants the step at the moment it would be armed. */
  appliesTo(state: IncidentState): boolean;
}

/** A step plan from what differs from the usual: no needs, nothing brought, not repeated, in the incident's own workflow. */
export function step(plan: Pick<StepPlan, 'id' | 'title' | 'phase'> & Partial<StepPlan>): StepPlan {
  return {
    since: 1,
    needs: [],
    after: [],
    brings: null,
    whileOpen: false,
    onReopen: 'leave',
    repeats: false,
    quiet: false,
    runsIn: 'incident',
    family: false,
    appliesTo: () => true,
    ...plan,
  };
}

/** True for an incident that was declared as closed and never reopened: it gets its record, but nothing that gathers people. */
export function isRecordOnly(state: IncidentState): boolean {
  return state.stages[0]?.stage === 'closed' && !state.stages.some((s) => s.stage === 'active');
}
