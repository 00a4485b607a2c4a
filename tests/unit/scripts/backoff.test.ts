import { describe, expect, it } from '@jest/globals';
import { backoffMs, deathsInARow } from '../../../scripts/parts/backoff.ts';

describe('back-off', () => {
  it('doubles from 1 s and stays at 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(backoffMs)).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });
  it('starts anew after a minute of life', () => {
    expect(deathsInARow(4, 5_000)).toBe(5);
    expect(deathsInARow(4, 59_999)).toBe(5);
    expect(deathsInARow(4, 60_000)).toBe(1);
  });
});
