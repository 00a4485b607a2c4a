import type { Reporter } from './setup/console.mjs';
import { EXIT, Fault } from './setup/fault.mjs';

/** What went wrong in words, what to do about it, and the exit code that says so. */
export interface Explanation {
  readonly message: string;
  readonly remedy: string | null;
  readonly exitCode: number;
}

/** Puts an error into words: faults of ours, wrong settings and unusable databases with their remedy, others whole. */
export function explanationOf(error: unknown): Explanation {
  if (error instanceof Fault)
    return { message: error.message, remedy: error.remedy, exitCode: error.exitCode };
  if (!(error instanceof Error)) return { message: String(error), remedy: null, exitCode: EXIT.failed };
  if (error.name === 'ConfigError') {
    const remedy = 'mend these settings in the environment or in .env; "npx dispatch config" shows them all';
    return { message: error.message, remedy, exitCode: EXIT.configuration };
  }
  if (error.name === 'DatabaseFault' && 'remedy' in error) {
    return { message: error.message, remedy: String(error.remedy), exitCode: EXIT.postgres };
  }
  return { message: error.stack ?? error.message, remedy: null, exitCode: EXIT.failed };
}

/** Prints what stopped a command and what to do about it; answers the exit code to end with. */
export function explain(error: unknown, reporter: Reporter): number {
  const { message, remedy, exitCode } = explanationOf(error);
  reporter.error(message);
  if (remedy !== null) reporter.line(`    → ${remedy}`);
  return exitCode;
}
