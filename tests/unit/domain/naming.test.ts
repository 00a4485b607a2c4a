import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conferenceName, conversationName, documentTitle, groupName, slug, storageName } from '../../../domain/incident/naming.ts';
import { earliest, isDue, latest, plus, toIso } from '../../../domain/time.ts';
import { createMutex } from '../../../workflows/incident/mutex.ts';

describe('names', () => {
  it('come from the key alone', () => {
    expect([conversationName('INC-42'), storageName('INC-42'), groupName('tactical', 'INC-42'), documentTitle('review', 'INC-42'), conferenceName('INC-42')]).toEqual(['inc-42', 'INC-42', 'inc-42-tactical', 'INC-42 Postmortem', 'INC-42 incident call']);
  });

  it.each([
    ['Größe & Ångström', 'gro-e-angstrom'],
    ['--a--b--', 'a-b'],
    ['日本語', 'incident'],
    ['', 'incident'],
  ])('of %s: %s', (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  it('are always what the strictest chat takes', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => expect(conversationName(text)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/)));
  });
});

describe('times', () => {
  it('are compared as moments, not as text', () => {
    expect(latest('2030-01-01T10:00:00+02:00', '2030-01-01T09:00:00Z', null)).toBe('2030-01-01T09:00:00Z');
    expect(earliest('2030-01-01T10:00:00+02:00', '2030-01-01T09:00:00Z', undefined)).toBe('2030-01-01T10:00:00+02:00');
    expect([isDue('2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'), isDue('2030-01-01T00:00:01Z', '2030-01-01T00:00:00Z')]).toEqual([true, false]);
  });

  it('become ISO in UTC, or null', () => {
    expect(toIso('2030-01-01T10:00:00+02:00')).toBe('2030-01-01T08:00:00.000Z');
    expect(toIso('soon')).toBeNull();
    expect(plus('2030-01-31T23:59:59.500Z', 500)).toBe('2030-02-01T00:00:00.000Z');
  });
});

describe('the mutex', () => {
  it('lets one through at a time, in order, and survives a failure', async () => {
    const mutex = createMutex();
    const seen: string[] = [];
    const work = (name: string, fails = false) => mutex.run(async () => {
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
      if (fails) throw new Error(name);
      return name;
    });
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
