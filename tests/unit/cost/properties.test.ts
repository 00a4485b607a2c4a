import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import type { CostCase, CostParticipant } from '../../../domain/cost/types.ts';
import { ROLES, STAGES } from '../../../domain/incident/types.ts';
import { at } from './cost-cases.ts';

const hours = fc.integer({ min: 0, max: 24 * 20 * 4 }).map((quarters) => quarters / 4);
const role = fc.record({ role: fc.constantFrom(...ROLES), from: hours, length: fc.option(hours, { nil: null }) });
const activity = fc.record({ kind: fc.constantFrom('message', 'reaction', 'command'), at: hours.map(at) });
const person = fc.record({ email: fc.constantFrom('a@x.io', 'b@x.io', 'c@x.io', 'D@x.io', 'd@x.io'), roles: fc.array(role, { maxLength: 6 }), activities: fc.array(activity, { maxLength: 6 }) });
const stage = fc.constantFrom(...STAGES, 'active' as const);

const anyCase: fc.Arbitrary<CostCase> = fc
  .record({ people: fc.array(person, { maxLength: 6 }), stages: fc.array(fc.tuple(stage, hours), { maxLength: 5 }), asOf: hours, kind: fc.constantFrom('roles', 'activity'), cap: fc.constantFrom(0, 2.5, 8, 24) })
  .map(({ people, stages, asOf, kind, cap }) => ({
    rates: { annualEmployeeCost: 50_000, businessHoursPerYear: 2080, currency: 'USD' },
    model: { kind, laterDayHours: cap },
    incident: {
      reportedAt: at(0),
      stages: [['active', 0] as const, ...stages].toSorted((a, b) => a[1] - b[1]).map(([s, from]) => ({ stage: s, from: at(from) })),
    },
    participants: people.map((p) => ({ email: p.email, activities: p.activities, roles: p.roles.map((r) => ({ role: r.role, from: at(r.from), to: r.length === null ? null : at(r.from + r.length) })) })),
    asOf: at(asOf),
  }));

const cents = (input: CostCase): bigint => BigInt(calculateIncidentCost(input).total.replace('.', ''));
const withPeople = (input: CostCase, change: (p: CostParticipant) => CostParticipant): CostCase => ({ ...input, participants: input.participants.map(change) });

describe('the cost of any incident', () => {
  it('does not depend on the order of people, roles and activities', () => {
    fc.assert(
      fc.property(anyCase, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (input, random) => {
        const shuffled = <T>(list: readonly T[]): T[] => list.map((value) => ({ value, by: random.next().value ?? 0 })).toSorted((a, b) => a.by - b.by).map((e) => e.value);
        const other = withPeople({ ...input, participants: shuffled(input.participants) }, (p) => ({ ...p, roles: shuffled(p.roles), activities: shuffled(p.activities ?? []) }));
        expect(calculateIncidentCost(other)).toEqual(calculateIncidentCost(input));
      }),
    );
  });

  it('does not change when an interval is split, doubled, or a person is listed in two parts', () => {
    fc.assert(
      fc.property(anyCase, hours, (input, cut) => {
        const middle = at(cut);
        const split = withPeople(input, (p) => ({
          ...p,
          roles: p.roles.flatMap((r) => (r.from < middle && (r.to === null || middle < r.to) ? [{ ...r, to: middle }, { ...r, from: middle }] : [r, r])),
        }));
        expect(calculateIncidentCost(split)).toEqual(calculateIncidentCost(input));
        const parts = { ...input, participants: input.participants.flatMap((p) => [{ ...p, activities: [] }, { email: p.email.toUpperCase(), roles: [], activities: p.activities ?? [] }]) };
        expect(calculateIncidentCost(parts)).toEqual(calculateIncidentCost(input));
      }),
    );
  });

  it('is never less later, nor with more time in a role, nor with one more activity', () => {
    fc.assert(
      fc.property(anyCase, hours, role, (input, later, extra) => {
        const base = cents(input);
        expect(cents({ ...input, asOf: new Date(Date.parse(input.asOf) + later * 3_600_000).toISOString() })).toBeGreaterThanOrEqual(base);
        const more: CostParticipant = {
          email: 'a@x.io',
          roles: [{ role: extra.role, from: at(extra.from), to: extra.length === null ? null : at(extra.from + extra.length) }],
          activities: [{ kind: 'message', at: at(extra.from) }],
        };
        expect(cents({ ...input, participants: [...input.participants, more] })).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it('is the same again and leaves its input alone', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const before = structuredClone(input);
        const first = calculateIncidentCost(input);
        expect(calculateIncidentCost(input)).toEqual(first);
        expect(input).toEqual(before);
      }),
    );
  });

  it('agrees with a minute-by-minute count in the roles model', () => {
    fc.assert(
      fc.property(anyCase.filter((c) => c.model?.kind === 'roles'), (input) => {
        expect(calculateIncidentCost(input).total).toBe(countedByHand(input));
      }),
      { numRuns: 40 },
    );
  });
});

/** Another way to the same number: every quarter of an hour (all times are whole quarters) is looked at by itself. */
function countedByHand(input: CostCase): string {
  const weights = { commander: 4, scribe: 3, liaison: 3, participant: 2, reporter: 2, observer: 0 };
  const quarter = 900_000;
  const start = Date.parse(input.incident.reportedAt);
  const cap = Number(input.model?.laterDayHours) * 4;
  const emails = [...new Set(input.participants.map((p) => p.email.toLowerCase()))];
  const stageAt = (t: number): string => input.incident.stages.findLast((s) => Date.parse(s.from) <= t)?.stage ?? 'none';
  let sixteenths = 0;
  for (const email of emails) {
    const roles = input.participants.filter((p) => p.email.toLowerCase() === email).flatMap((p) => p.roles);
    const days = new Map<number, number[]>();
    for (let t = start; t < Date.parse(input.asOf); t += quarter) {
      if (stageAt(t) !== 'active') continue;
      const weight = Math.max(0, ...roles.filter((r) => Date.parse(r.from) <= t && (r.to === null || t < Date.parse(r.to))).map((r) => weights[r.role]));
      const day = Math.floor((t - start) / 86_400_000);
      days.set(day, [...(days.get(day) ?? []), weight]);
    }
    for (const [day, weightsOfDay] of days) {
      const counted = day === 0 ? weightsOfDay : weightsOfDay.toSorted((a, b) => b - a).slice(0, cap);
      sixteenths += counted.reduce((a, b) => a + b, 0);
    }
    const costs = roles.some((r) => weights[r.role] > 0 && r.from < input.asOf && (r.to === null || r.from < r.to));
    if (costs && reviewed(input)) sixteenths += 8;
  }
  if (reviewed(input)) sixteenths += 16;
  // sixteenths of an hour × 50000 / 2080, in cents, half up
  const numerator = BigInt(sixteenths) * 50_000n * 100n;
  const result = (2n * numerator + 16n * 2080n) / (2n * 16n * 2080n);
  const text = result.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function reviewed(input: CostCase): boolean {
  return input.incident.stages.some((s) => s.stage === 'review' && s.from <= input.asOf);
}
