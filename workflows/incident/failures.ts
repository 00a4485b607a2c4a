import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { DomainError } from '../../domain/errors.ts';
import { NOTIFY_TRIES } from '../activities.ts';

/**
 * A refusal as the caller of an Update gets it: type = problem code, details = the fields. What the database refuses for good is a
 * `conflict` (the command was done before, or refers to something that is gone). Other errors pass unchanged.
 */
export function toRefusal(error: unknown): unknown {
  if (isRefused(error)) return toRefusal(new DomainError('conflict', `The change could not be recorded: ${explain(error).error}`));
  if (!(error instanceof DomainError)) return error;
  return ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable: true, details: [error.fields] });
}

/** The type of the failure an activity ended with, e.g. `conflict`; null when it did not fail by itself (time-out, cancellation). */
export function failureType(error: unknown): string | null {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? (cause.type ?? null) : null;
}

/** True when an activity was refused for good: its failure says that trying again is useless. */
export function isRefused(error: unknown): boolean {
  return error instanceof ActivityFailure && !isCancellation(error) && (error.retryState === 'NON_RETRYABLE_FAILURE' || (error.cause instanceof ApplicationFailure && error.cause.nonRetryable === true));
}

/** What people read about an activity that ended in failure, and how often it was tried (as far as the policy tells). */
export function explain(error: unknown): { error: string; attempts: number } {
  const cause = error instanceof ActivityFailure && error.cause ? error.cause : error;
  const text = cause instanceof Error ? cause.message.trim() : String(cause);
  const isWornOut = error instanceof ActivityFailure && error.retryState === 'MAXIMUM_ATTEMPTS_REACHED';
  return { error: text === '' ? 'It failed without a reason.' : text.slice(0, 2000), attempts: isWornOut ? NOTIFY_TRIES : 1 };
}
