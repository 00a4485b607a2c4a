import path from 'node:path';
import type { Reporter } from '../setup/console.mjs';
import { duration } from '../setup/console.mjs';
import { shortPath } from '../setup/paths.mjs';
import { forProcesses, givenSettings } from '../environment.ts';
import type { GivenSettings } from '../environment.ts';
import { checkSettings } from '../check-settings.ts';
import { identify } from '../parts/identity.ts';
import type { Part } from '../parts/part.ts';
import { requireFreePorts } from '../parts/ports.ts';
import { generateSecrets, readOrCreateSecrets } from '../parts/secrets.ts';
import { takeStartLock } from '../parts/start-lock.ts';
import type { StartLock } from '../parts/start-lock.ts';
import { supervise } from '../parts/supervise.ts';
import { existsSync } from 'node:fs';
import type { StartArguments } from './arguments.ts';
import { onInterrupt } from './interrupt.ts';
import { runJob } from './job.ts';
import { demoSlackOf, logsFor, postgresOf, servicesOf, temporalOf } from './parts.ts';
import { planDemoSlack, withDemoSlack } from './demo-slack.ts';
import type { PartsInput } from './parts.ts';
import { effectiveSettings, planStart, wantedPorts } from './plan.ts';
import type { StartPlan } from './plan.ts';
import { requireStorage } from './storage.ts';

/** The parts that run, in the order in which they are stopped. */
interface Fleet {
  readonly parts: Part[];
  readonly lock: StartLock;
  readonly signal: AbortSignal;
}

/**
 * Starts everything, prints where it is, keeps it alive, and stops it in order when asked to. Throws a Fault when it
 * cannot be started; then nothing is left running. Resolves when all has been stopped.
 */
export async function runStart(args: StartArguments, reporter: Reporter): Promise<void> {
  // The launcher may have spent minutes on packages before; that counts.
  const since = Number(process.env['DISPATCH_LAUNCHED_AT'] ?? Date.now());
  const given = await givenSettings(process.env);
  const plan = planStart(given, args);
  // Before anything is started or written; what will be generated is right by itself.
  await checkSettings(forProcesses(effectiveSettings(given, plan, generateSecrets())), given.problems);
  requireStorage(plan.dataFolder);
  const lock = await takeStartLock(path.join(plan.dataFolder, 'start.lock'), plan.appUrl);
  for (const name of lock.cleanedUp) reporter.warn(`stopped ${name}, which a killed start had left running`);
  const parts: Part[] = [];
  const interrupt = onInterrupt(() => void killAll(parts, lock));
  try {
    await requireFreePorts(wantedPorts(plan));
    const input = await prepareInput({ plan, given, args }, { reporter, signal: interrupt.signal });
    await bringUp(input, { parts, lock, signal: interrupt.signal }, args.demo);
    await welcome(input, Date.now() - since);
    await keepAlive({ parts, lock, signal: interrupt.signal }, reporter);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  } finally {
    await stopAll(parts, reporter);
    lock.release();
    interrupt.release();
  }
}

async function prepareInput(
  { plan, given, args }: { plan: StartPlan; given: GivenSettings; args: StartArguments },
  rest: Pick<PartsInput, 'reporter' | 'signal'>,
): Promise<PartsInput> {
  const secrets = await readOrCreateSecrets({
    file: path.join(plan.dataFolder, 'secrets.json'),
    dataExists: existsSync(path.join(plan.dataFolder, 'postgres')),
  });
  const demoSlack = args.demo ? await planDemoSlack(plan) : null;
  const env = withDemoSlack(forProcesses(effectiveSettings(given, plan, secrets)), demoSlack);
  for (const hint of given.hints) rest.reporter.warn(hint);
  return { plan, env, secrets, demoSlack, verbose: args.verbose, ...rest };
}

/** Starts the parts in the order of what they need, two at a time where they need nothing of each other. */
async function bringUp(input: PartsInput, fleet: Fleet, demo: boolean): Promise<void> {
  const { reporter, env } = input;
  const { signal } = fleet;
  const log = logsFor(input);
  const [postgres, temporal] = await Promise.all([postgresOf(input), temporalOf(input)]);
  await startTogether(fleet, reporter, [temporal, postgres]);
  const migrate = reporter.step('Database', async (step) => {
    const args = demo ? ['--demo'] : [];
    const lines = await runJob({
      title: 'migrating',
      entry: 'scripts/migrate.ts',
      args,
      env,
      log: log('migrate'),
      signal,
      step,
    });
    step.note(lines.at(-1) ?? '');
  });
  const setUp = reporter.step('Temporal setup', async (step) => {
    const lines = await runJob({
      title: 'setting Temporal up',
      entry: 'worker/setup.ts',
      env,
      log: log('setup'),
      signal,
    });
    step.note(lines.at(-1) === 'up to date' ? 'up to date' : 'search attributes, Schedules');
  });
  await allOf([migrate, setUp]);
  // Before app and worker, so that it is stopped after them: nothing of theirs fails on the way down.
  await startTogether(fleet, reporter, [demoSlackOf(input)]);
  const { worker, api } = servicesOf(input);
  await startTogether(fleet, reporter, [api, worker]);
}

