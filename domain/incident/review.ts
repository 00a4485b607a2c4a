import { between, DAY, plus } from '../time.ts';
import { lastHolderOf, personRef } from './roles.ts';
import type { IncidentState } from './state.ts';
import type { PersonRef } from './types.ts';

/** Hour of the day, UTC, at which review meetings are proposed. */
const MEETING_HOUR = 14;
/** Days after the start of the review at which the meeting is proposed. */
const MEETING_DAYS = 2;

/** Who answers for the postmortem: the last commander, else the reporter, else the first participant; null when nobody is left. */
export function reviewOwner(state: IncidentState): PersonRef | null {
  const owner = lastHolderOf(state, 'commander') ?? lastHolderOf(state, 'reporter') ?? state.participants.find((p) => p.removedAt === null);
  return owner ? personRef(owner) : null;
}

/** When the postmortem is due (ISO): as scheduled, else the type's days after the last closing. */
export function reviewDueAt(state: IncidentState): string {
  if (state.postmortem) return state.postmortem.dueAt;
  const closedAt = state.stages.findLast((s) => s.stage === 'closed')?.from ?? state.declaredAt;
  return plus(closedAt, state.type.reviewDueDays * DAY);
}

/** The first meeting time to propose (ISO): two days from `now` at 14:00 UTC, not on a weekend, and not after it is due while that leaves any time. */
export function proposedMeeting(now: string, dueAt: string): string {
  let at = atHour(plus(now, MEETING_DAYS * DAY));
  while (isWeekend(at)) at = plus(at, DAY);
  if (between(at, dueAt) >= 0) return at;
  const halfway = plus(now, Math.max(0, between(now, dueAt) / 2));
  return between(now, halfway) > 0 ? halfway : at;
}

function atHour(time: string): string {
  const date = new Date(time);
  date.setUTCHours(MEETING_HOUR, 0, 0, 0);
  return date.toISOString();
}

function isWeekend(time: string): boolean {
  const day = new Date(time).getUTCDay();
  return day === 0 || day === 6;
}
