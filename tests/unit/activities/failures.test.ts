import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { failureText, toFailure } from '../../../activities/failures.ts';
import { DomainError } from '../../../domain/errors.ts';
import { VendorError, type VendorErrorKind } from '../../../plugins/contract.ts';

describe('what an error means to Temporal', () => {
  it.each<[VendorErrorKind, boolean]>([['auth', true], ['invalid', true], ['not-found', true], ['conflict', true], ['rate-limited', false], ['unavailable', false]])('a vendor’s %s is final: %s', (kind, nonRetryable) => {
    expect(toFailure(new VendorError(kind, 'Slack said so', 5000))).toMatchObject({ type: `vendor/${kind}`, nonRetryable, message: 'Slack said so', ...(nonRetryable ? { nextRetryDelay: undefined } : { nextRetryDelay: 5000 }) });
  });
  it('waits no longer than an hour, and not at all for a time that is past', () => {
    expect(toFailure(new VendorError('rate-limited', 'wait', 86_400_000))).toMatchObject({ nextRetryDelay: 3_600_000 });
    expect(toFailure(new VendorError('rate-limited', 'wait', -5))).toMatchObject({ nextRetryDelay: 0 });
    expect(toFailure(new VendorError('unavailable', 'down'))).toMatchObject({ nextRetryDelay: undefined });
  });
  it('a refusal of ours keeps its code and fields', () => {
    const fields = [{ pointer: '/title', detail: 'is empty' }];
    expect(toFailure(new DomainError('conflict', 'taken', fields))).toMatchObject({ type: 'conflict', nonRetryable: true, details: [fields] });
    expect(toFailure(new DomainError('unavailable', 'later'))).toMatchObject({ nonRetryable: false });
  });
  it('a database that is gone is waited for, without its addresses', () => {
    const gone = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { name: 'SequelizeConnectionRefusedError' });
    expect(toFailure(gone)).toMatchObject({ type: 'database/unavailable', nonRetryable: false, message: expect.not.stringContaining('10.1.2.3') });
  });
  it('leaves Temporal’s own failures and unexpected errors as they are', () => {
    const own = ApplicationFailure.create({ message: 'x' });
    const cancelled = new CancelledFailure('stop');
    const bug = new TypeError('undefined is not a function');
    expect([toFailure(own), toFailure(cancelled), toFailure(bug)]).toEqual([own, cancelled, bug]);
    expect(toFailure('text')).toMatchObject({ message: 'text' });
  });
  it('shows people the sentence only', () => {
    expect(failureText(new VendorError('auth', ' The token is wrong '))).toBe('The token is wrong');
    expect(failureText(new TypeError(''))).toBe('TypeError');
    expect(failureText(new Error('x'.repeat(9000)))).toHaveLength(2000);
  });
});
