import { ApplicationFailure, CancelledFailure, TemporalFailure } from '@temporalio/common';
import { DomainError } from '../domain/errors.ts';
import { VendorError } from '../plugins/contract.ts';

/** Longest wait that a vendor may ask for; one that asks for more is tried after this long. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * What an activity's error means to Temporal. A vendor's `auth`, `invalid`, `not-found` and `conflict` need a person, so they are not tried again
 * (type `vendor/<kind>`); `rate-limited` waits as long as the vendor asked; `unavailable` and everything unexpected is tried again by the
 * activity's policy. A refusal of our own (DomainError) keeps its code as type and its fields as details.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof TemporalFailure) return error;
  if (error instanceof VendorError) return vendorFailure(error);
  if (error instanceof DomainError) return ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable: error.code !== 'unavailable', details: [error.fields] });
  if (isDatabaseGone(error)) return ApplicationFailure.create({ message: 'The database does not answer; tried again by itself', type: 'database/unavailable', nonRetryable: false });
  if (error instanceof Error && error.name === 'AbortError') return new CancelledFailure(error.message);
  return error instanceof Error ? error : new Error(String(error));
}

function vendorFailure(error: VendorError): ApplicationFailure {
  const nonRetryable = error.kind !== 'rate-limited' && error.kind !== 'unavailable';
  const wait = error.retryAfterMs === null ? null : Math.min(Math.max(error.retryAfterMs, 0), LONGEST_WAIT_MS);
  return ApplicationFailure.create({ message: error.message, type: `vendor/${error.kind}`, nonRetryable, cause: error, ...(nonRetryable || wait === null ? {} : { nextRetryDelay: wait }) });
}

/** Sequelize names its connection errors; the addresses and drivers in their texts help nobody on an incident page. */
function isDatabaseGone(error: unknown): boolean {
  return error instanceof Error && /^SequelizeConnection|^SequelizeHost/.test(error.name);
}

/** What people should read about a failed try: the failure's own sentence, without stack or class names. */
export function failureText(failure: Error): string {
  const text = failure.message.trim();
  return text === '' ? failure.name : text.slice(0, 2000);
}
