import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { exitCodeOf } from '../setup/run.mjs';

/** What to run, as whom and where. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** What the kernel sends it on Linux when we die ourselves; SIGTERM unless told. */
  readonly deathSignal?: NodeJS.Signals;
  /** Run as another user; only root can. */
  readonly runAs?: RunAs | undefined;
}

/** The user that a process is run as, and whether it may enter folders that this user could not. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly entersAnyFolder: boolean;
}

/** How a process ended: by the shell's convention, 128 + the number of the signal. */
export interface Ending {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
}

/** A process that was started. */
export interface Running {
  readonly pid: number;
  readonly since: number;
  readonly ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): void;
}

/** Receives what a process prints. */
export type Sink = (chunk: string) => void;

const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));

/**
 * Starts a process in a session of its own, so that a Ctrl-C in the terminal reaches only us and we stop the parts in
 * order. On Linux the kernel ends it should we be killed ourselves. Throws when it cannot be started.
 */
export async function startProcess(launch: Launch, sink: Sink): Promise<Running> {
  const { file, args } = withPrivileges(launch);
  const { runAs } = launch;
  const child = spawn(file, args, {
    cwd: launch.cwd,
    env: launch.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(runAs === undefined || SETPRIV !== undefined ? {} : { uid: runAs.uid, gid: runAs.gid }),
  });
  child.stdout.setEncoding('utf8').on('data', sink);
  child.stderr.setEncoding('utf8').on('data', sink);
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ code: exitCodeOf(code, signal), signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', (error) => sink(`${error.message}\n`));
  return {
    pid: child.pid ?? 0,
    since: Date.now(),
    ended,
    kill: (signal) => void child.kill(signal),
  };
}

/** True when `setpriv` is there, which a root needs to run Postgres below a folder that only root may enter. */
export function canEnterAnyFolder(): boolean {
  return SETPRIV !== undefined;
}

/** The command wrapped in `setpriv` where there is one; it becomes the command, so the process id stays. */
function withPrivileges({ file, args, runAs, deathSignal = 'SIGTERM' }: Launch): {
  file: string;
  args: readonly string[];
} {
  if (SETPRIV === undefined) return { file, args };
  const flags = ['--pdeathsig', deathSignal.slice(3)];
  if (runAs !== undefined) {
    flags.push(
      '--reuid',
      String(runAs.uid),
      '--regid',
      String(runAs.gid),
      '--clear-groups',
      '--no-new-privs',
    );
    flags.push(...capabilityFlags(runAs.entersAnyFolder));
  }
  return { file: SETPRIV, args: [...flags, file, ...args] };
}

/**
 * Postgres refuses to be root, and cannot start below a folder such as /root that only root may enter. So it keeps one
 * capability, to walk through folders, and loses all others. `no_setuid_fixup` lets access(2) see that capability.
 */
function capabilityFlags(entersAnyFolder: boolean): string[] {
  if (!entersAnyFolder) return ['--inh-caps=-all', '--bounding-set=-all'];
  const keep = '-all,+dac_read_search';
  return [
    `--inh-caps=${keep}`,
    `--ambient-caps=${keep}`,
    `--bounding-set=${keep}`,
    '--securebits=+no_setuid_fixup',
  ];
}
