import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../config/load.ts';
import { explanationOf } from '../../../scripts/explain.ts';
import { explainPostgres } from '../../../scripts/parts/postgres.ts';
import { mayEnter } from '../../../scripts/parts/postgres-user.ts';
import { takeStartLock } from '../../../scripts/parts/start-lock.ts';
import { explainTemporal } from '../../../scripts/parts/temporal.ts';
import { Fault, storageFault } from '../../../scripts/setup/fault.mjs';
import { spaceFault } from '../../../scripts/start/storage.ts';

const code = (name: string) => Object.assign(new Error(name), { code: name });

describe('faults', () => {
  it('tell a full disk and missing rights from other errors', () => {
    expect(storageFault(code('ENOSPC'), '/data')).toMatchObject({
      message: 'the disk is full (writing /data)',
      exitCode: 6,
    });
    expect(storageFault(code('EACCES'), '/data')).toMatchObject({
      message: '/data cannot be written',
      exitCode: 6,
    });
    const other = code('EIO');
    expect(storageFault(other, '/data')).toBe(other);
  });
  it('tell a disk that is nearly full', () => {
    expect(spaceFault('/data', 300_000_000)).toBeNull();
    expect(spaceFault('/data', 20_000_000)).toMatchObject({
      message: expect.stringContaining('only 20 MB left'),
      exitCode: 6,
    });
  });
  it("read Postgres's output", () => {
    const where = { folder: '/data/postgres', port: 54329 };
    expect(explainPostgres('LOG: could not bind IPv4 address "127.0.0.1"', where)).toMatchObject({
      exitCode: 4,
    });
    expect(explainPostgres('PANIC: No space left on device', where)).toMatchObject({ exitCode: 6 });
    expect(explainPostgres('FATAL: lock file "postmaster.pid" already exists', where)).toMatchObject({
      exitCode: 7,
    });
    expect(explainPostgres('LOG: all is well', where)).toBeNull();
  });
  it("read the Temporal server's output", () => {
    const where = {
      cli: 'temporal',
      port: 7233,
      uiPort: 8233,
      namespace: 'default',
      file: '/data/temporal.db',
    };
    expect(
      explainTemporal('Error: listen tcp 127.0.0.1:7233: bind: address already in use', where),
    ).toMatchObject({
      exitCode: 4,
      remedy: expect.stringContaining('EMBEDDED_TEMPORAL_PORT'),
    });
    expect(explainTemporal('database disk image is malformed', where)).toMatchObject({ exitCode: 8 });
    expect(
      explainTemporal('started\npanic: failed assigning ephemeral port\n\ngoroutine 1 [running]:\nmain.main()', where),
    ).toMatchObject({ message: 'the Temporal server broke off while starting: failed assigning ephemeral port' });
    expect(explainTemporal('started', where)).toBeNull();
  });
  it('are put into words with exit code and remedy', () => {
    expect(explanationOf(new Fault('a', 'b', 6))).toEqual({ message: 'a', remedy: 'b', exitCode: 6 });
    const wrong = new ConfigError([{ key: 'PORT', found: '"x"', allowed: 'a number' }]);
    expect(explanationOf(wrong)).toMatchObject({
      message: 'PORT: found "x", allowed is a number',
      exitCode: 78,
    });
    expect(explanationOf(new Error('boom'))).toMatchObject({ remedy: null, exitCode: 1 });
  });
});

describe('who may walk through a folder', () => {
  const user = { uid: 101, gid: 104 };
  it.each([
    [{ uid: 0, gid: 0, mode: 0o755 }, true],
    [{ uid: 0, gid: 0, mode: 0o700 }, false],
    [{ uid: 0, gid: 104, mode: 0o710 }, true],
    [{ uid: 101, gid: 0, mode: 0o677 }, false],
    [{ uid: 101, gid: 0, mode: 0o700 }, true],
  ])('%j', (folder, may) => {
    expect(mayEnter(folder, user)).toBe(may);
  });
});

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dispatch-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one start in, and the next when it has let go', async () => {
    const file = path.join(folder, 'start.lock');
    const lock = await takeStartLock(file, 'http://localhost:8000');
    await expect(takeStartLock(file, 'http://localhost:9000')).rejects.toMatchObject({
      message: `Dispatch already runs from this folder (process ${process.pid}, http://localhost:8000)`,
      exitCode: 9,
    });
    lock.release();
    (await takeStartLock(file, 'http://localhost:9000')).release();
  });
  it('takes over from a start that is gone, also when its process id is used again', async () => {
    const file = path.join(folder, 'start.lock');
    writeFileSync(
      file,
      JSON.stringify({ pid: process.pid, startedAt: 'another time', address: '', parts: [] }),
    );
    (await takeStartLock(file, '')).release();
    writeFileSync(file, 'half a li');
    const lock = await takeStartLock(file, '');
    expect(lock.cleanedUp).toEqual([]);
    lock.release();
  });
});
