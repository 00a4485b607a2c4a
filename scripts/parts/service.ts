import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import type { PartLog } from './logs.ts';
import { createPart } from './part.ts';
import type { Part } from './part.ts';
import { answersOk } from './ready.ts';

/** One of our own processes: a TypeScript entry that answers `/readyz`. */
export interface ServiceOptions {
  readonly name: string;
  readonly title: string;
  /** The entry, relative to the project. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where it says that it is ready. */
  readonly readyAddress: string;
  readonly log: PartLog;
}

/** The API or the worker as a part. Ready means that its `/readyz` answers 2xx. */
export function createService(options: ServiceOptions): Part {
  return createPart({
    name: options.name,
    title: options.title,
    launch: () => ({
      file: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', path.join(ROOT, options.entry)],
      env: options.env,
      cwd: ROOT,
    }),
    isReady: () => answersOk(options.readyAddress),
    readyWithinMs: 90_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 25_000,
    log: options.log,
  });
}
