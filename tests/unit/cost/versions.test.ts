import { describe, expect, it } from '@jest/globals';
import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import { pricedParts, pricingOf, type VersionedPrices } from '../../../domain/cost/pricing.ts';
import { costSeries } from '../../../domain/cost/series.ts';
import { type CostCase, type CostModel, type CostRates, DEFAULT_COST_RATES } from '../../../domain/cost/types.ts';
import { DomainError } from '../../../domain/errors.ts';
import { at, costCase, held } from './cost-cases.ts';

const EVE = 'eve@example.com';
const KIM = 'kim@example.com';
const eve = (from = 0, to: number | null = null): CostCase['participants'] => [{ email: EVE, roles: [held('commander', from, to)] }];
const rates = (annualEmployeeCost: number, more: Partial<CostRates> = {}): CostRates => ({ annualEmployeeCost, businessHoursPerYear: 2080, currency: 'USD', ...more });
const DOUBLE = rates(104_000);
const shown = (input: CostCase) => calculateIncidentCost(input).lines.map((l) => [l.role ?? l.kind, l.hours, l.rate, l.amount, l.from ?? null]);
const total = (input: CostCase): string => calculateIncidentCost(input).total;

describe('rates and models that change while an incident goes on', () => {
  it('pay each hour by what is in force in it', () => {
    const input = { ...costCase({ asOf: 3, people: eve() }), changes: [{ from: at(2), rates: DOUBLE }] };
    expect(shown(input)).toEqual([['commander', '2', '25', '50.00', null], ['commander', '1', '50', '50.00', at(2)]]);
    expect(total(input)).toBe('100.00');
  });

  it('never rewrite what was before: the cost up to the change is what it was', () => {
    const before = costCase({ asOf: 30, people: eve() });
    const changes = [{ from: at(30), rates: rates(1), model: { multipliers: { commander: 0 }, laterDayHours: 0 } }];
    expect(total({ ...before, changes })).toBe(total(before));
    expect(total({ ...before, changes, asOf: at(40) })).toBe(total(before));
  });

  it('weigh roles by the model of the moment', () => {
    const changes = [{ from: at(1), model: { multipliers: { commander: 2 } } }, { from: at(2), model: { multipliers: { commander: 0, participant: 1 } } }];
    const people = [{ email: EVE, roles: [held('commander', 0), held('participant', 0)] }];
    // 1 h × 1 + 1 h × 2 + 1 h as participant × 1
    expect(total({ ...costCase({ asOf: 3, people }), changes })).toBe('100.00');
  });

  it('limit a later day by the model in force when it begins, its dearest hours first', () => {
    const input = { ...costCase({ asOf: 48, people: eve(24) }), changes: [{ from: at(30), rates: DOUBLE, model: { laterDayHours: 2 } }] };
    // day 2 began with 8 hours: those after the change cost more and come first
    expect(shown(input)).toEqual([['commander', '0', '25', '0.00', null], ['commander', '8', '50', '400.00', at(30)]]);
    // day 3 began with 2 hours
    expect(total({ ...input, asOf: at(72) })).toBe('500.00');
  });

  it('pay the review by what was in force when it began first', () => {
    const stages: [('active' | 'closed' | 'review'), number][] = [['active', 0], ['closed', 1], ['review', 2], ['active', 5], ['closed', 6], ['review', 7]];
    const input = { ...costCase({ asOf: 9, stages, people: eve(0, 1) }), changes: [{ from: at(2), rates: DOUBLE }, { from: at(7), model: { reviewMeetingHours: 100 } }] };
    // 1 h at 25, then 1.5 h of review at 50
    expect(total(input)).toBe('100.00');
  });

  it('count activities only while their model is in force, and roles only while theirs is', () => {
    const people = [{ email: EVE, roles: [held('commander', 0)], activities: [0.5, 1.97, 2.5, 3.5].map((h) => ({ kind: 'message', at: at(h) })) }];
    const input = { ...costCase({ asOf: 4, people }), changes: [{ from: at(2), model: { kind: 'activity' as const, responseSeconds: 360 } }, { from: at(3), model: {} }] };
    // 2 h and 1 h in the role, 6 minutes for the one message in between
    expect(shown(input)).toEqual([['commander', '2', '25', '50.00', null], ['commander', '1', '25', '25.00', at(3)], ['message', '0.1', '25', '2.50', at(2)]]);
  });

  it('are refused in another currency, or when they run backwards', () => {
    const pointers = (changes: CostCase['changes']): string[] => {
      try {
        calculateIncidentCost({ ...costCase({ asOf: 1, people: [] }), ...(changes === undefined ? {} : { changes }) });
      } catch (error) {
        if (error instanceof DomainError) return error.fields.map((f) => f.pointer);
      }
      return [];
    };
    expect(pointers([{ from: at(1), rates: rates(1, { currency: 'EUR' }) }])).toEqual(['/changes/0/rates/currency']);
    expect(pointers([{ from: at(2) }, { from: at(1) }])).toEqual(['/changes/1/from']);
    expect(pointers([{ from: at(1), rates: rates(-5) }])).toEqual(['/changes/0/rates/annualEmployeeCost']);
  });
});

