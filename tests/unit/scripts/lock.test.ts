import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { missingFrom, platformOf } from '../../../scripts/check/lock.mjs';
import { ROOT } from '../../../scripts/setup/paths.mjs';

describe('package-lock.json', () => {
  it('has the optional packages of every platform, without which npm ci refuses it', () => {
    const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
    expect(Object.keys(missingFrom(lock))).toEqual([]);
  });
  it('names no registry', () => {
    expect(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});

describe('what a lock file lacks', () => {
  const optionalDependencies = { '@x/core-linux-x64-gnu': '1.0.0', '@x/core-darwin-arm64': '1.0.0' };
  it('is found, with its platform', () => {
    const lock = {
      packages: {
        'node_modules/x': { optionalDependencies },
        'node_modules/@x/core-linux-x64-gnu': { version: '1.0.0' },
      },
    };
    expect(missingFrom(lock)).toEqual({
      'node_modules/@x/core-darwin-arm64': {
        version: '1.0.0',
        optional: true,
        os: ['darwin'],
        cpu: ['arm64'],
      },
    });
  });
  it('goes beside its parent when another version holds the first place', () => {
    const packages = {
      'node_modules/x': { optionalDependencies: { '@x/core-win32-x64': '2.0.0' } },
      'node_modules/y/node_modules/x': { optionalDependencies: { '@x/core-win32-x64': '1.0.0' } },
      'node_modules/@x/core-win32-x64': { version: '2.0.0' },
    };
    expect(Object.keys(missingFrom({ packages }))).toEqual(['node_modules/y/node_modules/@x/core-win32-x64']);
  });
  it('is told by the name', () => {
    expect(platformOf('@a/binding-linux-arm-musleabihf')).toEqual({
      os: ['linux'],
      cpu: ['arm'],
      libc: ['musl'],
    });
    expect(platformOf('@a/b-linux-s390x-gnu')).toEqual({ os: ['linux'], cpu: ['s390x'], libc: ['glibc'] });
    expect(platformOf('@a/b-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
  });
});
