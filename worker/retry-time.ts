import { ApplicationFailure, CancelledFailure, type RetryPolicy } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time.js';

/** What is known about a try that just failed. */
export interface FailedTry {
  failure: Error;
  /** 1 = the first. */
  attempt: number;
  /** The activity's policy as the server told it; undefined = Temporal's default. */
  policy: RetryPolicy | undefined;
  now: number;
}

const DEFAULT_INITIAL_MS = 1000;
const DEFAULT_COEFFICIENT = 2;

/** When Temporal tries again (milliseconds since the epoch), by the rules of its retry policies; null when it does not. */
export function nextTryAt({ failure, attempt, policy = {}, now }: FailedTry): number | null {
  if (failure instanceof CancelledFailure) return null;
  const application = failure instanceof ApplicationFailure ? failure : null;
  if (application?.nonRetryable === true) return null;
  const type = application?.type ?? failure.name;
  if (policy.nonRetryableErrorTypes?.includes(type) === true) return null;
  const most = policy.maximumAttempts ?? 0;
  if (most > 0 && attempt >= most) return null;
  if (application?.nextRetryDelay != null) return now + msToNumber(application.nextRetryDelay);
  const initial = policy.initialInterval === undefined ? DEFAULT_INITIAL_MS : msToNumber(policy.initialInterval);
  const longest = policy.maximumInterval === undefined ? initial * 100 : msToNumber(policy.maximumInterval);
  const delay = initial * (policy.backoffCoefficient ?? DEFAULT_COEFFICIENT) ** (attempt - 1);
  return now + Math.min(delay, longest);
}
