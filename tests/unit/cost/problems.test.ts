import { describe, expect, it } from '@jest/globals';
import { prepareCostCase } from '../../../domain/cost/prepare.ts';
import { DomainError } from '../../../domain/errors.ts';
import { at, costCase, held } from './cost-cases.ts';

function pointersOf(input: unknown): string[] {
  try {
    prepareCostCase(input);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid-request') return error.fields.map((f) => f.pointer);
    throw error;
  }
  return [];
}
const good = costCase({ asOf: 2, people: [{ email: 'eve@example.com', roles: [held('commander', 0)] }] });

describe('a cost case that cannot be right', () => {
  it('accepts the example', () => {
    expect(pointersOf(good)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown role', { ...good, participants: [{ email: 'a@x.io', roles: [{ role: 'pilot', from: at(0), to: null }] }] }, '/participants/0/roles/0/role'],
    ['an unknown role in the multipliers', { ...good, model: { multipliers: { 'a/b': 1 } } }, '/model/multipliers/a~1b'],
    ['a role that ends before it begins', { ...good, participants: [{ email: 'a@x.io', roles: [held('scribe', 2, 1)] }] }, '/participants/0/roles/0/to'],
    ['stages that run backwards', { ...good, incident: { reportedAt: at(0), stages: [{ stage: 'active', from: at(1) }, { stage: 'stable', from: at(0) }] } }, '/incident/stages/1/from'],
    ['an asOf before the report', { ...good, asOf: at(-1) }, '/asOf'],
    ['a zero rate', { ...good, rates: { ...good.rates, annualEmployeeCost: 0 } }, '/rates/annualEmployeeCost'],
    ['a negative rate', { ...good, rates: { ...good.rates, businessHoursPerYear: -2080 } }, '/rates/businessHoursPerYear'],
    ['a rate that is no number', { ...good, rates: { ...good.rates, annualEmployeeCost: 'fifty' } }, '/rates/annualEmployeeCost'],
    ['a currency that is no code', { ...good, rates: { ...good.rates, currency: 'dollars' } }, '/rates/currency'],
    ['a negative multiplier', { ...good, model: { multipliers: { scribe: -1 } } }, '/model/multipliers/scribe'],
    ['a misspelt setting', { ...good, model: { laterDaysHours: 8 } }, '/model/laterDaysHours'],
    ['hours that are no whole milliseconds', { ...good, model: { laterDayHours: '0.0000001' } }, '/model/laterDayHours'],
    ['a time without a zone', { ...good, asOf: '2026-03-02T10:00:00' }, '/asOf'],
    ['a date that does not exist', { ...good, asOf: '2026-02-30T10:00:00Z' }, '/asOf'],
    ['a missing part', { ...good, participants: undefined }, '/participants'],
    ['no object at all', 'cost', ''],
  ])('names the path of %s', (_, input, pointer) => {
    expect(pointersOf(input)).toContain(pointer);
  });
});
