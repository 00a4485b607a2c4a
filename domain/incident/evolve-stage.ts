import { latest } from '../time.ts';
import type { IncidentEvent } from './events.ts';
import { beginRole, endRoles } from './roles.ts';
import type { IncidentState, Participant, ReminderStatus } from './state.ts';
import { ROLES } from './types.ts';

/** Folds a stage change: intervals stay contiguous, closing ends all roles, reopening begins again those that closing ended. */
export function evolveStage(state: IncidentState, event: IncidentEvent<'stage.changed'>): IncidentState {
  const { to } = event.data;
  const at = stageTime(state, event.at);
  const stages = state.stages.map((s) => (s.to === null ? { ...s, to: at } : s));
  return {
    ...state,
    stage: to,
    stages: [...stages, { stage: to, from: at, to: null }],
    participants: participantsAfter(state, to, at),
    reminders: withoutSnoozes(state.reminders),
    postmortem: to === 'active' ? null : state.postmortem,
  };
}

/** Clocks of two machines may differ: a stage never begins before what it ends. */
function stageTime(state: IncidentState, at: string): string {
  const open = state.participants.flatMap((p) => p.roles.filter((r) => r.to === null).map((r) => r.from));
  return latest(at, ...state.stages.map((s) => s.from), ...open);
}

function participantsAfter(state: IncidentState, to: IncidentState['stage'], at: string): Participant[] {
  if (to === 'closed') return state.participants.map((p) => endRoles(p, ROLES, { at, keepEmpty: true }));
  if (to !== 'active' || (state.stage !== 'closed' && state.stage !== 'review')) return state.participants;
  const closedAt = state.stages.findLast((s) => s.stage === 'closed')?.from ?? at;
  return state.participants.map((p) => (p.removedAt === null ? resumed(p, closedAt, at) : p));
}

function resumed(participant: Participant, closedAt: string, at: string): Participant {
  const ended = new Set(participant.roles.filter((r) => r.to !== null && r.to >= closedAt).map((r) => r.role));
  if (ended.size === 0) return beginRole(participant, 'participant', at);
  return [...ended].reduce((p, role) => beginRole(p, role, at), participant);
}

function withoutSnoozes(reminders: Record<string, ReminderStatus>): Record<string, ReminderStatus> {
  return Object.fromEntries(Object.entries(reminders).map(([id, r]) => [id, { ...r, snoozedUntil: null }]));
}
