import { arm, AUTOMATION, stepsOfStage, type ArmingContext } from './arming.ts';
import type { IncidentEvent, NewEvent } from './events.ts';
import { pendingSteps, unwantedReason } from './graph.ts';
import { planOf, STEPS } from './plan.ts';
import type { IncidentState } from './state.ts';

/**
 * What follows for the automation from events that were just folded into `state`: steps that no longer make sense are skipped (those
 * that run are left to end), and steps that the events ask for are armed. Pure; the result is recorded together with the events.
 */
export function upkeep(state: IncidentState, events: readonly IncidentEvent[], context: ArmingContext): NewEvent[] {
  const skipped = events.some((e) => e.kind === 'stage.changed') ? unwanted(state, context) : [];
  const dropped = new Set(skipped.map((e) => (e.kind === 'step.skipped' ? e.data.step : '')));
  const steps = { ...state.steps };
  for (const id of dropped) {
    const status = steps[id];
    if (status) steps[id] = { ...status, state: 'skipped' };
  }
  return [...skipped, ...arm({ ...state, steps }, events.flatMap((event) => askedFor(state, event)), context)];
}

function unwanted(state: IncidentState, context: ArmingContext): NewEvent[] {
  return pendingSteps(state).flatMap((step): NewEvent[] => {
    const plan = planOf(step);
    const reason = plan ? unwantedReason(state, plan) : null;
    const status = state.steps[step];
    if (!reason || !status || context.inFlight.has(step)) return [];
    return [{ kind: 'step.skipped', actor: AUTOMATION, data: { step, run: status.run, reason } }];
  });
}

/** Steps that one event asks for. */
function askedFor(state: IncidentState, event: IncidentEvent): string[] {
  switch (event.kind) {
    case 'stage.changed':
      return stepsOfStage(state, event.data);
    case 'incident.edited':
      return askedForByEdit(state, event);
    case 'role.assigned':
      return event.data.role === 'commander' ? repeated(state, ['refresh', 'update-ticket']) : [];
    case 'participant.added':
      return repeated(state, ['admit']);
    case 'participant.removed':
      return [`dismiss-${event.data.person.personId}`];
    case 'step.succeeded':
    case 'step.supplied':
      return latecomers(state, event);
    case 'postmortem.scheduled':
      return repeated(state, ['review-meeting']);
    case 'postmortem.published':
      return ['announce-postmortem'];
    default:
      return [];
  }
}

function askedForByEdit(state: IncidentState, event: IncidentEvent<'incident.edited'>): string[] {
  const fields = event.data.changes.map((c) => c.field);
  const isOpen = state.stage === 'active' || state.stage === 'stable';
  const steps = repeated(state, ['refresh', 'update-ticket']);
  if (fields.includes('visibility')) steps.push('visibility');
  if (isOpen && fields.some((f) => f === 'type' || f === 'severity' || f === 'priority' || f === 'tags')) steps.push(...repeated(state, ['engage']));
  if (state.stage === 'active' && fields.includes('priority') && state.steps['page-commander']?.state !== 'succeeded') steps.push('page-commander');
  if (state.stage !== 'active' && fields.includes('type')) steps.push('review-document');
  return steps;
}

/** A step that ended after others had stopped waiting for it: those that repeat take in what it brought. */
function latecomers(state: IncidentState, event: IncidentEvent<'step.succeeded' | 'step.supplied'>): string[] {
  const { step } = event.data;
  const left = planOf(step)?.family ? state.participants.find((p) => step === `dismiss-${p.personId}`) : undefined;
  if (left?.removedAt === null) return repeated(state, ['admit']);
  return repeated(state, STEPS.filter((s) => s.repeats && (s.needs.includes(step) || s.after.includes(step))).map((s) => s.id));
}

/** Only steps that this incident has had before: an upkeep never brings in what the declaration did not plan. */
function repeated(state: IncidentState, steps: string[]): string[] {
  return steps.filter((id) => state.steps[id] !== undefined);
}