/** Starts parts at the same time. The first is the first to be stopped, and all before those started earlier. */
async function startTogether(
  { parts, lock, signal }: Fleet,
  reporter: Reporter,
  some: (Part | null)[],
): Promise<void> {
  const own = some.filter((part) => part !== null);
  parts.unshift(...own);
  const starts = own.map((part) =>
    reporter.step(part.title, async (step) => {
      await part.start(signal);
      step.note('ready');
      record(parts, lock);
    }),
  );
  await allOf(starts);
}

/** Waits for all, so that nothing is still being started when the first failure is thrown. */
async function allOf(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function record(parts: readonly Part[], lock: StartLock): void {
  const recorded = parts.flatMap((part) => {
    const identity = identify(part.pid() ?? 0);
    const stopSignal = part.name === 'postgres' ? ('SIGINT' as const) : ('SIGTERM' as const);
    return identity === null ? [] : [{ ...identity, name: part.name, stopSignal }];
  });
  lock.record(recorded);
}

/** Prints where everything is. */
async function welcome(input: PartsInput, tookMs: number): Promise<void> {
  const { plan, env, reporter, signal } = input;
  const link = await runJob({
    title: 'asking for the first administrator',
    entry: 'scripts/bootstrap-link.ts',
    env,
    log: openQuietLog(),
    signal,
  });
  const { bold, dim } = reporter.paint;
  const show = (name: string, text: string) => reporter.line(`  ${name.padEnd(16)}${text}`);
  reporter.line();
  show('App', bold(plan.appUrl));
  show('API reference', `${plan.appUrl}/api/v1/docs`);
  const temporalUi = env['TEMPORAL_UI_URL'];
  if (temporalUi) show('Temporal UI', temporalUi);
  if (input.demoSlack !== null) {
    reporter.line();
    show('As in Slack', bold(input.demoSlack.url));
    show('', dim('a stand-in for Slack to try it in: incidents of the project “As in Slack” get a channel there'));
  }
  const address = link.find((line) => /^https?:\/\//.test(line));
  if (address !== undefined) {
    reporter.line();
    show('First sign-in', bold(address));
    show('', dim('makes you the first administrator; works once'));
  }
  reporter.line();
  reporter.line(
    dim(
      `  Up in ${duration(tookMs)}. Data and logs in ${shortPath(plan.dataFolder)}. Ctrl-C stops everything.`,
    ),
  );
  reporter.line();
}

/** The link is a secret: it is shown, and kept in no file. */
function openQuietLog() {
  const lines: string[] = [];
  return {
    file: null,
    write: (chunk: string) =>
      void lines.push(...chunk.split('\n').filter((line) => !/https?:\/\//.test(line))),
    tail: (count: number) => lines.filter((line) => line.trim() !== '').slice(-count),
    close: () => undefined,
  };
}

/** Restarts what dies until people want to stop. */
async function keepAlive({ parts, lock, signal }: Fleet, reporter: Reporter): Promise<void> {
  const supervision = supervise(parts, {
    died: (part, how, againInMs) => {
      reporter.error(`${part.title} ended (${how}); starting it again in ${duration(againInMs)}`);
    },
    back: (part) => {
      record(parts, lock);
      reporter.line(`  ${reporter.paint.green('✓')} ${part.title} is back`);
    },
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  supervision.release();
  reporter.line();
}

async function stopAll(parts: readonly Part[], reporter: Reporter): Promise<void> {
  for (const part of parts) {
    if (part.pid() === null) continue;
    await reporter.step(part.title, async (step) => {
      await part.stop();
      step.note('stopped');
    });
  }
}

/** Second Ctrl-C: everything is killed; Postgres and Temporal recover on the next start. */
async function killAll(parts: readonly Part[], lock: StartLock): Promise<void> {
  await Promise.all(parts.map((part) => part.kill('SIGKILL')));
  lock.release();
  process.exit(130);
}
