import { allHandlersFinished, ApplicationFailure, CancellationScope, condition, continueAsNew, isCancellation, workflowInfo } from '@temporalio/workflow';
import { AUTOMATION } from '../../domain/incident/arming.ts';
import { nextDeadlines } from '../../domain/incident/deadlines.ts';
import { isPhaseSettled } from '../../domain/incident/graph.ts';
import { decide } from '../../domain/incident/machine.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Stage } from '../../domain/incident/types.ts';
import { between, plus } from '../../domain/time.ts';
import { createAlarm } from './alarm.ts';
import { now } from './clock.ts';
import type { Answers, Incident, IncidentRunInput } from './incident.ts';
import { createReminders } from './reminders.ts';
import type { Review } from './review.ts';
import { reportSteps, showAttributes, showDetails } from './visible.ts';

/** How long steps may hold up a run that should continue as new; their activities are then run again by the next one. */
const DRAIN_MS = 10_000;

/** What the loop shares with the handlers. */
export interface LiveParts {
  review: Review;
  answers: Answers;
  activity: { readonly at: string | null };
  /** Set when something happened that the loop should look at. */
  attention: { needed: boolean };
  wake(): void;
}

/** The incident's life: looks at what is to be done whenever something happened or a time has come, until nothing more can happen by itself. */
export async function live(incident: Incident, parts: LiveParts): Promise<{ stage: Stage; version: number }> {
  const { ledger, runner } = incident;
  const alarm = createAlarm(parts.wake);
  const reminders = createReminders();
  let drainsSince: string | null = null;
  try {
    for (;;) {
      parts.attention.needed = false;
      if (ledger.isGone) throw ApplicationFailure.nonRetryable('The incident no longer exists.', 'not-found');
      await beginReview(incident);
      runner.pump();
      parts.review.keepUp(incident);
      const next = reminders.send(incident, { lastActivityAt: parts.activity.at });
      show(incident, parts);
      if (isDone(incident)) return { stage: ledger.state.stage, version: ledger.state.version };
      if (workflowInfo().continueAsNewSuggested) drainsSince ??= now();
      if (drainsSince !== null && isDrained(incident, drainsSince)) return await goOn(incident, parts);
      alarm.set(earliestOf(next && { at: next.at, summary: next.title }, wish(runner.patienceEndsAt, 'Wait for slow steps'), wish(drainsSince && plus(drainsSince, DRAIN_MS), 'Wait before continuing as new')));
      await condition(() => parts.attention.needed || (drainsSince !== null && isDrained(incident, drainsSince)) || isDone(incident));
    }
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => condition(() => runner.isIdle && ledger.isIdle && allHandlersFinished()));
    throw error;
  }
}

/** A closed incident whose type asks for a postmortem moves on by itself once its closing steps have ended. */
async function beginReview(incident: Incident): Promise<void> {
  const isReady = (state: IncidentState) => state.stage === 'closed' && state.type.wantsPostmortem && isPhaseSettled(state, 'closed');
  if (!isReady(incident.ledger.stored) || !isReady(incident.ledger.state)) return;
  await incident.commit({
    key: `review/${incident.ledger.state.version}`,
    decide: (state) => (isReady(state) ? decide(state, { name: 'changeStage', actor: AUTOMATION, commandId: 'review', data: { stage: 'review', reason: null } }, now()) : []),
  });
}

function show({ ledger, runner }: Incident, { activity }: LiveParts): void {
  showAttributes(ledger.stored);
  showDetails(ledger.stored, reportSteps(ledger.stored, runner.inFlight), nextDeadlines(ledger.stored, { lastActivityAt: activity.at }));
}

/** True when nothing is under way and nothing will happen by itself any more. */
function isDone(incident: Incident): boolean {
  const { ledger, runner, background } = incident;
  const { stage, type, postmortem } = ledger.state;
  const isOver = stage === 'review' ? postmortem?.state === 'published' : stage === 'closed' && !type.wantsPostmortem;
  return isOver && nextDeadlines(ledger.state).length === 0 && !runner.hasWork && background.isIdle() && ledger.isIdle && allHandlersFinished();
}

/** True when the run can end without anything being lost: steps get a while, everything else is waited for. */
function isDrained({ ledger, runner, background }: Incident, since: string): boolean {
  const steps = runner.isIdle || between(since, now()) >= DRAIN_MS;
  return steps && background.isIdle() && ledger.isIdle && allHandlersFinished();
}

function goOn(incident: Incident, { answers, activity }: LiveParts): Promise<never> {
  const input: IncidentRunInput = { incidentId: incident.id, carried: { state: incident.ledger.state, answers: answers.all(), activityAt: activity.at } };
  return continueAsNew<(input: IncidentRunInput) => Promise<unknown>>(input);
}

interface Ring {
  at: string;
  summary: string;
}

function wish(at: string | null, summary: string): Ring | null {
  return at === null ? null : { at, summary };
}

function earliestOf(...rings: (Ring | null)[]): Ring | null {
  return rings.reduce((first, ring) => (ring && (!first || ring.at < first.at) ? ring : first), null);
}
