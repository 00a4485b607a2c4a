import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { DomainError } from '../../domain/errors.ts';
import { sendProblem } from '../http/problem.ts';
import { createThrottle } from './throttle.ts';

/** Slows down guessing of passwords. */
export interface SignInGuard {
  /** Counts a try; throws {@link TooManyTries} when this account has to wait. Call `succeeded` when the password was right. */
  enter(attempt: { address: string; account: string }): { succeeded(): void };
}

const MINUTE = 60_000;
const TRIES_A_MINUTE = 30;

/** A guard of this process: five failures of one account from one address are free, then waits double from one second to 15 minutes; from all addresses together an account may fail 100 times. */
export function createSignInGuard(now: () => number = Date.now): SignInGuard {
  const rules = { firstMs: 1_000, longestMs: 15 * MINUTE, now };
  const pairs = createThrottle({ ...rules, free: 5 });
  const accounts = createThrottle({ ...rules, free: 100 });
  return {
    enter({ address, account }) {
      const pair = `${account}\n${address}`;
      const wait = Math.max(pairs.wait(pair), accounts.wait(account));
      if (wait > 0) throw new TooManyTries(Math.ceil(wait / 1000));
      // Counted before the password is looked at, so that many tries at once do not all slip through.
      pairs.failed(pair);
      accounts.failed(account);
      return {
        succeeded() {
          pairs.succeeded(pair);
          accounts.succeeded(account);
        },
      };
    },
  };
}

/** Too many failed tries; `retryAfter` in seconds. */
export class TooManyTries extends DomainError {
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super('rate-limited', `Too many failed tries. Wait ${retryAfter === 1 ? 'a second' : `${retryAfter} seconds`} and try again.`);
    this.name = 'TooManyTries';
    this.retryAfter = retryAfter;
  }
}

/** Lets one address fail to sign in at most 30 times a minute, whatever the accounts: hashing passwords is expensive on purpose. */
export function signInLimit(): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit: TRIES_A_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (request) => request.method !== 'POST',
    skipSuccessfulRequests: true,
    handler: (request, response) => {
      response.set('retry-after', '60');
      sendProblem(request, response, new DomainError('rate-limited', 'Too many failed tries from your address. Wait a minute and try again.'));
    },
  });
}
