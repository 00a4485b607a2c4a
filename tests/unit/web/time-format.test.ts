import { describe, expect, it } from '@jest/globals';
import { fromFieldTime, toFieldTime } from '../../../web/src/ui/date-time.ts';
import { formatClock, formatDay, formatDuration, formatExact, formatRelative, formatSpan, formatWork, zoneName } from '../../../web/src/ui/time-format.ts';

const NOW = Date.parse('2026-11-22T11:26:04.000Z');
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-5_000, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [59 * 60_000, '59 min'],
    [134 * 60_000, '2 h 14 m'],
    [302 * 60_000, '5 h 02 m'],
    [27 * 3_600_000, '1 d 03 h'],
    [41 * 86_400_000, '41 d'],
  ])('says %d ms as %s', (length, text) => {
    expect(formatDuration(length)).toBe(text);
  });

  it('says chosen lengths without what is nought', () => {
    expect([0, 30, 60, 90, 120, 480, 1500, 4320].map(formatSpan)).toEqual(['0 min', '30 min', '1 h', '1 h 30 min', '2 h', '8 h', '1 d 1 h', '3 d']);
  });

  it('says the short work of machines precisely', () => {
    expect([420, 2_130, 9_999, 61_000].map(formatWork)).toEqual(['420 ms', '2.1 s', '10.0 s', '1 min']);
  });
});

describe('formatRelative', () => {
  it.each([
    [0, 'just now'],
    [-0.5, 'in a moment'],
    [1, '1 min ago'],
    [5, '5 min ago'],
    [-6, 'in 6 min'],
    [60, '1 h ago'],
    [-1_441, 'in 1 d'],
    [3 * 1_440, '3 d ago'],
  ])('says what is %d minutes away as %s', (minutes, text) => {
    expect(formatRelative(ago(minutes), NOW, 'UTC')).toBe(text);
  });

  it('says a date for what is longer ago, with the year when it is another one', () => {
    expect(formatRelative('2026-03-03T10:00:00.000Z', NOW, 'UTC')).toBe('3 Mar');
    expect(formatRelative('2025-03-03T10:00:00.000Z', NOW, 'UTC')).toBe('3 Mar 2025');
  });

  it('does not invent a time for what is none', () => {
    expect(formatRelative('yesterday', NOW, 'UTC')).toBe('–');
    expect(formatClock('', 'UTC')).toBe('–');
    expect(formatExact('', 'UTC')).toBe('unknown time');
  });
});

describe('zones', () => {
  it('shows the exact moment in the zone that is asked for', () => {
    expect(formatExact('2026-11-22T11:26:04.000Z', 'UTC')).toBe('Sun 22 Nov 2026, 11:26:04 UTC');
    expect(formatExact('2026-11-22T11:26:04.000Z', 'Asia/Kolkata')).toBe('Sun 22 Nov 2026, 16:56:04 UTC+5:30');
  });

  it('knows summer time', () => {
    expect(zoneName('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z'))).toBe('UTC+2');
    expect(zoneName('Europe/Berlin', Date.parse('2026-12-01T00:00:00Z'))).toBe('UTC+1');
    expect(zoneName('Europe/London', Date.parse('2026-12-01T00:00:00Z'))).toBe('UTC');
  });

  it('names the day as it is in the zone', () => {
    expect(formatDay('2026-11-22T23:30:00.000Z', NOW, 'UTC')).toBe('Today');
    expect(formatDay('2026-11-21T23:30:00.000Z', NOW, 'UTC')).toBe('Yesterday');
    expect(formatDay('2026-11-21T23:30:00.000Z', NOW, 'Europe/Berlin')).toBe('Today');
    expect(formatDay('2026-11-20T08:00:00.000Z', NOW, 'UTC')).toBe('Fri 20 Nov 2026');
  });
});

describe('the date and time field', () => {
  it('gives back the moment it was given, in UTC and in the zone of the machine', () => {
    for (const zone of ['UTC', 'local']) {
      expect(fromFieldTime(toFieldTime('2026-11-22T11:26:00.000Z', zone), zone)).toBe('2026-11-22T11:26:00.000Z');
    }
  });

  it('holds UTC when times are shown in UTC', () => {
    expect(toFieldTime('2026-11-22T11:26:00.000Z', 'UTC')).toBe('2026-11-22T11:26');
  });

  it('has no moment while it is empty, half filled in or impossible', () => {
    expect(['', '2026-11-22', '2026-13-45T99:99'].map((text) => fromFieldTime(text, 'UTC'))).toEqual([undefined, undefined, undefined]);
  });
});
