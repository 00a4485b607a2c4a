import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { nextTryAt } from '../../../worker/retry-time.ts';

const now = 1_000_000;
const failure = ApplicationFailure.create({ message: 'down', type: 'vendor/unavailable' });
const policy = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 300_000 };

describe('when Temporal tries again', () => {
  it.each([[1, 1000], [2, 2000], [5, 16_000], [20, 300_000]])('backs off: after try %i in %i ms', (attempt, wait) => {
    expect(nextTryAt({ failure, attempt, policy, now })).toBe(now + wait);
  });
  it('takes the time the vendor asked for', () => {
    const limited = ApplicationFailure.create({ message: 'wait', nextRetryDelay: 7000 });
    expect(nextTryAt({ failure: limited, attempt: 9, policy, now })).toBe(now + 7000);
  });
  it('knows when it does not', () => {
    expect(nextTryAt({ failure: ApplicationFailure.nonRetryable('no'), attempt: 1, policy, now })).toBeNull();
    expect(nextTryAt({ failure: new CancelledFailure('stop'), attempt: 1, policy, now })).toBeNull();
    expect(nextTryAt({ failure, attempt: 5, policy: { ...policy, maximumAttempts: 5 }, now })).toBeNull();
    expect(nextTryAt({ failure, attempt: 1, policy: { ...policy, nonRetryableErrorTypes: ['vendor/unavailable'] }, now })).toBeNull();
    expect(nextTryAt({ failure: Object.assign(new Error('taken'), { name: 'SequelizeUniqueConstraintError' }), attempt: 1, policy: { nonRetryableErrorTypes: ['SequelizeUniqueConstraintError'] }, now })).toBeNull();
  });
  it('assumes Temporal’s defaults when the server tells none', () => {
    expect(nextTryAt({ failure, attempt: 2, policy: undefined, now })).toBe(now + 2000);
    expect(nextTryAt({ failure, attempt: 50, policy: undefined, now })).toBe(now + 100_000);
  });
});
