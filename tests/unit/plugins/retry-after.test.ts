import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../../plugins/retry-after.ts';

const now = new Date('2026-05-12T10:00:00.000Z');

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Tue, 12 May 2026 10:01:00 GMT', 60_000],
    ['Tuesday, 12-May-26 10:01:00 GMT', 60_000],
    ['Tue, 12 May 2026 09:00:00 GMT', 0],
    ['999999999', 86_400_000],
  ])('%j is %d ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  it.each([null, undefined, '', '-5', 'soon', 'next Tuesday', '2026'.repeat(3) + 'x'])(
    '%j is unreadable',
    (header) => {
      expect(retryAfterMs(header, now)).toBeNull();
    },
  );
});
