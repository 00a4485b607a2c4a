import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, Fault } from '../setup/fault.mjs';
import { shortPath } from '../setup/paths.mjs';
import type { PartLog } from './logs.ts';
import { startProcess } from './process.ts';
import type { Ending, Launch, Running } from './process.ts';
import { waitUntil } from './ready.ts';

/** How much of its output is read to explain an ending: the trace of a Go program that panics is hundreds of lines long. */
const EXPLAINED_LINES = 500;

/** One process that belongs to the whole: how it is started, when it is ready, how it is stopped. */
export interface PartSpec {
  readonly name: string;
  readonly title: string;
  readonly launch: () => Promise<Launch> | Launch;
  /** Asked every 100 ms until it answers true. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
  readonly log: PartLog;
  /** Explains why it ended while starting, when its output says so. */
  readonly explain?: (tail: string) => Fault | null;
  /** True for a failure to start that passes by itself; then it is tried again for ten seconds. */
  readonly passes?: (fault: Fault) => boolean;
}

/** A part that can be started, stopped, killed and started again. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** The process id, or null while it does not run. */
  pid(): number | null;
  /** Starts it and waits until it is ready. Throws a Fault when it ends or is not ready in time. */
  start(signal?: AbortSignal): Promise<void>;
  /** Asks it to stop, waits, and kills it when it takes too long. Does nothing when it is not running. */
  stop(): Promise<void>;
  /** Sends a signal to the process as it is, e.g. SIGKILL in a crash test; resolves when it has ended, for SIGKILL. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Stops it when it runs, and starts it. */
  restart(): Promise<void>;
  /** Is told each time it ends without having been asked to stop. */
  onDeath(listener: (ending: Ending, ranForMs: number) => void): void;
}

/** Told when a part ends without having been asked to. */
type DeathListener = (ending: Ending, ranForMs: number) => void;

/** What is known of a part between its calls. */
interface State {
  running: Running | null;
  stopping: boolean;
  readonly listeners: DeathListener[];
}

/** Makes a part of its description; nothing is started yet. */
export function createPart(spec: PartSpec): Part {
  const state: State = { running: null, stopping: false, listeners: [] };
  const start = (signal?: AbortSignal) => startPersistently(spec, state, signal);
  const stop = () => stopPart(spec, state);
  return {
    name: spec.name,
    title: spec.title,
    pid: () => state.running?.pid ?? null,
    start,
    stop,
    kill: async (signal) => {
      const process = state.running;
      process?.kill(signal);
      if (signal === 'SIGKILL') await process?.ended;
    },
    restart: async () => {
      await stop();
      await start();
    },
    onDeath: (listener) => void state.listeners.push(listener),
  };
}

/** Starts it; a failure that passes by itself is tried again for ten seconds. */
async function startPersistently(
  spec: PartSpec,
  state: State,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await startOnce(spec, state, signal);
    } catch (error) {
      if (!(error instanceof Fault) || spec.passes?.(error) !== true || Date.now() > until) throw error;
      await sleep(300, undefined, signal === undefined ? {} : { signal });
    }
  }
}

async function startOnce(spec: PartSpec, state: State, signal: AbortSignal | undefined): Promise<void> {
  if (state.running !== null) return;
  state.stopping = false;
  const process = await startProcess(await spec.launch(), spec.log.write);
  state.running = process;
  const outcome: { ending: Ending | null } = { ending: null };
  void process.ended.then((ending) => (outcome.ending = ending));
  const isSettled = async () => outcome.ending !== null || (await spec.isReady());
  let ready = false;
  try {
    ready = await waitUntil(isSettled, { withinMs: spec.readyWithinMs, signal });
  } catch (error) {
    await stopPart(spec, state);
    throw error;
  }
  if (outcome.ending !== null) {
    state.running = null;
    throw endedFault(spec, outcome.ending);
  }
  if (!ready) {
    await stopPart(spec, state);
    throw lateFault(spec);
  }
  watch(process, state);
}

function watch(process: Running, state: State): void {
  void process.ended.then((ending) => {
    if (state.running === process) state.running = null;
    if (state.stopping) return;
    for (const listener of state.listeners) listener(ending, Date.now() - process.since);
  });
}

async function stopPart(spec: PartSpec, state: State): Promise<void> {
  const process = state.running;
  if (process === null) return;
  state.stopping = true;
  process.kill(spec.stopSignal);
  const timer = setTimeout(() => process.kill('SIGKILL'), spec.stopWithinMs);
  await process.ended.finally(() => clearTimeout(timer));
  state.running = null;
}

function endedFault(spec: PartSpec, ending: Ending): Fault {
  const known = spec.explain?.(spec.log.tail(EXPLAINED_LINES).join('\n')) ?? null;
  if (known !== null) return known;
  const how = ending.signal === null ? `exit code ${ending.code}` : ending.signal;
  return new Fault(
    `${spec.title} ended while starting (${how})${lastLines(spec)}`,
    whereToLook(spec),
    EXIT.failed,
  );
}

function lateFault(spec: PartSpec): Fault {
  const seconds = Math.round(spec.readyWithinMs / 1000);
  return new Fault(
    `${spec.title} was not ready within ${seconds} s${lastLines(spec)}`,
    whereToLook(spec),
    EXIT.failed,
  );
}

/** The last lines of its output that say something; where in the code it happened is in the log. */
function lastLines(spec: PartSpec): string {
  const lines = spec.log.tail(EXPLAINED_LINES);
  const panic = lines.findLastIndex((line) => /^(panic|fatal error): /.test(line));
  const telling = lines.slice(-40).filter((line) => !/^\s+at |^\s*[{}]$|^Node\.js v/.test(line));
  return (panic < 0 ? telling.slice(-6) : lines.slice(panic, panic + 2))
    .map((line) => `\n      ${line.slice(0, 300)}`)
    .join('');
}

function whereToLook({ log, title }: PartSpec): string {
  return log.file === null ? `see what ${title} printed` : `more in ${shortPath(log.file)}`;
}
