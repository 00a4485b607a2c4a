import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ZERO, add, compare, divide, exact, multiply, roundHalfUp, shortest, whole } from '../../../domain/cost/decimal.ts';

function of(text: string): NonNullable<ReturnType<typeof exact>> {
  const value = exact(text);
  if (value === null) throw new Error(`${text} is no decimal`);
  return value;
}

describe('exact decimals', () => {
  it('reads numbers as they print', () => {
    expect(exact(0.1)).toEqual({ n: 1n, d: 10n });
    expect(exact(1e-7)).toEqual({ n: 1n, d: 10_000_000n });
    expect(exact('1e3')).toEqual({ n: 1000n, d: 1n });
    expect(exact('-2.50')).toEqual({ n: -5n, d: 2n });
  });
  it('refuses what is no decimal, or absurdly long', () => {
    for (const text of ['', 'NaN', 'Infinity', '1/3', '0x10', '1,5', '1e9999', '1'.repeat(500)]) expect(exact(text)).toBeNull();
    expect(exact(Number.NaN)).toBeNull();
  });
  it('adds 0.1 and 0.2 to exactly 0.3', () => {
    expect(compare(add(of('0.1'), of('0.2')), of('0.3'))).toBe(0);
  });
  it('rounds halves up', () => {
    expect(roundHalfUp(of('0.125'), 2)).toBe('0.13');
    expect(roundHalfUp(of('0.124999999'), 2)).toBe('0.12');
    expect(roundHalfUp(of('2.5'), 0)).toBe('3');
    expect(roundHalfUp(of('-0.125'), 2)).toBe('-0.12');
    expect(roundHalfUp(ZERO, 2)).toBe('0.00');
    expect(shortest(divide(whole(1), whole(3)), 4)).toBe('0.3333');
    expect(shortest(whole(240), 4)).toBe('240');
  });
  it('keeps the laws of fractions', () => {
    const decimal = fc.tuple(fc.integer(), fc.integer({ min: 1 })).map(([n, d]) => divide(whole(n), whole(d)));
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(compare(add(a, b), add(b, a))).toBe(0);
        expect(compare(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0);
        if (b.n !== 0n) expect(compare(multiply(divide(a, b), b), a)).toBe(0);
      }),
    );
  });
  it('does not divide by zero', () => {
    expect(() => divide(whole(1), ZERO)).toThrow(RangeError);
  });
});
