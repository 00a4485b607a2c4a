import type { Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInterceptors, ActivityInterceptorsFactory } from '@temporalio/worker';
import { failureText, toFailure } from '../activities/failures.ts';
import type { ErrorReporter } from '../config/sentry.ts';
import type { Logger } from '../config/logger.ts';
import { incidentIdOf, INTEGRATIONS_QUEUE } from '../workflows/ids.ts';
import { nextTryAt } from './retry-time.ts';

/** A try of a step as people see it on the incident page. */
export interface StepAttempt {
  incidentId: string;
  step: string;
  run: number;
  attempt: number;
  state: 'running' | 'waiting';
  error: string | null;
  /** ISO; null while running. */
  nextAttemptAt: string | null;
}
/** What the recorder of attempts needs; `record` may fail, that is only logged. */
export interface AttemptDeps {
  logger: Logger;
  errors: ErrorReporter;
  record(attempt: StepAttempt): Promise<unknown>;
}
interface Step {
  incidentId: string;
  step: string;
  run: number;
}

/**
 * Wraps every activity: its errors become what Temporal understands (see {@link toFailure}), each failure is logged with incident, workflow, activity
 * and attempt, and for steps the try, its error and the time of the next one are written where people see them. Writing that down never delays
 * the effect and never fails the activity.
 */
export function attemptInterceptors(deps: AttemptDeps): ActivityInterceptorsFactory {
  return (context) => ({ inbound: { execute: (input, next) => execute(deps, { context, input, next }) }, outbound: logAttributes(context) });
}

type Execution = { context: Context; input: ActivityExecuteInput; next: (input: ActivityExecuteInput) => Promise<unknown> };

async function execute(deps: AttemptDeps, { context, input, next }: Execution): Promise<unknown> {
  const step = stepOf(input.args[0]);
  const stop = keepAlive(context);
  const begun = step === null ? null : note(deps, { ...step, attempt: context.info.attempt, state: 'running', error: null, nextAttemptAt: null });
  try {
    const result = await next(input);
    // The ledger's "succeeded" must not be overtaken by our "running".
    await begun;
    return result;
  } catch (error) {
    const failure = toFailure(error);
    await begun;
    await failed(deps, { context, step, failure });
    throw failure;
  } finally {
    stop();
  }
}

/**
 * Says that this worker lives while an activity talks to the outside, so that after a crash another takes over within seconds and not at the activity's
 * time-out. Activities that say how far they are do it themselves.
 */
function keepAlive(context: Context): () => void {
  const { heartbeatTimeoutMs, taskQueue } = context.info;
  if (heartbeatTimeoutMs === undefined || heartbeatTimeoutMs === 0 || taskQueue !== INTEGRATIONS_QUEUE) return () => undefined;
  const timer = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 3);
  return () => clearInterval(timer);
}

async function failed(deps: AttemptDeps, { context, step, failure }: { context: Context; step: Step | null; failure: Error }): Promise<void> {
  const { info } = context;
  const retryAt = nextTryAt({ failure, attempt: info.attempt, policy: info.retryPolicy, now: Date.now() });
  const nextAttemptAt = retryAt === null ? null : new Date(retryAt).toISOString();
  const facts = { ...attributesOf(context, step), nextAttemptAt, err: failure };
  if (context.cancellationSignal.aborted) deps.logger.info(facts, `${info.activityType} was cancelled`);
  else if (nextAttemptAt !== null) deps.logger.warn(facts, `${info.activityType} failed and is tried again`);
  // The workflow turns to the same activity through the server then.
  else if (info.isLocal) deps.logger.warn(facts, `${info.activityType} failed in place`);
  else deps.logger.error(facts, `${info.activityType} failed`);
  if (isUnexpected(failure)) deps.errors.capture(failure, idsOf(context, step));
  if (step !== null && nextAttemptAt !== null && !context.cancellationSignal.aborted) {
    await note(deps, { ...step, attempt: info.attempt, state: 'waiting', error: failureText(failure), nextAttemptAt });
  }
}

async function note(deps: AttemptDeps, attempt: StepAttempt): Promise<void> {
  try {
    await deps.record(attempt);
  } catch (error) {
    deps.logger.warn({ err: error, incidentId: attempt.incidentId, step: attempt.step }, 'the attempt could not be written down');
  }
}

/** Failures that nobody foresaw: neither a vendor's, nor a refusal, nor a lost connection. */
function isUnexpected(failure: Error): boolean {
  return !('failure' in failure) && failure.name !== 'ApplicationFailure' && failure.name !== 'CancelledFailure' && failure.name !== 'CompleteAsyncError';
}

function stepOf(input: unknown): Step | null {
  if (typeof input !== 'object' || input === null) return null;
  if (!('incidentId' in input) || !('step' in input) || !('run' in input)) return null;
  const { incidentId, step, run } = input;
  return typeof incidentId === 'string' && typeof step === 'string' && typeof run === 'number' ? { incidentId, step, run } : null;
}

function attributesOf({ info }: Context, step: Step | null): Record<string, unknown> {
  return {
    activity: info.activityType,
    attempt: info.attempt,
    workflowId: info.workflowExecution?.workflowId,
    runId: info.workflowExecution?.runId,
    ...(step === null ? {} : { incidentId: step.incidentId, step: step.step }),
  };
}

/** Ids for the report of an error, those that there are. */
function idsOf({ info }: Context, step: Step | null): Record<string, string> {
  const { workflowId, runId } = info.workflowExecution ?? {};
  const incidentId = step?.incidentId ?? (workflowId === undefined ? null : incidentIdOf(workflowId));
  const ids = { activity: info.activityType, workflowId, runId, incidentId, step: step?.step };
  return Object.fromEntries(Object.entries(ids).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function logAttributes(context: Context): NonNullable<ActivityInterceptors['outbound']> {
  return { getLogAttributes: (attributes, next) => next({ ...attributes, activity: context.info.activityType }) };
}
