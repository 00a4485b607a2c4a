import { allHandlersFinished, ApplicationFailure, condition, getExternalWorkflowHandle, log, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { DomainError } from '../../domain/errors.ts';
import { between, toIso } from '../../domain/time.ts';
import { database } from '../activities.ts';
import { incidentWorkflowId } from '../ids.ts';
import { now } from '../incident/clock.ts';
import { explain, toRefusal } from '../incident/failures.ts';
import { incidentSignals, postmortemSignals, postmortemUpdates } from '../incident/messages.ts';
import type { PostmortemInput } from './input.ts';
import { createPostmortemSteps } from './steps.ts';

/**
 * One round of an incident's review: opens the postmortem, drafts its document, schedules the meeting, and ends when it is published and
 * sent round, or when the incident is reopened. The incident records everything; this workflow tells it by signal and waits for its word.
 */
export async function postmortemWorkflow(input: PostmortemInput): Promise<{ outcome: 'published' | 'reopened' }> {
  const { incidentId, dueAt } = input;
  const incident = getExternalWorkflowHandle(incidentWorkflowId(incidentId));
  const recorded = new Map<string, { version: number; error: string | null }>();
  let { owner, meetingAt } = input;
  let published: 'no' | 'asked' | 'yes' = 'no';
  let reopened = false;
  let opened = false;

  const steps = createPostmortemSteps({
    incidentId,
    meetingAt: () => meetingAt,
    report: (ended) => incident.signal(incidentSignals.postmortemStepEnded, ended).catch((error: unknown) => log.warn('The incident could not be told of a step', explain(error))),
  });

  /** Waits until the incident has recorded what it was told. */
  async function word(signalId: string): Promise<{ version: number }> {
    await condition(() => recorded.has(signalId) || reopened);
    const answer = recorded.get(signalId) ?? { version: 0, error: 'The incident was reopened; its postmortem is over for now.' };
    if (answer.error !== null) throw toRefusal(new DomainError('not-allowed-now', answer.error));
    return { version: answer.version };
  }

  setHandler(postmortemSignals.incidentRecorded, ({ signalId, version, error }) => {
    recorded.set(signalId, { version, error });
  });
  setHandler(postmortemSignals.incidentReopened, () => {
    reopened = true;
    steps.stop();
  });
  setHandler(postmortemSignals.stepRequested, ({ step, run }) => steps.request(step, run));
  setHandler(postmortemSignals.stepDropped, ({ step, run }) => steps.drop(step, run));
  setHandler(postmortemUpdates.scheduleMeeting, async (request) => {
    await condition(() => opened);
    meetingAt = toIso(request.meetingAt) ?? meetingAt;
    owner = request.owner ?? owner;
    await tell(() => incident.signal(incidentSignals.postmortemScheduled, { owner, meetingAt, dueAt, by: request.by, signalId: request.commandId }));
    return word(request.commandId);
  }, { validator: (request) => validate(() => mayMeet(request.meetingAt, published)) });
  setHandler(postmortemUpdates.publish, async ({ by, commandId }) => {
    published = 'asked';
    try {
      await condition(() => opened);
      await tell(() => incident.signal(incidentSignals.postmortemPublished, { by, signalId: commandId }));
      const answer = await word(commandId);
      published = 'yes';
      return answer;
    } finally {
      if (published === 'asked') published = 'no';
    }
  }, { validator: (_request) => validate(() => mayPublish(published, reopened)) });

  await database.openPostmortem.executeWithOptions({ summary: 'Open the postmortem' }, [{ incidentId, owner, dueAt }]);
  opened = true;
  await incident.signal(incidentSignals.postmortemScheduled, { owner, meetingAt, dueAt, by: null, signalId: `${workflowInfo().runId}/scheduled` });
  setCurrentDetails(`**Postmortem** of ${owner.name}, due ${dueAt.slice(0, 10)}`);
  await condition(() => reopened || (published === 'yes' && steps.isSettled('announce-postmortem')));
  await condition(() => steps.isIdle && allHandlersFinished());
  return { outcome: reopened ? 'reopened' : 'published' };
}

function validate(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw toRefusal(error);
  }
}

function mayMeet(text: string, published: string): void {
  const at = toIso(text);
  if (published !== 'no') throw new DomainError('not-allowed-now', 'The postmortem is published; there is no meeting to move.');
  if (at === null) throw new DomainError('invalid-request', 'meetingAt is not a time; write it as 2030-01-31T14:00:00Z.', [{ pointer: '/meetingAt', detail: 'is not a time' }]);
  if (between(now(), at) <= 0) throw new DomainError('invalid-request', 'meetingAt must be in the future.', [{ pointer: '/meetingAt', detail: 'must be in the future' }]);
}

function mayPublish(published: string, reopened: boolean): void {
  if (reopened) throw new DomainError('not-allowed-now', 'The incident was reopened; its postmortem is over for now.');
  if (published !== 'no') throw new DomainError('not-allowed-now', 'The postmortem is published already.');
}

async function tell(signal: () => Promise<void>): Promise<void> {
  try {
    await signal();
  } catch (error) {
    throw ApplicationFailure.create({ message: `The incident’s workflow does not answer (${explain(error).error}). Try again in a minute.`, type: 'unavailable', nonRetryable: true });
  }
}
