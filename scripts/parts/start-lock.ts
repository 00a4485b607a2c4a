import { openSync, readFileSync, rmSync, writeFileSync, writeSync, closeSync, renameSync } from 'node:fs';
import { codeOf, EXIT, Fault, storageFault } from '../setup/fault.mjs';
import { identify, isSameProcess } from './identity.ts';
import type { Identity } from './identity.ts';
import { waitUntil } from './ready.ts';

/** A process that belongs to a start, as the lock remembers it. */
export interface RecordedPart extends Identity {
  readonly name: string;
  readonly stopSignal: NodeJS.Signals;
}

interface Holder extends Identity {
  readonly address: string;
  readonly parts: readonly RecordedPart[];
}

/** The right to run from a data folder, held until it is released. */
export interface StartLock {
  /** What an earlier start that was killed had left running; all of it has been stopped. */
  readonly cleanedUp: readonly string[];
  /** Remembers the processes that run, so that the next start can clear up should this one be killed. */
  record(parts: readonly RecordedPart[]): void;
  release(): void;
}

/**
 * Takes the lock of a data folder. Throws a Fault when another start holds it. The lock of a start that was killed is
 * taken over, and what that start left running is stopped first.
 */
export async function takeStartLock(file: string, address: string): Promise<StartLock> {
  const me = identify(process.pid) ?? { pid: process.pid, startedAt: '' };
  const cleanedUp: string[] = [];
  while (!create(file, { ...me, address, parts: [] })) {
    const holder = readHolder(file);
    if (holder !== null && isSameProcess(holder)) throw runningFault(holder);
    for (const part of holder?.parts ?? []) {
      if (await stopLeftover(part)) cleanedUp.push(part.name);
    }
    rmSync(file, { force: true });
  }
  return {
    cleanedUp,
    record: (parts) => {
      writeFileSync(`${file}.tmp`, JSON.stringify({ ...me, address, parts }));
      renameSync(`${file}.tmp`, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

function create(file: string, holder: Holder): boolean {
  try {
    const handle = openSync(file, 'wx', 0o644);
    writeSync(handle, JSON.stringify(holder));
    closeSync(handle);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw storageFault(error, file);
  }
}

function readHolder(file: string): Holder | null {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    if (typeof value.pid !== 'number' || typeof value.startedAt !== 'string') return null;
    return {
      pid: value.pid,
      startedAt: value.startedAt,
      address: value.address ?? '',
      parts: value.parts ?? [],
    };
  } catch {
    return null;
  }
}

function runningFault(holder: Holder): Fault {
  return new Fault(
    `Dispatch already runs from this folder (process ${holder.pid}, ${holder.address})`,
    `use that one, stop it with "kill ${holder.pid}", or start another with --data <folder> and other ports`,
    EXIT.alreadyRunning,
  );
}

/** Stops a process that a killed start had left; true when there was one. */
async function stopLeftover(part: RecordedPart): Promise<boolean> {
  if (!isSameProcess(part)) return false;
  process.kill(part.pid, part.stopSignal);
  const gone = await waitUntil(() => Promise.resolve(!isSameProcess(part)), { withinMs: 10_000 });
  if (!gone) process.kill(part.pid, 'SIGKILL');
  return true;
}
