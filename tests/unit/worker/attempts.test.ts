import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createLogger } from '../../../config/logger.ts';
import { VendorError } from '../../../plugins/contract.ts';
import { attemptInterceptors, type StepAttempt } from '../../../worker/attempts.ts';
import { temporalLogger } from '../../../worker/telemetry.ts';

const logger = createLogger({ logLevel: 'silent' }, 'test');
const STEP = { incidentId: 'i1', step: 'ticket', run: 2 };

/** Runs an activity through the interceptor; answers how it ended, what was written down, and what was reported as unexpected. */
async function run(input: unknown, act: () => Promise<unknown>, options: { attempt?: number; record?: () => Promise<void> } = {}) {
  const attempts: StepAttempt[] = [];
  const captured: unknown[] = [];
  const record = async (attempt: StepAttempt) => {
    attempts.push(attempt);
    await options.record?.();
  };
  const interceptors = attemptInterceptors({ logger, errors: { capture: (error) => void captured.push(error), flush: async () => undefined }, record });
  const info = { attempt: options.attempt ?? 1, retryPolicy: { initialInterval: 1000, maximumAttempts: 3 } };
  const environment = new MockActivityEnvironment(info, { interceptors: [interceptors], logger: temporalLogger(logger) });
  const outcome = await environment.run(async (_input: unknown) => act(), input).then((value) => ({ value, error: null }), (error: unknown) => ({ value: null, error }));
  return { ...outcome, attempts, captured };
}

describe('the record of attempts', () => {
  it('shows a step running, and leaves its success to the ledger', async () => {
    const { value, attempts } = await run(STEP, async () => 'done', { attempt: 2 });
    expect(value).toBe('done');
    expect(attempts).toEqual([{ ...STEP, attempt: 2, state: 'running', error: null, nextAttemptAt: null }]);
  });

  it('shows what went wrong and when it is tried again', async () => {
    const { error, attempts, captured } = await run(STEP, () => Promise.reject(new VendorError('rate-limited', 'Slack asks to wait', 60_000)));
    expect(error).toMatchObject({ type: 'vendor/rate-limited' });
    expect(attempts[1]).toMatchObject({ ...STEP, attempt: 1, state: 'waiting', error: 'Slack asks to wait' });
    const wait = Date.parse(attempts[1]?.nextAttemptAt ?? '') - Date.now();
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(captured).toEqual([]);
  });

  it('leaves the last failure to the ledger', async () => {
    const final = await run(STEP, () => Promise.reject(new VendorError('auth', 'the token is wrong')));
    expect(final.attempts.map((a) => a.state)).toEqual(['running']);
    const wornOut = await run(STEP, () => Promise.reject(new VendorError('unavailable', 'down')), { attempt: 3 });
    expect(wornOut.attempts.map((a) => a.state)).toEqual(['running']);
  });

  it('never fails an activity because it cannot write, nor changes its error', async () => {
    const broken = { record: () => Promise.reject(new Error('database gone')) };
    expect(await run(STEP, async () => 'done', broken)).toMatchObject({ value: 'done', error: null });
    expect((await run(STEP, () => Promise.reject(new VendorError('unavailable', 'down')), broken)).error).toMatchObject({ message: 'down' });
  });

  it('does not hold up the effect', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    let acted: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => { acted = resolve; });
    const running = run(STEP, async () => acted(), { record: () => held });
    // Would never come if the effect waited for the record.
    await effect;
    release();
    expect((await running).error).toBeNull();
  });

  it('says that it lives while it works, where somebody listens for that', async () => {
    const interceptors = attemptInterceptors({ logger, errors: { capture: () => undefined, flush: async () => undefined }, record: async () => undefined });
    const beats = async (info: { taskQueue: string; heartbeatTimeoutMs?: number }) => {
      const environment = new MockActivityEnvironment(info, { interceptors: [interceptors], logger: temporalLogger(logger) });
      let count = 0;
      environment.on('heartbeat', () => (count += 1));
      await environment.run(() => new Promise((resolve) => setTimeout(resolve, 130)));
      return count;
    };
    expect(await beats({ taskQueue: 'integrations', heartbeatTimeoutMs: 90 })).toBeGreaterThanOrEqual(2);
    expect(await beats({ taskQueue: 'integrations' })).toBe(0);
    expect(await beats({ taskQueue: 'incidents', heartbeatTimeoutMs: 90 })).toBe(0);
  });

  it('is about steps only, and reports what nobody foresaw', async () => {
    const { attempts, captured, error } = await run({ incidentId: 'i1' }, () => Promise.reject(new TypeError('a bug')));
    expect(attempts).toEqual([]);
    expect(captured).toHaveLength(1);
    expect(error).toBeInstanceOf(Error);
  });
});
