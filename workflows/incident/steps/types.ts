import type { NewEvent, ResourceFacts } from '../../../domain/incident/events.ts';
import type { IncidentState } from '../../../domain/incident/state.ts';

/** What a step gets to know. `state` is what the database had when the step began; `summary` is for its activities. */
export interface StepContext {
  incidentId: string;
  step: string;
  run: number;
  state: IncidentState;
  summary: string;
}

/** What a step brought; `also` makes events that belong to its success, decided on the state at its end. */
export interface StepOutcome {
  resource: ResourceFacts | null;
  note: string | null;
  also?: (state: IncidentState) => NewEvent[];
}

/** What a step does: activities only, cancellable, safe to run again with the same `run`. */
export type StepRun = (context: StepContext) => Promise<StepOutcome>;

/** The input that every step's activity takes. */
export function inputOf({ incidentId, step, run }: StepContext): { incidentId: string; step: string; run: number } {
  return { incidentId, step, run };
}
