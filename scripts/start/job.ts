import path from 'node:path';
import type { Step } from '../setup/console.mjs';
import { EXIT, Fault } from '../setup/fault.mjs';
import { ROOT } from '../setup/paths.mjs';
import type { PartLog } from '../parts/logs.ts';
import { startProcess } from '../parts/process.ts';

/** A program of ours that runs to its end before the start goes on. */
export interface Job {
  readonly title: string;
  /** The entry, relative to the project, and its arguments. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: PartLog;
  readonly signal: AbortSignal;
  readonly step?: Step;
}

/** Runs the program and answers what it printed, line by line. Throws a Fault with its last lines when it fails. */
export async function runJob({ title, entry, args = [], env, log, signal, step }: Job): Promise<string[]> {
  signal.throwIfAborted();
  let output = '';
  const launch = {
    file: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', path.join(ROOT, entry), ...args],
    env,
    cwd: ROOT,
  };
  const job = await startProcess(launch, (chunk) => {
    log.write(chunk);
    output += chunk;
    const last = chunk.trim().split('\n').at(-1);
    if (last && !last.startsWith('{')) step?.progress(last.slice(0, 60));
  });
  const stop = () => job.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const { code } = await job.ended.finally(() => signal.removeEventListener('abort', stop));
  signal.throwIfAborted();
  if (code === 0) return output.split('\n').filter((line) => line.trim() !== '');
  const tail = log
    .tail(30)
    .filter((line) => !/^\s+at /.test(line))
    .slice(-8)
    .map((line) => `\n      ${line.slice(0, 300)}`);
  const exitCode = Object.values(EXIT).find((known) => known === code) ?? EXIT.failed;
  throw new Fault(`${title} failed${tail.join('')}`, 'run "npx dispatch doctor" for the cause', exitCode);
}
