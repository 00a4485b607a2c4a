import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identify, isSameProcess } from '../../../scripts/parts/identity.ts';
import { openLog } from '../../../scripts/parts/logs.ts';
import { createPart } from '../../../scripts/parts/part.ts';
import type { Part, PartSpec } from '../../../scripts/parts/part.ts';
import { takeStartLock } from '../../../scripts/parts/start-lock.ts';
import { supervise } from '../../../scripts/parts/supervise.ts';

let folder: string;
let parts: Part[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dispatch-parts-'));
  parts = [];
});
afterEach(async () => {
  for (const part of parts) await part.stop();
  rmSync(folder, { recursive: true, force: true });
});

const READY = "console.log('ready'); setInterval(() => {}, 1000);";

function scriptPart(script: string, extra: Partial<PartSpec> = {}): Part {
  const log = openLog({ folder, name: 'part', pick: () => null, show: () => undefined });
  const part = createPart({
    name: 'part',
    title: 'Part',
    launch: () => ({ file: process.execPath, args: ['-e', script], env: { PATH: process.env['PATH'] } }),
    isReady: () => Promise.resolve(log.tail(5).includes('ready')),
    readyWithinMs: 8_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 3_000,
    log,
    ...extra,
  });
  parts.push(part);
  return part;
}

describe('a part', () => {
  it('is started until it is ready, and stopped', async () => {
    const part = scriptPart(READY);
    await part.start();
    const pid = part.pid() ?? 0;
    expect(identify(pid)).not.toBeNull();
    await part.stop();
    expect(part.pid()).toBeNull();
    expect(identify(pid)).toBeNull();
    expect(readFileSync(path.join(folder, 'part.log'), 'utf8')).toContain('ready');
  });
  it('that ends while starting says how, with its last lines', async () => {
    const part = scriptPart("console.error('no such table'); process.exit(3);", {
      isReady: () => Promise.resolve(false),
    });
    await expect(part.start()).rejects.toThrow(/Part ended while starting \(exit code 3\)\n\s+no such table/);
    expect(part.pid()).toBeNull();
  });
  it('that is not ready in time is stopped', async () => {
    const part = scriptPart(READY, { isReady: () => Promise.resolve(false), readyWithinMs: 300 });
    await expect(part.start()).rejects.toThrow('Part was not ready within 0 s');
    expect(part.pid()).toBeNull();
  });
  it('that does not listen to the stop signal is killed', async () => {
    const part = scriptPart(`process.on('SIGTERM', () => {}); ${READY}`, { stopWithinMs: 200 });
    await part.start();
    const since = Date.now();
    await part.stop();
    expect(Date.now() - since).toBeGreaterThanOrEqual(190);
    expect(part.pid()).toBeNull();
  });
  it('is stopped when the start is given up', async () => {
    const part = scriptPart(READY, { isReady: () => Promise.resolve(false) });
    const given = new AbortController();
    const start = part.start(given.signal);
    setTimeout(() => given.abort(new Error('interrupted')), 200);
    await expect(start).rejects.toThrow('interrupted');
    expect(part.pid()).toBeNull();
  });
});

describe('supervision', () => {
  it('starts a part that dies again, and says both', async () => {
    const part = scriptPart(READY);
    await part.start();
    const first = part.pid();
    const died: string[] = [];
    const back = new Promise<void>((resolve) => {
      supervise([part], {
        died: (_, how, againInMs) => died.push(`${how} ${againInMs}`),
        back: () => resolve(),
      });
    });
    await part.kill('SIGKILL');
    await back;
    expect(died).toEqual(['killed by SIGKILL 1000']);
    expect(part.pid()).not.toBe(first);
  });
  it('leaves a part alone that was asked to stop, and everything once released', async () => {
    const part = scriptPart(READY);
    await part.start();
    const died: string[] = [];
    const supervision = supervise([part], { died: (_, how) => died.push(how), back: () => undefined });
    await part.restart();
    supervision.release();
    await part.kill('SIGKILL');
    expect(died).toEqual([]);
  });
});

describe('what a killed start left running', () => {
  it('is stopped by the next one', async () => {
    const part = scriptPart(READY);
    await part.start();
    const identity = identify(part.pid() ?? 0);
    if (identity === null) throw new Error('the part does not run');
    const file = path.join(folder, 'start.lock');
    const recorded = [{ ...identity, name: 'worker', stopSignal: 'SIGTERM' }];
    writeFileSync(file, JSON.stringify({ pid: 1, startedAt: 'long ago', address: '', parts: recorded }));
    const lock = await takeStartLock(file, '');
    expect(lock.cleanedUp).toEqual(['worker']);
    expect(isSameProcess(identity)).toBe(false);
    lock.release();
  });
});

describe('a log', () => {
  it('shows a line that repeats once, and keeps all of them', () => {
    const shown: string[] = [];
    const log = openLog({
      folder,
      name: 'noise',
      pick: (line) => (line.startsWith('!') ? line : null),
      show: (text) => shown.push(text),
    });
    log.write('! again\nquiet\n! ag');
    log.write('ain\n! other\n');
    log.close();
    expect(shown).toEqual(['! again', '! other']);
    expect(readFileSync(path.join(folder, 'noise.log'), 'utf8')).toBe('! again\nquiet\n! again\n! other\n');
    expect(log.tail(2)).toEqual(['! again', '! other']);
  });
});
