import { describe, expect, it } from '@jest/globals';
import { ApiProblem } from '../../../web/src/api/problem.ts';
import { failureOf, otherIssuer } from '../../../web/src/sign-in/failure.ts';
import { waitBeforeRenewal } from '../../../web/src/sign-in/renewal.ts';

const MINUTE = 60_000;

describe('a sign-in that failed', () => {
  it.each([
    [new TypeError('Failed to fetch'), 'cannot be reached'],
    [new Error('Network timed out'), 'cannot be reached'],
    [new Error('Invalid response Content-Type: text/html, from URL: https://login.example.com'), 'cannot be reached'],
    [new Error('No matching state found in storage'), 'cannot be finished here'],
    [new Error('nonce in id_token does not match nonce in client storage'), 'cannot be finished here'],
    [Object.assign(new Error('x'), { error: 'access_denied' }), 'did not let you in'],
    [Object.assign(new Error('x'), { error: 'invalid_client' }), 'does not know Dispatch'],
    ['whatever', 'The sign-in failed'],
  ])('%s is told in words', (error, words) => {
    const { title, detail } = failureOf(error);
    expect(title).toContain(words);
    expect(detail).toMatch(/[Tt]ry again|[Bb]egin again|administrator/);
  });

  it('never shows what anybody could have written into the address', () => {
    const error = Object.assign(new Error('Call 555-1234 to sign in'), { error: 'call_555', error_description: 'Call 555-1234 to sign in' });
    expect(JSON.stringify([failureOf(error).title, failureOf(error).detail])).not.toContain('555');
  });

  it('keeps what the API said', () => {
    const problem = new ApiProblem({ status: 403, title: 'Waiting', type: 'awaiting-approval' });
    expect(failureOf(problem)).toBe(problem);
    expect(failureOf(otherIssuer()).detail).toContain('OPEN_ID_CONNECT_URL');
  });
});

describe('a session', () => {
  it('is renewed in its last fifth, five minutes before its end at the earliest', () => {
    expect(waitBeforeRenewal(60 * MINUTE)).toBe(55 * MINUTE);
    expect(waitBeforeRenewal(10 * MINUTE)).toBe(8 * MINUTE);
    expect(waitBeforeRenewal(-1)).toBe(0);
  });
});
