import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../scripts/parts/ports.ts';
import { duration, paints, wantsColour } from '../../../scripts/setup/console.mjs';
import { downloadFile, megabytes } from '../../../scripts/setup/download.mjs';
import { hashOf, makeWhole, withLock } from '../../../scripts/setup/files.mjs';
import { packagesAreInstalled } from '../../../scripts/setup/packages.mjs';
import { environmentWith } from '../../../scripts/setup.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dispatch-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder that is whole or not there', () => {
  it('appears when its work is done, and what was left of a killed attempt goes', async () => {
    const place = path.join(folder, 'tool');
    mkdirSync(path.join(folder, 'tool.1a2b3c4d.tmp'));
    await makeWhole(place, async (temporary) => writeFileSync(path.join(temporary, 'program'), 'whole'));
    expect(readdirSync(folder)).toEqual(['tool']);
    expect(readFileSync(path.join(place, 'program'), 'utf8')).toBe('whole');
  });
  it('leaves nothing when the work breaks off, and keeps what was there', async () => {
    const place = path.join(folder, 'tool');
    mkdirSync(place);
    writeFileSync(path.join(place, 'program'), 'old');
    const broken = makeWhole(place, async (temporary) => {
      writeFileSync(path.join(temporary, 'program'), 'ha');
      throw new Error('the download broke off');
    });
    await expect(broken).rejects.toThrow('the download broke off');
    expect(readdirSync(folder)).toEqual(['tool']);
    expect(readFileSync(path.join(place, 'program'), 'utf8')).toBe('old');
  });
});

describe('a hash over sources', () => {
  it('changes with a name, a content and a new file, not with what is skipped', async () => {
    const sum = () => hashOf(folder, ['src', 'lock'], ['dist']);
    mkdirSync(path.join(folder, 'src', 'dist'), { recursive: true });
    writeFileSync(path.join(folder, 'src', 'a'), '1');
    const first = await sum();
    writeFileSync(path.join(folder, 'src', 'dist', 'x'), 'built');
    expect(await sum()).toBe(first);
    writeFileSync(path.join(folder, 'src', 'a'), '2');
    const second = await sum();
    expect(second).not.toBe(first);
    writeFileSync(path.join(folder, 'lock'), '');
    expect(await sum()).not.toBe(second);
  });
});

describe('a lock between commands', () => {
  it('lets one work at a time', async () => {
    const file = path.join(folder, 'lock');
    const steps: string[] = [];
    const work = (name: string) =>
      withLock(file, { onWait: () => steps.push(`${name} waits`) }, async () => {
        steps.push(`${name} begins`);
        await sleep(50);
        steps.push(`${name} ends`);
      });
    await Promise.all([work('a'), work('b')]);
    const worked = steps.filter((step) => !step.endsWith('waits'));
    const [first, second] = worked[0] === 'a begins' ? ['a', 'b'] : ['b', 'a'];
    expect(worked).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
    expect(readdirSync(folder)).toEqual([]);
  });
  it('is taken over when its process is gone', async () => {
    const file = path.join(folder, 'lock');
    writeFileSync(file, '2147483646');
    await expect(withLock(file, { onWait: () => undefined }, () => Promise.resolve('done'))).resolves.toBe(
      'done',
    );
  });
});

describe('whether packages are installed', () => {
  it('is told by the hash of the lock file, not by the folder', async () => {
    writeFileSync(path.join(folder, 'package-lock.json'), '{}');
    mkdirSync(path.join(folder, 'node_modules'));
    expect(await packagesAreInstalled({}, folder)).toBe(false);
    const hash = await hashOf(folder, ['package-lock.json']);
    writeFileSync(path.join(folder, 'node_modules', '.dispatch-lock-hash'), `${hash}\n`);
    expect(await packagesAreInstalled({}, folder)).toBe(true);
    writeFileSync(path.join(folder, 'package-lock.json'), '{"changed": true}');
    expect(await packagesAreInstalled({}, folder)).toBe(false);
  });
  it('is taken for granted in a production image', async () => {
    mkdirSync(path.join(folder, 'node_modules'));
    expect(await packagesAreInstalled({ NODE_ENV: 'production' }, folder)).toBe(false);
    writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), '{}');
    expect(await packagesAreInstalled({ NODE_ENV: 'production' }, folder)).toBe(true);
  });
});

describe('a download', () => {
  let server: Server;
  let address: string;
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/missing') response.writeHead(404).end();
      else if (request.url === '/broken') {
        response.writeHead(200, { 'content-length': '1000' }).write('half');
        setTimeout(() => response.destroy(), 20);
      } else response.writeHead(200, { 'content-length': '4' }).end('data');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is kept when it is whole', async () => {
    await downloadFile(`${address}/file`, path.join(folder, 'file'), () => undefined);
    expect(readFileSync(path.join(folder, 'file'), 'utf8')).toBe('data');
  });
  it('says what went wrong', async () => {
    await expect(
      downloadFile(`${address}/missing`, path.join(folder, 'file'), () => undefined),
    ).rejects.toThrow('answers 404');
    await expect(
      downloadFile(`${address}/broken`, path.join(folder, 'file'), () => undefined),
    ).rejects.toThrow();
    await expect(
      downloadFile(`http://127.0.0.1:${await freePort()}/`, path.join(folder, 'file'), () => undefined),
    ).rejects.toThrow('cannot be reached (ECONNREFUSED)');
  });
});

describe('what people read', () => {
  it('is times and sizes in their units', () => {
    expect([40, 3_210, 125_000].map(duration)).toEqual(['40 ms', '3.2 s', '2 min 5 s']);
    expect(megabytes(12_400_000, 44_508_240)).toBe('12 of 45 MB');
    expect(megabytes(12_400_000, 0)).toBe('12 MB');
  });
  it('has colours on a terminal only, and never with NO_COLOR', () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: false }, {})).toBe(false);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({ isTTY: false }, { FORCE_COLOR: '1' })).toBe(true);
    expect(paints(false).red('plain')).toBe('plain');
    expect(paints(true).red('red')).toContain('\u001b[31m');
  });
});

describe('the environment of a command', () => {
  it('finds the right Node first, once', () => {
    const { PATH } = environmentWith('/cache/bin/node', { PATH: '/usr/bin:/cache/bin:/bin' });
    expect(PATH).toBe('/cache/bin:/usr/bin:/bin');
  });
  it('keeps compiled code in the project, unless told where', () => {
    expect(environmentWith('/bin/node', {})['NODE_COMPILE_CACHE']).toMatch(/\.cache\/compiled$/);
    expect(environmentWith('/bin/node', { NODE_COMPILE_CACHE: '/fast' })['NODE_COMPILE_CACHE']).toBe('/fast');
  });
});
