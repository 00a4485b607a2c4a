import { describe, expect, it } from '@jest/globals';
import { atLeast, compareVersions, versionIn } from '../../../scripts/setup/version.mjs';

describe('compareVersions', () => {
  it.each([
    ['1.9.1', '1.9.1', 0],
    ['1.10.0', '1.9.1', 1],
    ['22.18.0', '22.18', 0],
    ['18.20.4', '22.18.0', -1],
    ['v26.10.0', '22.18.0', 1],
    ['2.0.0-beta.1', '2.0.0', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
  });
});

describe('atLeast', () => {
  it('is false for what is no version', () => {
    expect(atLeast(null, '1.0.0')).toBe(false);
    expect(atLeast('', '1.0.0')).toBe(false);
    expect(atLeast('unknown', '0.0.0')).toBe(false);
  });
  it('takes the wanted version itself and newer ones', () => {
    expect(atLeast('22.18.0', '22.18.0')).toBe(true);
    expect(atLeast('22.17.9', '22.18.0')).toBe(false);
  });
});

describe('versionIn', () => {
  it('finds the version in what a program prints about itself', () => {
    expect(versionIn('temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)')).toBe('1.9.1');
    expect(versionIn('no numbers here')).toBeNull();
  });
});
