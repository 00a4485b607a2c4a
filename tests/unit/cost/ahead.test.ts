import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { costAtEnd, costOfNextHour } from '../../../domain/cost/ahead.ts';
import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import { exact } from '../../../domain/cost/decimal.ts';
import { forecastCost } from '../../../domain/cost/forecast.ts';
import { quantile, rising } from '../../../domain/cost/quantiles.ts';
import { remainingTime } from '../../../domain/cost/remaining-time.ts';
import { type Sketch, sketchCase } from '../../../domain/cost/sketch.ts';
import type { CostCase } from '../../../domain/cost/types.ts';
import { activeMilliseconds, costWindows } from '../../../domain/cost/windows.ts';
import { HOUR } from '../../../domain/time.ts';

const RATES = { annualEmployeeCost: '208000', businessHoursPerYear: '2080', currency: 'EUR' };
const at = (hours: number): string => new Date(Date.UTC(2026, 0, 1) + hours * HOUR).toISOString();
const open = (asOf: number): CostCase => ({
  rates: RATES,
  model: {},
  incident: { reportedAt: at(0), stages: [{ stage: 'active', from: at(0) }] },
  participants: [{ email: 'a@x.io', roles: [{ role: 'commander', from: at(0), to: null }] }, { email: 'b@x.io', roles: [{ role: 'scribe', from: at(10), to: at(20) }] }],
  asOf: at(asOf),
});

