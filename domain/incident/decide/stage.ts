import { DomainError } from '../../errors.ts';
import type { CommandData } from '../commands.ts';
import type { NewEvent } from '../events.ts';
import { personRef, presentParticipant } from '../roles.ts';
import type { IncidentState } from '../state.ts';
import type { Actor, Stage } from '../types.ts';

/** Moves the incident; see `refusal` for the rules. A reopened incident that would have no commander gets whoever reopens it. */
export function changeStage(state: IncidentState, { stage, reason }: CommandData['changeStage'], actor: Actor): NewEvent[] {
  const refused = refusal(state, stage, actor);
  if (refused) throw new DomainError('illegal-transition', refused, [{ pointer: '/stage', detail: refused }]);
  const changed: NewEvent = { kind: 'stage.changed', actor, data: { from: state.stage, to: stage, reason } };
  const reopens = stage === 'active' && (state.stage === 'closed' || state.stage === 'review');
  return reopens ? [changed, ...commanderForReopening(state, actor)] : [changed];
}

/** Why the incident cannot move to `to`; null when it can. `review` begins by itself, so people may ask for it only where nobody else will. */
export function refusal(state: IncidentState, to: Stage, actor: Actor): string | null {
  const from = state.stage;
  if (from === to) return `The incident is already ${from}.`;
  if (to === 'active') return null;
  if (from === 'review') return 'The incident is in review. Publish its postmortem, or reopen it (active) to work on it again.';
  if (from === 'closed' && to === 'stable') return 'A closed incident cannot become stable. Reopen it (active) first.';
  if (to !== 'review') return null;
  if (from !== 'closed') return `The review follows on closing; close the incident first (it is ${from}).`;
  const isAutomation = actor.kind === 'system';
  if (state.type.wantsPostmortem && !isAutomation) return 'The review of this incident begins by itself as soon as the closing steps are finished.';
  return null;
}

function commanderForReopening(state: IncidentState, actor: Actor): NewEvent[] {
  const closedAt = state.stages.findLast((s) => s.stage === 'closed')?.from;
  const restored = state.participants.some((p) => p.removedAt === null && p.roles.some((r) => r.role === 'commander' && r.to !== null && closedAt !== undefined && r.to >= closedAt));
  if (restored || actor.kind !== 'person') return [];
  const person = personRef(actor);
  const assigned: NewEvent = { kind: 'role.assigned', actor, data: { person, role: 'commander', previous: null } };
  if (presentParticipant(state, { personId: person.personId })) return [assigned];
  return [{ kind: 'participant.added', actor, data: { person, role: 'participant', source: { kind: 'role' } } }, assigned];
}
