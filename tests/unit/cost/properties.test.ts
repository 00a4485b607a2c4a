import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import { type CostCase, type CostModel, type CostParticipant, type CostRates, DEFAULT_COST_MODEL } from '../../../domain/cost/types.ts';
import { ROLES, STAGES } from '../../../domain/incident/types.ts';
import { at } from './cost-cases.ts';

const hours = fc.integer({ min: 0, max: 24 * 20 * 4 }).map((quarters) => quarters / 4);
const role = fc.record({ role: fc.constantFrom(...ROLES), from: hours, length: fc.option(hours, { nil: null }) });
const activity = fc.record({ kind: fc.constantFrom('message', 'reaction', 'command'), at: hours.map(at) });
const person = fc.record({ email: fc.constantFrom('a@x.io', 'b@x.io', 'c@x.io', 'D@x.io', 'd@x.io'), roles: fc.array(role, { maxLength: 6 }), activities: fc.array(activity, { maxLength: 6 }) });
const stage = fc.constantFrom(...STAGES, 'active' as const);

const anyMultipliers = fc.record({ commander: fc.constantFrom(0, 1, 2), participant: fc.constantFrom(0.25, 0.5, 1) }, { requiredKeys: [] });
const anyRates = fc.record({ annual: fc.integer({ min: 1, max: 200_000 }), role: fc.option(fc.integer({ min: 1, max: 200_000 })), team: fc.option(fc.integer({ min: 1, max: 200_000 })), email: fc.option(fc.integer({ min: 1, max: 200_000 })) });
const anyKind = fc.constantFrom('roles' as const, 'roles' as const, 'activity' as const);
const anyModel = fc.record({ kind: anyKind, laterDayHours: fc.constantFrom(0, 2.5, 8, 24), multipliers: anyMultipliers });
const anyChange = fc.record({ at: hours, rates: anyRates, model: anyModel });
const TEAMS: Record<string, string> = { 'a@x.io': 'ops', 'b@x.io': 'Ops' };

function ratesOf({ annual, role: byRole, team, email }: typeof anyRates extends fc.Arbitrary<infer T> ? T : never): CostRates {
  const overrides = [
    ...(byRole === null ? [] : [{ role: 'participant' as const, annualEmployeeCost: byRole }]),
    ...(team === null ? [] : [{ team: 'OPS', annualEmployeeCost: team }]),
    ...(email === null ? [] : [{ email: 'b@x.io', annualEmployeeCost: email }]),
  ];
  return { annualEmployeeCost: annual, businessHoursPerYear: 2080, currency: 'USD', overrides };
}

