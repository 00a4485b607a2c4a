import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { storageFault } from '../setup/fault.mjs';
import type { Sink } from './process.ts';

const KEEP_BYTES = 20_000_000;
const TAIL_LINES = 500;

/** Where the output of one part goes: its log file whole, and to people what they should see. */
export interface PartLog {
  /** The log file, or null when nothing is kept. */
  readonly file: string | null;
  readonly write: Sink;
  /** The last lines, for an error message. */
  tail(lines: number): string[];
  close(): void;
}

/** What decides which lines people see, and shows them. */
export interface LogOptions {
  readonly folder: string;
  readonly name: string;
  /** The text to show for a line, or null to keep it in the file only. */
  readonly pick: (line: string) => string | null;
  readonly show: (text: string) => void;
}

/**
 * Opens `<folder>/<name>.log` for appending. A file above 20 MB is moved to `<name>.log.1` first, the older one of
 * that name is replaced. The same text is shown once in 10 seconds at most.
 */
export function openLog({ folder, name, pick, show }: LogOptions): PartLog {
  const file = path.join(folder, `${name}.log`);
  let handle = open(file);
  let written = statSync(file).size;
  let rest = '';
  let closed = false;
  const last: string[] = [];
  const shown = new Map<string, number>();

  const showOnce = (text: string) => {
    const now = Date.now();
    if (now - (shown.get(text) ?? 0) < 10_000) return;
    if (shown.size > 500) shown.clear();
    shown.set(text, now);
    show(text);
  };
  const eachLine = (line: string) => {
    if (line.trim() === '') return;
    last.push(line);
    if (last.length > TAIL_LINES) last.shift();
    const text = pick(line);
    if (text !== null) showOnce(text);
  };
  return {
    file,
    write: (chunk) => {
      if (closed) return;
      if (written > KEEP_BYTES) {
        closeSync(handle);
        handle = open(file);
        written = 0;
      }
      written += append(handle, chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(eachLine);
    },
    tail: (lines) => [...last, rest].filter((line) => line.trim() !== '').slice(-lines),
    close: () => {
      if (!closed) closeSync(handle);
      closed = true;
    },
  };
}

function open(file: string): number {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    if (existsSync(file) && statSync(file).size > KEEP_BYTES) renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o640);
  } catch (error) {
    throw storageFault(error, file);
  }
}

/** A log that cannot be written (the disk is full) must not stop the part that it is about. */
function append(handle: number, chunk: string): number {
  try {
    return writeSync(handle, chunk);
  } catch {
    return 0;
  }
}
