import { CancellationScope, CancelledFailure, condition, getExternalWorkflowHandle, log, startChild } from '@temporalio/workflow';
import type { NewEvent } from '../../domain/incident/events.ts';
import { proposedMeeting, reviewDueAt, reviewOwner } from '../../domain/incident/review.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Actor, PersonRef } from '../../domain/incident/types.ts';
import { postmortemWorkflowId, WORKFLOW_TYPES } from '../ids.ts';
import type { PostmortemInput } from '../postmortem/input.ts';
import { now } from './clock.ts';
import { explain } from './failures.ts';
import type { Incident } from './incident.ts';
import { postmortemSignals, type PostmortemScheduled, type PostmortemStepEnded } from './messages.ts';
import type { StepOutcome, StepRun } from './steps/types.ts';

/** The incident's side of its postmortem's workflow. */
export interface Review {
  /** Makes sure that a review that is going on has its workflow; does nothing otherwise. */
  keepUp(incident: Incident): void;
  /** Runs a step in the postmortem's workflow. */
  run: StepRun;
  /** Takes the postmortem's report on a step. */
  ended(report: PostmortemStepEnded): void;
  /** Tells the postmortem that a signal of its was recorded (when `holds` says so) or refused. */
  acknowledge(incident: Incident, signalId: string, holds: (state: IncidentState) => boolean): Promise<void>;
  /** Tells the postmortem that one of its steps was settled by hand. */
  dropped(incident: Incident, step: string, run: number): void;
  /** Tells the postmortem that it is over. */
  reopened(incident: Incident): void;
}

/** How long a started postmortem may take to report before it is started again, in case it died. */
const REPORT_TIMEOUT = '1 minute';
/** Pause before a postmortem that ended too early is started again. */
const RESTART_PAUSE = '1 minute';

/** The review side of one run of an incident's workflow. */
export function createReview(incidentId: string): Review {
  const reports = new Map<string, PostmortemStepEnded>();
  const postmortem = () => getExternalWorkflowHandle(postmortemWorkflowId(incidentId));
  let watched: string | null = null;

  async function watch(incident: Incident, review: string): Promise<void> {
    while (isUnpublished(incident.ledger.state) && reviewSince(incident.ledger.state) === review) {
      const child = await start(incidentId, incident.ledger.state);
      await condition(() => incident.ledger.state.postmortem !== null || !isUnpublished(incident.ledger.state), REPORT_TIMEOUT, { summary: 'Wait for the postmortem to begin' });
      const isBegun = incident.ledger.state.postmortem !== null;
      if (!child && isBegun) return;
      if (child) await Promise.race([child.ended, condition(() => !isUnpublished(incident.ledger.state))]);
      await condition(() => !isUnpublished(incident.ledger.state), RESTART_PAUSE, { summary: 'Pause before the postmortem is started again' });
    }
  }

  return {
    keepUp(incident) {
      const review = reviewSince(incident.ledger.stored);
      if (!isUnpublished(incident.ledger.stored) || watched === review) return;
      watched = review;
      void watch(incident, review).catch((error: unknown) => log.warn('The postmortem could not be started', explain(error)));
    },
    async run({ step, run }) {
      const id = `${step}/${run}`;
      reports.delete(id);
      await postmortem().signal(postmortemSignals.stepRequested, { step, run });
      try {
        await Promise.race([condition(() => reports.has(id)), CancellationScope.current().cancelRequested]);
      } catch (error) {
        await CancellationScope.nonCancellable(() => postmortem().signal(postmortemSignals.stepDropped, { step, run })).catch(() => undefined);
        throw error;
      }
      return outcomeOf(reports.get(id));
    },
    ended(report) {
      reports.set(`${report.step}/${report.run}`, report);
    },
    async acknowledge(incident, signalId, holds) {
      const { state } = incident.ledger;
      const error = holds(state) ? null : `The incident is ${state.stage}, not in review: its postmortem cannot change now.`;
      await postmortem().signal(postmortemSignals.incidentRecorded, { signalId, version: state.version, error }).catch(() => undefined);
    },
    dropped(incident, step, run) {
      incident.background.start('Dropping a step of the postmortem', () => postmortem().signal(postmortemSignals.stepDropped, { step, run }));
    },
    reopened(incident) {
      incident.background.start('Ending the postmortem', () => postmortem().signal(postmortemSignals.incidentReopened));
    },
  };
}

function outcomeOf(report: PostmortemStepEnded | undefined): StepOutcome {
  if (!report) throw new CancelledFailure('The step was given up');
  if (report.error !== null) throw new Error(report.error);
  return { resource: report.resource, note: report.note };
}

/** Starts the child; null when one is running already, or nobody is left to own it. */
async function start(incidentId: string, state: IncidentState): Promise<{ ended: Promise<unknown> } | null> {
  const owner = state.postmortem?.owner ?? reviewOwner(state);
  if (!owner) return null;
  const dueAt = reviewDueAt(state);
  const input: PostmortemInput = { incidentId, owner, dueAt, meetingAt: state.postmortem?.meetingAt ?? proposedMeeting(now(), dueAt) };
  try {
    const child = await startChild(WORKFLOW_TYPES.postmortem, {
      workflowId: postmortemWorkflowId(incidentId),
      args: [input],
      parentClosePolicy: 'ABANDON',
      cancellationType: 'ABANDON',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `Postmortem of ${state.key}`,
    });
    return { ended: child.result().catch(() => undefined) };
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return null;
    throw error;
  }
}

function isUnpublished(state: IncidentState): boolean {
  return state.stage === 'review' && state.postmortem?.state !== 'published';
}

function reviewSince(state: IncidentState): string {
  return state.stages.at(-1)?.from ?? state.declaredAt;
}

/** The events of a schedule that the postmortem reports; none when the incident knows it, or is not in review. */
export function scheduledByPostmortem(state: IncidentState, { owner, meetingAt, dueAt }: PostmortemScheduled, actor: Actor): NewEvent[] {
  const known = state.postmortem;
  const isKnown = known?.meetingAt === meetingAt && known.dueAt === dueAt && known.owner.personId === owner.personId;
  if (!isUnpublished(state) || isKnown) return [];
  return [{ kind: 'postmortem.scheduled', actor, data: { meetingAt, dueAt, owner } }];
}

/** The events of a publication that the postmortem reports; none when it is known, or the incident is not in review. */
export function publishedByPostmortem(state: IncidentState, by: PersonRef): NewEvent[] {
  if (!isUnpublished(state)) return [];
  return [{ kind: 'postmortem.published', actor: { kind: 'person', ...by }, data: { by } }];
}