describe('rates of some people', () => {
  const overrides = [{ role: 'commander' as const, annualEmployeeCost: 104_000 }, { team: 'SRE', annualEmployeeCost: 156_000 }, { email: 'Kim@example.com', annualEmployeeCost: 208_000 }];
  const priced = (people: CostCase['participants'], more: Partial<CostCase> = {}): CostCase => ({ ...costCase({ asOf: 1, people }), rates: rates(52_000, { overrides }), ...more });

  it('go by person before team before role before everybody', () => {
    const roles = [held('commander', 0)];
    const people = [{ email: 'a@x.io', roles }, { email: 'b@x.io', team: 'sre', roles }, { email: KIM, team: 'sre', roles }, { email: 'd@x.io', roles: [held('scribe', 0)] }];
    expect(shown(priced(people))).toEqual([['commander', '1', '50', '50.00', null], ['commander', '1', '75', '75.00', null], ['scribe', '1', '25', '18.75', null], ['commander', '1', '100', '100.00', null]]);
  });

  it('let the role count that weighs most: multiplier × rate', () => {
    const people = [{ email: EVE, roles: [held('commander', 0), held('participant', 0)] }];
    // as a participant she costs 0.5 × 200,000 a year, as the commander 1 × 52,000
    const dear = { rates: rates(52_000, { overrides: [{ role: 'participant' as const, annualEmployeeCost: 208_000 }] }) };
    expect(shown(priced(people, dear))).toEqual([['participant', '1', '100', '50.00', null]]);
  });

  it('hold for activities and the review, where no role has a say', () => {
    const people = [{ email: KIM, roles: [held('commander', 0)], activities: [{ kind: 'command', at: at(0.5) }] }];
    const input = { ...priced(people, { model: { kind: 'activity', responseSeconds: 360 } }), incident: { reportedAt: at(0), stages: [{ stage: 'active' as const, from: at(0) }, { stage: 'review' as const, from: at(1) }] } };
    expect(shown(input).map(([kind, , rate]) => [kind, rate])).toEqual([['command', '100'], ['reviewPreparation', '100'], ['reviewMeeting', '100']]);
  });

  it('name one target each, once', () => {
    const bad = [{ role: 'commander' as const, team: 'a', annualEmployeeCost: 1 }, { annualEmployeeCost: 1 }, { team: 'x', annualEmployeeCost: 1 }, { team: 'X ', annualEmployeeCost: 2 }];
    expect(() => calculateIncidentCost({ ...priced([]), rates: rates(1, { overrides: bad }) })).toThrow(/overrides\/0/);
    expect(() => calculateIncidentCost({ ...priced([]), rates: rates(1, { overrides: bad.slice(2) }) })).toThrow('/rates/overrides/1/team is named twice');
  });
});

it('kinds of activity that a model leaves out do not count', () => {
  const people = [{ email: EVE, roles: [], activities: [{ kind: 'message', at: at(0) }, { kind: 'reaction', at: at(1) }] }];
  expect(total(costCase({ asOf: 2, people, model: { kind: 'activity', responseSeconds: 3600, activityKinds: ['message'] } }))).toBe('25.00');
});

describe('the versions of an incident', () => {
  const version = <T>(id: string, hour: number, value: T) => ({ id, from: at(hour), value });
  const prices = (of: Partial<VersionedPrices>): VersionedPrices => ({ rates: [], defaultRates: DEFAULT_COST_RATES, models: [], defaultModel: {}, ...of });
  const ids = (p: VersionedPrices, until = 100) => pricingOf(p, at(0), at(until)).periods.map((x) => [x.from, x.rateVersionId, x.modelVersionId]);

  it('are those in force from its report until now; the first also counts before', () => {
    const p = prices({ rates: [version('r1', -50, rates(1)), version('r2', 10, rates(2)), version('r3', 200, rates(3))], models: [version<CostModel>('m1', 5, {}), version<CostModel>('m2', 10, {})] });
    expect(ids(p)).toEqual([[null, 'r1', 'm1'], [at(5), 'r1', 'm1'], [at(10), 'r2', 'm2']]);
    expect(ids(p, 7)).toEqual([[null, 'r1', 'm1'], [at(5), 'r1', 'm1']]);
    expect(ids(prices({}))).toEqual([[null, null, null]]);
  });

  it('stay in the currency of the report', () => {
    const euro = rates(9, { currency: 'EUR' });
    expect(ids(prices({ rates: [version('r1', -5, rates(1)), version('r2', 5, euro), version('r3', 8, rates(3))] }))).toEqual([[null, 'r1', null], [at(8), 'r3', null]]);
    expect(pricedParts(pricingOf(prices({ rates: [version('r1', -9, rates(1)), version('r2', -5, euro)] }), at(0), at(9)))).toEqual({ rates: euro, model: {} });
  });
});

it('the cost over time ends with the cost, and goes on ahead with the roles that are held', () => {
  const input = costCase({ asOf: 4, people: eve() });
  const points = costSeries(input, { from: at(-3), to: at(8), points: 5 });
  expect(points.map((p) => [p.at, p.total])).toEqual([0, 2, 4, 6, 8].map((h) => [at(h), `${25 * h}.00`]));
  expect(costSeries(input, { from: at(0), to: at(0), points: 9 })).toHaveLength(1);
});
