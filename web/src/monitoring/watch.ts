import type { RootOptions } from 'react-dom/client';
import { ApiProblem } from '../api/problem.ts';

/** A page that fails over and over says the same over and over. */
const MOST_REPORTS = 20;

/**
 * Sees every error that nobody expected, in React, in callbacks and in promises, and hands it on. What reports is loaded with the first of them, so pages do not
 * pay for it. Refusals of the API are none: it has reported its own.
 */
export function watchErrors(): RootOptions {
  let reports = 0;
  const see = (error: unknown): void => {
    if (!(error instanceof Error) || error instanceof ApiProblem || error.name === 'AbortError' || reports >= MOST_REPORTS) return;
    reports += 1;
    void hand(error);
  };
  window.addEventListener('error', ({ error }: ErrorEvent) => see(error));
  window.addEventListener('unhandledrejection', ({ reason }) => see(reason));
  const told = (error: unknown): void => {
    // oxlint-disable-next-line no-console -- what React says by itself when nobody listens.
    console.error(error);
    see(error);
  };
  return { onCaughtError: told, onUncaughtError: told };
}

async function hand(error: Error): Promise<void> {
  try {
    const { report } = await import('./report.ts');
    await report(error);
  } catch {
    // A report that cannot be made is no reason for another.
  }
}
