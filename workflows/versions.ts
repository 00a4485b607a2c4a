import { patched } from '@temporalio/workflow';
import type { StepPlan } from '../domain/incident/plan-types.ts';

/** Whether this pass writes costs into tickets; those of the first version did not. */
export function writesTicketCosts(): boolean {
  return patched('cost/tickets');
}

/** Whether what happens before there is a conversation is told by mail at once; the first version told nobody. */
export function tellsWithoutConversation(): boolean {
  return patched('incident/tells-without-conversation');
}

/** Whether the summary in a conversation follows the steps that wait for a person; that of the first version followed with the next change. */
export function showsFailures(): boolean {
  return patched('incident/shows-failures');
}

/**
 * Whether this run of a workflow may arm the step: those of the first generation always, later ones unless an old run is being replayed.
 * Other changes that old runs must not see are guarded here too, by a function each, with the patch id `incident/<what-changed>`; changing `needs`,
 * `after`, `repeats` or `phase` of a step that has been released is such a change.
 */
export function knowsStep(plan: StepPlan): boolean {
  return plan.since === 1 || patched(`step/${plan.id}`);
}
