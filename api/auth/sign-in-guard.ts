import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { DomainError } from '../../domain/errors.ts';
import { enterAttempt, forgetAttempts, type AttemptRule } from '../../models/attempts.ts';
import type { Database } from '../../models/connect.ts';
import { sendProblem } from '../http/problem.ts';

/** Who tries what, from where. */
export interface Attempt {
  address: string;
  /** The e-mail address that is tried, or what stands for it. */
  account: string;
}
/** Slows down guessing, for all API processes together. */
export interface SignInGuard {
  /** Counts a try; throws {@link TooManyTries} when this account has to wait. Call `succeeded` when the proof was right. */
  enter(attempt: Attempt): Promise<{ succeeded(): Promise<void> }>;
  /** Counts a request that sends mail to the account whatever becomes of it; throws {@link TooManyTries} when there were too many. */
  ask(attempt: Attempt): Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const TRIES_A_MINUTE = 30;

// Whoever has one IPv6 address has the whole network around it (a /56, as the limits of requests count too).
const placeOf = ({ address }: Attempt): string => ipKeyGenerator(address);

/** A guard on the database: five failures of one account from one address (of IPv6: one network) are free, then waits double from one second to 15 minutes; from all addresses together an account, and for all accounts together an address, may fail 100 times. Mail is asked for three times an hour and account, and 20 times an address. */
export function createSignInGuard(db: Database): SignInGuard {
  const enter = async (rules: AttemptRule[]): Promise<void> => {
    const { waitMs } = await enterAttempt(db, rules);
    if (waitMs > 0) throw new TooManyTries(Math.ceil(waitMs / SECOND));
  };
  return {
    async enter(attempt) {
      const [{ account }, address] = [attempt, placeOf(attempt)];
      const slow = { firstMs: SECOND, longestMs: 15 * MINUTE };
      const [pair, whole, place] = [`pair/${account}\n${address}`, `account/${account}`, `address/${address}`];
      await enter([{ key: pair, free: 5, ...slow }, { key: whole, free: 100, ...slow }, { key: place, free: 100, ...slow }]);
      // The address keeps its failures: whoever owns an account could otherwise clear them.
      return { succeeded: () => forgetAttempts(db, { all: [pair, whole], one: [place] }) };
    },
    ask: (attempt) => enter([{ key: `mail/${attempt.account}`, free: 3, firstMs: MINUTE, longestMs: HOUR }, { key: `mail-from/${placeOf(attempt)}`, free: 20, firstMs: 10 * SECOND, longestMs: HOUR }]),
  };
}

/** Too many failed tries; `retryAfter` in seconds. */
export class TooManyTries extends DomainError {
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super('rate-limited', `Too many tries. Wait ${retryAfter === 1 ? 'a second' : `${retryAfter} seconds`} and try again.`);
    this.name = 'TooManyTries';
    this.retryAfter = retryAfter;
  }
}

/** Lets one address fail to sign in at most 30 times a minute at this process, whatever the accounts: hashing passwords is expensive on purpose. */
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