describe('the hours of a case, explained', () => {
  it('are those that the calculation counts, day by day', () => {
    const { people, active } = costWindows(open(80));
    expect(active).toEqual([{ from: at(0), to: at(80) }]);
    expect(people).toEqual([
      { email: 'a@x.io', days: [
        { firstDay: 1, lastDay: 1, from: at(0), to: at(24), engagedHours: '24', countedHours: '24' },
        { firstDay: 2, lastDay: 3, from: at(24), to: at(72), engagedHours: '24', countedHours: '8' },
        { firstDay: 4, lastDay: 4, from: at(72), to: at(80), engagedHours: '8', countedHours: '8' },
      ] },
      { email: 'b@x.io', days: [{ firstDay: 1, lastDay: 1, from: at(0), to: at(24), engagedHours: '10', countedHours: '10' }] },
    ]);
  });

  it('add up to the hours of the lines, whatever the roles and stages', () => {
    const role = fc.record({ role: fc.constantFrom('commander' as const, 'scribe' as const, 'observer' as const), from: fc.integer({ min: 0, max: 90 }), length: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(role, { maxLength: 5 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 60 }), (roles, asOf, stable) => {
        const stages: CostCase['incident']['stages'] = [{ stage: 'active', from: at(0) }, { stage: 'stable', from: at(stable) }, { stage: 'active', from: at(stable + 7) }];
        const input: CostCase = { ...open(asOf), incident: { reportedAt: at(0), stages }, participants: [{ email: 'a@x.io', roles: roles.map((r) => ({ role: r.role, from: at(r.from), to: at(r.from + r.length) })) }] };
        const sum = (values: readonly string[]): number => values.reduce((total, value) => total + Number(value), 0);
        const { lines } = calculateIncidentCost(input);
        const days = (costWindows(input).people[0]?.days ?? []).flatMap((d) => Array.from({ length: d.lastDay - d.firstDay + 1 }, () => d));
        expect(sum(days.map((d) => d.countedHours))).toBeCloseTo(sum(lines.map((l) => l.hours)), 3);
        expect(sum(days.map((d) => d.engagedHours))).toBeCloseTo(sum(lines.map((l) => l.engagedHours)), 3);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the cost ahead', () => {
  it('of the next hour is the weight of those at work, and nothing once the limit of the day is reached', () => {
    expect(costOfNextHour(open(11))).toBe('175.00');
    expect(costOfNextHour(open(21))).toBe('100.00');
    expect(costOfNextHour(open(24 + 8))).toBe('0.00');
    const over = { ...open(30), incident: { reportedAt: at(0), stages: [{ stage: 'active' as const, from: at(0) }, { stage: 'closed' as const, from: at(25) }] } };
    expect(costOfNextHour(over)).toBe('0.00');
  });

  it('at the end counts the review when one is wanted', () => {
    const now = open(22);
    expect([calculateIncidentCost(now).total, costAtEnd(now, { milliseconds: 2 * HOUR, wantsReview: false })]).toEqual(['2950.00', '3150.00']);
    // Preparation 1 h and two people for half an hour.
    expect(costAtEnd(now, { milliseconds: 2 * HOUR, wantsReview: true })).toBe('3350.00');
  });

  it('goes on as it did so far where activity is counted', () => {
    const activity: CostCase = { ...open(4), model: { kind: 'activity', responseSeconds: 3600 }, participants: [{ email: 'a@x.io', roles: [], activities: [{ kind: 'message', at: at(1) }] }] };
    expect(activeMilliseconds(activity)).toBe(4 * HOUR);
    expect([calculateIncidentCost(activity).total, costAtEnd(activity, { milliseconds: 2 * HOUR, wantsReview: false })]).toEqual(['100.00', '150.00']);
  });
});

describe('remainingTime', () => {
  it('is what was still to come in those that lasted longer', () => {
    const durations = Array.from({ length: 13 }, (_, i) => (i + 1) * 10);
    expect(remainingTime(durations, 40)).toEqual({ low: 30, likely: 50, high: 70, basedOn: 9 });
  });

  it('is a rule of thumb when too few did', () => {
    expect(remainingTime([10, 20, 300], 60)).toEqual({ low: 20, likely: 60, high: 180, basedOn: 0 });
  });
});

describe('forecastCost', () => {
  const input = { currency: 'EUR', soFar: '100.00', open: [], daily: Array.from({ length: 90 }, (_, i) => (i % 10 === 0 ? '70.10' : '0')), daysLeft: 10, incidents: 12 };

  it('adds what is known, what is open, and what the past says about as many days', () => {
    const found = forecastCost({ ...input, open: [{ now: '10.00', low: '12.00', likely: '20.00', high: '40.00' }] });
    expect(found).toMatchObject({ open: { low: '2.00', likely: '10.00', high: '30.00' }, coming: { low: '70.10', likely: '70.10', high: '70.10' }, total: { low: '172.10', likely: '180.10', high: '200.10' }, historyDays: 90, stretches: 81 });
  });

  it.each([
    ['few days', { daily: input.daily.slice(0, 19) }],
    ['a longer time ahead than half the past', { daysLeft: 46 }],
    ['few incidents', { incidents: 9 }],
  ])('says nothing about new incidents from %s', (_, less) => {
    expect(forecastCost({ ...input, ...less })).toMatchObject({ coming: null, total: { low: '100.00', high: '100.00' } });
  });

  it('expects nothing more on the last evening', () => {
    expect(forecastCost({ ...input, daysLeft: 0 })).toMatchObject({ coming: { high: '0.00' }, total: { likely: '100.00' }, stretches: 0 });
  });

  it('keeps low, likely and high in order, and money exact', () => {
    const money = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.array(money, { minLength: 30, maxLength: 60 }), fc.integer({ min: 0, max: 20 }), (daily, daysLeft) => {
        const { total } = forecastCost({ ...input, soFar: '0.01', daily, daysLeft });
        expect([total.low, total.likely, total.high].every((text) => /^\d+\.\d\d$/.test(text))).toBe(true);
        expect(Number(total.low)).toBeLessThanOrEqual(Number(total.likely));
        expect(Number(total.likely)).toBeLessThanOrEqual(Number(total.high));
      }),
      { numRuns: 100 },
    );
  });

  it('reads quantiles between neighbours', () => {
    const values = rising(['40', '10', '20', '30'].map((text) => exact(text) ?? { n: 0n, d: 1n }));
    const half = quantile(values, { numerator: 1, denominator: 2 });
    expect(Number(half.n) / Number(half.d)).toBe(25);
    expect(quantile([], { numerator: 1, denominator: 2 }).n).toBe(0n);
  });
});

describe('sketchCase', () => {
  const sketch: Sketch = { stages: [{ stage: 'active', hours: '6' }, { stage: 'stable', hours: '2' }, { stage: 'review', hours: '0' }], people: [{ role: 'commander', count: 1 }, { role: 'participant', count: 2, fromHour: '1', hours: '1.5', activities: 3 }] };

  it('becomes a case: stages in a row, people by their hours', () => {
    const made = sketchCase(sketch);
    expect(calculateIncidentCost({ rates: RATES, ...made }).total).toBe('1000.00');
    expect(made.participants[1]?.activities?.map((a) => a.at.slice(11, 16))).toEqual(['10:00', '10:30', '11:00']);
  });

  it.each([
    [{ people: [{ role: 'scribe' as const, count: 501 }] }, '/people'],
    [{ people: [{ role: 'scribe' as const, count: 2, activities: 10_001 }] }, '/people'],
    [{ stages: [{ stage: 'active' as const, hours: 'x' }] }, '/stages/0/hours'],
    [{ stages: [{ stage: 'active' as const, hours: '80000' }, { stage: 'stable' as const, hours: '80000' }] }, '/stages'],
  ])('refuses %j', (change, pointer) => {
    expect(() => sketchCase({ ...sketch, ...change }, '/sketch')).toThrow(expect.objectContaining({ fields: expect.arrayContaining([expect.objectContaining({ pointer: `/sketch${pointer}` })]) }));
  });
});
