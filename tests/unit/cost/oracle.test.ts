import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import type { CostLine } from '../../../domain/cost/types.ts';
import { ROLES, STAGES } from '../../../domain/incident/types.ts';
import { added, type Fraction, halfUp, type OracleCase, type OracleLine, oracleLines, possibleOwners } from '../../support/cost-oracle.ts';

const HOUR = 3_600_000;
const REPORTED = Date.parse('2026-03-28T22:30:00Z');
/** The offsets make the clocks of a night when summer time begins: instants count, not clocks. */
const offset = fc.constantFrom('Z', '+01:00', '+02:00', '-03:30', '+14:00');
const isoOf = (milliseconds: number, zone: string): string => {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(zone) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return new Date(REPORTED + milliseconds + shift).toISOString().replace('Z', zone);
};
/** Mostly round times, so that they often coincide with each other and with the edges of days; some to the millisecond. */
const moment = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -12, max: 110 }).map((hours) => hours * HOUR) },
  { weight: 2, arbitrary: fc.constantFrom(0, 24, 48, 72).map((hours) => hours * HOUR) },
  { weight: 1, arbitrary: fc.integer({ min: -5 * HOUR, max: 100 * HOUR }) },
);
const duration = fc.oneof(fc.constant(null), fc.constant(0), fc.integer({ min: 0, max: 60 }).map((hours) => hours * HOUR), fc.integer({ min: 0, max: 3 * HOUR }));
const role = fc
  .record({ role: fc.constantFrom(...ROLES, 'commander' as const, 'commander' as const), from: moment, lasts: duration, zone: offset })
  .map(({ role: name, from, lasts, zone }) => ({ role: name, from: isoOf(from, zone), to: lasts === null ? null : isoOf(from + lasts, 'Z') }));
/** Close to each other, so that they overlap. */
const activity = fc.record({ kind: fc.constantFrom('message', 'reply', 'reaction', 'documentEdit', 'taskChange', 'command', 'huddle'), hours: fc.integer({ min: -1, max: 30 }), seconds: fc.integer({ min: 0, max: 900 }), zone: offset });
const person = fc.record({
  email: fc.constantFrom('ann@x.io', 'Ann@X.io', 'bo@x.io', 'cy@x.io', 'di@x.io'),
  roles: fc.array(role, { maxLength: 5 }),
  activities: fc.array(activity, { maxLength: 8 }).map((all) => all.map(({ kind, hours, seconds, zone }) => ({ kind, at: isoOf(hours * HOUR + seconds * 1000, zone) }))),
});
const stage = fc.record({ stage: fc.constantFrom(...STAGES, 'active' as const, 'review' as const), from: moment, zone: offset });
const multiplier = fc.constantFrom(0, 0.1, 0.5, 0.75, 1, 1.333, 3);
const model = fc.record(
  {
    kind: fc.constantFrom('roles' as const, 'roles' as const, 'activity' as const),
    multipliers: fc.record({ commander: multiplier, scribe: multiplier, participant: multiplier, observer: multiplier }, { requiredKeys: [] }),
    laterDayHours: fc.constantFrom(0, 0.25, 7.5, 8, 24, 30),
    reviewPreparationHours: fc.constantFrom(0, 1, 2.25, 0.1),
    reviewMeetingHours: fc.constantFrom(0, 0.5, 0.3333),
    responseSeconds: fc.constantFrom(0, 1, 90, 300, 600.5),
  },
  { requiredKeys: ['kind'] },
);
const rates = fc.record({ annualEmployeeCost: fc.constantFrom(0.01, 52_000, 50_000, 61_234.56, 1e21), businessHoursPerYear: fc.constantFrom(1, 1777, 2080, 1840.5), currency: fc.constantFrom('USD', 'JPY', 'KWD') });
const anyCase: fc.Arbitrary<OracleCase> = fc
  .record({ rates, model, first: fc.boolean(), stages: fc.array(stage, { maxLength: 7 }), people: fc.array(person, { maxLength: 5 }), asOf: moment, zone: offset })
  .map(({ rates: prices, model: how, first, stages, people, asOf, zone }) => ({
    rates: prices,
    model: how,
    incident: {
      reportedAt: isoOf(0, zone),
      stages: [...(first ? [{ stage: 'active', from: 0, zone }] : []), ...stages].toSorted((a, b) => a.from - b.from).map((each) => ({ stage: each.stage, from: isoOf(each.from, each.zone) })),
    },
    participants: people,
    asOf: isoOf(Math.max(0, asOf), zone),
  }));

/** Whether two amounts differ by at most so many units of the last digit shown. */
function near(shown: Fraction, exact: Fraction, allowed: Fraction): boolean {
  const difference = shown.over * exact.under - exact.over * shown.under;
  return (difference < 0n ? -difference : difference) * allowed.under <= allowed.over * shown.under * exact.under;
}
const halves = (count: number, digits: number): Fraction => ({ over: BigInt(count), under: 2n * 10n ** BigInt(digits) });
const shownSum = (texts: readonly string[]): Fraction => added(texts.map(fromText));
function fromText(text: string): Fraction {
  const [units = '0', part = ''] = text.split('.');
  return { over: BigInt(units + part), under: 10n ** BigInt(part.length) };
}

/** Which line of the second calculation a line of ours is a part of. */
function keyOf(line: CostLine): string {
  if (line.kind === 'reviewPreparation') return 'the owner preparation 1';
  return line.kind === 'reviewMeeting' ? `${line.email} meeting 1` : `${line.email} work ${line.multiplier}`;
}
function grouped<T>(lines: readonly T[], key: (line: T) => string): Map<string, T[]> {
  return Map.groupBy(lines, key);
}

function expectAgreement(one: OracleCase): void {
  const ours = calculateIncidentCost(one as Parameters<typeof calculateIncidentCost>[0]);
  const digits = { JPY: 0, KWD: 3 }[one.rates.currency] ?? 2;
  const wanted = oracleLines(one);
  expect(ours).toMatchObject({ total: halfUp(added(wanted.map(({ amount }) => amount)), digits), currency: one.rates.currency, asOf: one.asOf });
  expect(near(shownSum(ours.lines.map(({ amount }) => amount)), fromText(ours.total), halves(ours.lines.length + 1, digits))).toBe(true);

  const shown = grouped(ours.lines, keyOf);
  const exact = grouped(wanted.filter(({ hours }) => hours.over > 0n), (line: OracleLine) => `${line.email} ${line.what} ${line.multiplier}`);
  expect([...shown].filter(([key, lines]) => !exact.has(key) && lines.some(({ hours }) => hours !== '0'))).toEqual([]);
  for (const [key, lines] of exact) {
    const parts = shown.get(key) ?? [];
    expect(parts.length).toBeGreaterThan(0);
    expect(near(shownSum(parts.map(({ hours }) => hours)), added(lines.map(({ hours }) => hours)), halves(parts.length, 4))).toBe(true);
    expect(near(shownSum(parts.map(({ amount }) => amount)), added(lines.map(({ amount }) => amount)), halves(parts.length, digits))).toBe(true);
  }
  const preparation = ours.lines.find(({ kind }) => kind === 'reviewPreparation');
  const owners = possibleOwners(one);
  if (preparation !== undefined) expect(owners.length === 0 ? [null] : owners).toContain(preparation.email);
}

describe('a second calculation, written from the definition alone', () => {
  it('comes to the same total, hours and amounts', () => {
    fc.assert(fc.property(anyCase, expectAgreement), { numRuns: 300 });
  });
});
