import type { EventKind, IncidentEvent } from './events.ts';
import type { Stage, StepState } from './types.ts';

/** What the conversation is told about. */
export const ANNOUNCED: ReadonlySet<EventKind> = new Set<EventKind>([
  'stage.changed', 'incident.edited', 'role.assigned', 'participant.added', 'participant.removed', 'report.posted', 'task.created', 'task.updated', 'postmortem.scheduled', 'postmortem.published',
]);

/** Kinds of events that {@link dueAnnouncements} has to see. */
export const TELLING: readonly EventKind[] = [...ANNOUNCED, 'incident.declared', 'steps.armed', 'step.succeeded', 'step.failed', 'step.skipped', 'step.supplied', 'step.retried', 'resource.archived'];

/** People who come before the first welcome are part of that one, and of the first announcement; `announce` is how that step stands. */
export function isPartOfDeclaring(event: Pick<IncidentEvent, 'kind' | 'actor'>, announce: StepState | undefined): boolean {
  const isJoining = event.kind === 'participant.added' || event.kind === 'role.assigned';
  return isJoining && event.actor.kind === 'system' && announce === 'pending';
}

/**
 * Which of an incident's events its conversation is to be told, whenever it comes to be there: all that are announced, but not what belongs to declaring
 * it, nor what happened while the conversation of an incident that is over was put away. `events` in order, at least those of {@link TELLING}.
 */
export function dueAnnouncements(events: readonly IncidentEvent[]): IncidentEvent[] {
  const due: IncidentEvent[] = [];
  let stage: Stage = 'active';
  let announce: StepState | undefined;
  let isAway = false;
  for (const event of events) {
    if (event.kind === 'incident.declared') stage = event.data.stage;
    if (event.kind === 'stage.changed') stage = event.data.to;
    if (event.kind === 'resource.archived' && event.data.kind === 'conversation') isAway = event.data.archived;
    announce = announceAfter(event, announce);
    const isOver = stage === 'closed' || stage === 'review';
    if (ANNOUNCED.has(event.kind) && !isPartOfDeclaring(event, announce) && !(isAway && isOver)) due.push(event);
  }
  return due;
}

/** How the step `announce` stands after an event. */
function announceAfter(event: IncidentEvent, before: StepState | undefined): StepState | undefined {
  if (event.kind === 'steps.armed') return event.data.steps.some(({ step }) => step === 'announce') ? 'pending' : before;
  if (event.kind === 'step.retried') return event.data.step === 'announce' ? 'pending' : before;
  const hasEnded = event.kind === 'step.succeeded' || event.kind === 'step.failed' || event.kind === 'step.skipped' || event.kind === 'step.supplied';
  return hasEnded && event.data.step === 'announce' ? 'succeeded' : before;
}
