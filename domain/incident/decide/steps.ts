import { DomainError } from '../../errors.ts';
import type { CommandData } from '../commands.ts';
import type { NewEvent } from '../events.ts';
import { unwantedReason } from '../graph.ts';
import { planOf, resourceOf, stepTitle } from '../plan.ts';
import type { IncidentState, StepStatus } from '../state.ts';
import type { Actor } from '../types.ts';

/** Tries a step again now: one that failed, was skipped, or waits for its next try. */
export function retryStep(state: IncidentState, { step }: CommandData['retryStep'], actor: Actor): NewEvent[] {
  const status = statusOf(state, step);
  if (status.state === 'succeeded') throw new DomainError('not-allowed-now', `“${stepTitle(step, state)}” has succeeded; there is nothing to try again.`);
  const plan = planOf(step);
  if (plan && unwantedReason(state, plan) !== null) throw new DomainError('not-allowed-now', `“${stepTitle(step, state)}” makes no sense now: the incident is ${state.stage}.`);
  return [{ kind: 'step.retried', actor, data: { step, run: status.run } }];
}

/** Goes on without a step that has not succeeded. */
export function skipStep(state: IncidentState, { step, reason }: CommandData['skipStep'], actor: Actor): NewEvent[] {
  const status = statusOf(state, step);
  if (status.state === 'succeeded') throw new DomainError('not-allowed-now', `“${stepTitle(step, state)}” has succeeded; it can no longer be skipped.`);
  if (status.state === 'skipped') return [];
  return [{ kind: 'step.skipped', actor, data: { step, run: status.run, reason } }];
}

/** Answers a step by hand with a resource that exists. */
export function supplyStep(state: IncidentState, { step, resource }: CommandData['supplyStep'], actor: Actor): NewEvent[] {
  const status = statusOf(state, step);
  const kind = resourceOf(step);
  if (!kind) throw new DomainError('not-allowed-now', `“${stepTitle(step, state)}” brings no resource that could be supplied. Try it again, or skip it.`);
  const present = state.resources[kind];
  if (status.state === 'succeeded') throw new DomainError('not-allowed-now', `“${stepTitle(step, state)}” has already brought ${present?.name ?? 'its resource'}.`);
  return [{ kind: 'step.supplied', actor, data: { step, run: status.run, resource: { ...resource, kind, provider: 'manual' } } }];
}

function statusOf(state: IncidentState, step: string): StepStatus {
  const status = Object.hasOwn(state.steps, step) ? state.steps[step] : undefined;
  if (status) return status;
  const known = Object.keys(state.steps).join(', ') || 'none yet';
  throw new DomainError('not-found', `The incident has no step “${step}”. Its steps are: ${known}.`, [{ pointer: 'path:step', detail: 'is not a step of this incident' }]);
}
