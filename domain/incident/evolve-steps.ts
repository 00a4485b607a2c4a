import type { IncidentEvent, ResourceFacts } from './events.ts';
import type { IncidentState, StepStatus } from './state.ts';
import type { ResourceKind } from './types.ts';

/** The kinds of event about steps and what they brought. */
export type StepEventKind = 'steps.armed' | 'step.succeeded' | 'step.failed' | 'step.skipped' | 'step.supplied' | 'step.retried' | 'resource.archived';

/** Folds steps and resources. */
export function evolveStep(state: IncidentState, event: IncidentEvent<StepEventKind>): IncidentState {
  switch (event.kind) {
    case 'steps.armed': {
      const armed = event.data.steps.map(({ step, run }): [string, StepStatus] => [step, { state: 'pending', run, attempts: 0, lastError: null, since: event.at }]);
      return { ...state, steps: { ...state.steps, ...Object.fromEntries(armed) } };
    }
    case 'step.succeeded':
      return withStep(withResource(state, event.data.resource), event, { state: 'succeeded', lastError: null });
    case 'step.supplied':
      return withStep(withResource(state, event.data.resource), event, { state: 'succeeded', lastError: null });
    case 'step.failed':
      return withStep(state, event, { state: 'failed', lastError: event.data.error, attempts: event.data.attempts });
    case 'step.skipped':
      return withStep(state, event, { state: 'skipped' });
    case 'step.retried':
      return withStep(state, event, { state: 'pending', attempts: 0, lastError: null });
    case 'resource.archived':
      return archived(state, event.data.kind, event.data.archived);
  }
}

function withStep(state: IncidentState, event: IncidentEvent<Exclude<StepEventKind, 'steps.armed' | 'resource.archived'>>, change: Partial<StepStatus>): IncidentState {
  const { step, run } = event.data;
  const before: StepStatus = state.steps[step] ?? { state: 'pending', run, attempts: 0, lastError: null, since: event.at };
  return { ...state, steps: { ...state.steps, [step]: { ...before, ...change, run, since: event.at } } };
}

function withResource(state: IncidentState, resource: ResourceFacts | null): IncidentState {
  if (!resource) return state;
  return { ...state, resources: { ...state.resources, [resource.kind]: { ...resource, state: 'ready' } } };
}

function archived(state: IncidentState, kind: ResourceKind, isArchived: boolean): IncidentState {
  const resource = state.resources[kind];
  if (!resource) return state;
  return { ...state, resources: { ...state.resources, [kind]: { ...resource, state: isArchived ? 'archived' : 'ready' } } };
}