const anyCase: fc.Arbitrary<CostCase> = fc
  .record({ people: fc.array(person, { maxLength: 6 }), stages: fc.array(fc.tuple(stage, hours), { maxLength: 5 }), asOf: hours, rates: anyRates, model: anyModel, changes: fc.uniqueArray(anyChange, { maxLength: 2, selector: (c) => c.at }) })
  .map(({ people, stages, asOf, rates: first, model: firstModel, changes }) => ({
    rates: ratesOf(first),
    model: firstModel,
    changes: changes.toSorted((a, b) => a.at - b.at).map((c) => ({ from: at(c.at), rates: ratesOf(c.rates), model: c.model })),
    incident: {
      reportedAt: at(0),
      stages: [['active', 0] as const, ...stages].toSorted((a, b) => a[1] - b[1]).map(([s, from]) => ({ stage: s, from: at(from) })),
    },
    participants: people.map((p) => ({ email: p.email, team: TEAMS[p.email] ?? null, activities: p.activities, roles: p.roles.map((r) => ({ role: r.role, from: at(r.from), to: r.length === null ? null : at(r.from + r.length) })) })),
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
        expect(cents({ ...input, asOf: new Date(Date.parse(input.asOf) + later * 3_600_000).toISOString() })).toBeGreaterThanOrEqual(cents(input));
        // who prepares the review is named, because more time as the commander may make that somebody whose hours cost less
        const owned = { ...input, incident: { ...input.incident, reviewOwner: 'c@x.io' } };
        const more: CostParticipant = {
          email: 'a@x.io',
          roles: [{ role: extra.role, from: at(extra.from), to: extra.length === null ? null : at(extra.from + extra.length) }],
          activities: [{ kind: 'message', at: at(extra.from) }],
        };
        expect(cents({ ...owned, participants: [...input.participants, more] })).toBeGreaterThanOrEqual(cents(owned));
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

  it('stays the same when a change is said that changes nothing', () => {
    fc.assert(
      fc.property(anyCase, hours, (input, when) => {
        const { changes = [], rates: first, model: firstModel } = input;
        const moment = at(when);
        const before = changes.findLast((c) => c.from <= moment);
        if (changes.some((c) => c.from === moment)) return;
        const same = { from: moment, rates: before?.rates ?? first, model: before?.model ?? firstModel ?? {} };
        const other = { ...input, changes: [...changes, same].toSorted((a, b) => (a.from < b.from ? -1 : 1)) };
        expect(calculateIncidentCost(other).total).toBe(calculateIncidentCost(input).total);
      }),
    );
  });

  it('agrees with a count that looks at every quarter of an hour by itself', () => {
    const roles = anyCase.map((c) => ({ ...c, model: { ...c.model, kind: 'roles' as const }, changes: (c.changes ?? []).map((x) => ({ ...x, model: { ...x.model, kind: 'roles' as const } })) }));
    fc.assert(fc.property(roles, (input) => expect(calculateIncidentCost(input).total).toBe(countedByHand(input))), { numRuns: 60 });
  });

  it('agrees with a count that looks at every second of activity by itself', () => {
    fc.assert(fc.property(anyCase.map((c) => ({ ...c, model: { ...c.model, kind: 'activity' as const }, changes: [] })), (input) => expect(calculateIncidentCost(input).total).toBe(activityByHand(input))), { numRuns: 40 });
  });
});

interface InForce {
  rates: CostRates;
  model: CostModel;
}

function inForceAt(input: CostCase, t: number): InForce {
  const change = input.changes?.findLast((c) => Date.parse(c.from) <= t);
  return { rates: change?.rates ?? input.rates, model: change?.model ?? input.model ?? {} };
}

function annualOf({ overrides = [], annualEmployeeCost }: CostRates, { email, team, role: held }: { email: string; team: string | null; role: string | null }): bigint {
  const found = overrides.find((o) => o.email === email) ?? overrides.find((o) => o.team !== undefined && o.team.toLowerCase() === team?.toLowerCase()) ?? overrides.find((o) => o.role !== undefined && o.role === held);
  return BigInt(found?.annualEmployeeCost ?? annualEmployeeCost);
}

const quarters = (multiplier: number): bigint => BigInt(multiplier * 4);

/** Another way to the same number: every quarter of an hour (all times are whole quarters) is looked at by itself, in sixteenths of an hour × annual cost. */
function countedByHand(input: CostCase): string {
  const quarter = 900_000;
  const start = Date.parse(input.incident.reportedAt);
  const people = [...new Set(input.participants.map((p) => p.email.toLowerCase()))].map((email) => {
    const parts = input.participants.filter((p) => p.email.toLowerCase() === email);
    return { email, team: parts.find((p) => p.team != null)?.team ?? null, roles: parts.flatMap((p) => p.roles) };
  });
  const multiplierOf = (model: CostModel, name: (typeof ROLES)[number]): number => Number(model.multipliers?.[name] ?? DEFAULT_COST_MODEL.multipliers[name]);
  const stageAt = (t: number): string => input.incident.stages.findLast((s) => Date.parse(s.from) <= t)?.stage ?? 'none';
  let sum = 0n;
  for (const { email, team, roles } of people) {
    const days = new Map<number, bigint[]>();
    for (let t = start; t < Date.parse(input.asOf); t += quarter) {
      if (stageAt(t) !== 'active') continue;
      const { rates: now, model: by } = inForceAt(input, t);
      const weights = roles.filter((r) => Date.parse(r.from) <= t && (r.to === null || t < Date.parse(r.to))).map((r) => quarters(multiplierOf(by, r.role)) * annualOf(now, { email, team, role: r.role }));
      const day = Math.floor((t - start) / 86_400_000);
      days.set(day, [...(days.get(day) ?? []), weights.reduce((a, b) => (a > b ? a : b), 0n)]);
    }
    for (const [day, held] of days) {
      const cap = Number(inForceAt(input, start + day * 86_400_000).model.laterDayHours) * 4;
      const counted = day === 0 ? held : held.toSorted((a, b) => (a < b ? 1 : -1)).slice(0, cap);
      sum += counted.reduce((a, b) => a + b, 0n);
    }
  }
  return money(sum + reviewByHand(input, people));
}

function reviewByHand(input: CostCase, people: { email: string; team: string | null; roles: CostParticipant['roles'] }[]): bigint {
  const begun = input.incident.stages.find((s) => s.stage === 'review' && s.from <= input.asOf);
  if (begun === undefined) return 0n;
  const { rates: now, model: by } = inForceAt(input, Date.parse(begun.from));
  const met = people.filter((p) => p.roles.some((r) => Number(by.multipliers?.[r.role] ?? DEFAULT_COST_MODEL.multipliers[r.role]) > 0 && r.from < input.asOf && (r.to === null || r.from < r.to)));
  const owner = calculateIncidentCost(input).lines.find((l) => l.kind === 'reviewPreparation')?.email ?? null;
  const preparing = people.find((p) => p.email === owner) ?? { email: '', team: null };
  return 16n * annualOf(now, { ...preparing, role: null }) + met.reduce((all, p) => all + 8n * annualOf(now, { ...p, role: null }), 0n);
}

function activityByHand(input: CostCase): string {
  const people = [...new Set(input.participants.map((p) => p.email.toLowerCase()))].map((email) => {
    const parts = input.participants.filter((p) => p.email.toLowerCase() === email);
    return { email, team: parts.find((p) => p.team != null)?.team ?? null, roles: parts.flatMap((p) => p.roles), activities: parts.flatMap((p) => p.activities ?? []) };
  });
  let seconds = 0n;
  for (const p of people) {
    const paid = new Set<number>();
    for (const a of p.activities) for (let s = 0; s < 300; s += 1) if (Date.parse(a.at) + s * 1000 < Date.parse(input.asOf)) paid.add(Date.parse(a.at) + s * 1000);
    seconds += BigInt(paid.size) * annualOf(input.rates, { ...p, role: null });
  }
  // 225 seconds are a sixteenth of an hour
  return money(seconds + 225n * reviewByHand(input, people), 225n);
}

/** Sixteenths of an hour × annual cost (× `more`) as money at 2,080 hours a year, half a cent up. */
function money(sixteenths: bigint, more = 1n): string {
  const divisor = 16n * 2080n * more;
  const text = ((2n * sixteenths * 100n + divisor) / (2n * divisor)).toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}
