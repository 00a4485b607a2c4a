import { describe, expect, it } from '@jest/globals';
import type { CostLineView } from '../../../api/contract/cost-view.ts';
import { groupLines, hoursInWords, isLimited } from '../../../web/src/incident/cost/groups.ts';
import { filtersOf, readCostSearch } from '../../../web/src/routes/analytics/cost/search.ts';
import { monthsBetween, monthWord } from '../../../web/src/routes/analytics/cost/words.ts';
import { BUILT_IN, checkModel, fromModelForm, toModelForm } from '../../../web/src/routes/settings/cost/model-form.ts';
import { BUILT_IN_RATES, checkRates, fromRateForm, withoutBegun } from '../../../web/src/routes/settings/cost/rate-form.ts';
import { FIRST_SKETCH, readSketch } from '../../../web/src/routes/settings/cost/sketch.ts';
import { addDecimals, formatDecimal, formatMoney } from '../../../web/src/ui/money-format.ts';

describe('money of the API', () => {
  it('is written exactly, however large', () => {
    expect(formatMoney('12345678901234567.89', 'EUR', 'minor')).toBe('€12,345,678,901,234,567.89');
    expect(formatMoney('0.10', 'USD', 'minor')).toBe('$0.10');
    expect(formatMoney('1234', 'JPY', 'minor')).toBe('¥1,234');
    expect([formatMoney('999999.4', 'USD'), formatMoney('1000000', 'USD'), formatMoney('-2500000.00', 'USD')]).toEqual(['$999,999', '$1M', '-$2.5M']);
    expect(formatDecimal('0.750000', 3)).toBe('0.75');
  });

  it('is added without binary floats', () => {
    expect(addDecimals(['0.1', '0.2'])).toBe('0.3');
    expect(addDecimals(['10', '-0.05', '9007199254740993.01'])).toBe('9007199254741002.96');
    expect(addDecimals([])).toBe('0');
  });
});

describe('the page of costs', () => {
  it('reads its address and asks the API for a year unless told otherwise', () => {
    expect(readCostSearch({ period: '30d', stage: 'closed', sort: 'title', moon: 'x' })).toEqual({ period: '30d', stage: 'closed' });
    const now = Date.UTC(2026, 10, 22, 6, 30);
    expect(filtersOf({ type: 'Data', currency: 'EUR' }, now)).toEqual({ type: 'Data', reportedAfter: '2025-11-22T06:00:00.000Z' });
    expect(filtersOf({ period: 'all' }, now).reportedAfter).toBeUndefined();
  });

  it('shows months without incidents too', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('1990-01', '2026-02')).toHaveLength(36);
    expect(monthsBetween('2026-03', '2026-02')).toEqual([]);
    expect([monthWord('2026-02'), monthWord('2026-02', true), monthWord('2026-01', true)]).toEqual(['Feb 2026', 'Feb', 'Jan 2026']);
  });
});

describe('the explanation of a cost', () => {
  const line = (email: string | null, kind: string | null): CostLineView => ({ label: kind ?? 'Commander', email, role: null, kind, hours: '1', engagedHours: '1', multiplier: '1', rate: '10', amount: '10.00', from: null });

  it('puts lines to their people, and the review apart', () => {
    const grouped = groupLines({ lines: [line('b@x.io', null), line('a@x.io', null), line('b@x.io', 'message'), line(null, 'reviewPreparation')], people: [{ email: 'b@x.io', name: 'Bo', team: 'Core', days: [] }] });
    expect(grouped.people.map((p) => [p.name, p.team, p.lines.length])).toEqual([['Bo', 'Core', 2], ['a@x.io', null, 1]]);
    expect(grouped.review).toHaveLength(1);
  });

  it('says hours as people do, and when the limit took some', () => {
    expect(['0.5', '2', '25.3333'].map(hoursInWords)).toEqual(['30 min', '2 h', '25 h 20 m']);
    const day = { firstDay: 1, lastDay: 1, from: '', to: '', engagedHours: '9', countedHours: '9' };
    expect([isLimited({ days: [day] }), isLimited({ days: [day, { ...day, countedHours: '8' }] })]).toEqual([false, true]);
  });
});

describe('the forms of cost', () => {
  it('take a comma for a point and give back what they were filled with', () => {
    const values = { ...BUILT_IN, laterDayHours: '7,5' };
    expect(fromModelForm(values)).toMatchObject({ laterDayHours: '7.5', activityKinds: null });
    expect(toModelForm({ ...fromModelForm(BUILT_IN), activityKinds: null })).toEqual(BUILT_IN);
    expect(checkModel({ ...values, multipliers: { ...BUILT_IN.multipliers, scribe: 'much' } })).toEqual({ 'multipliers.scribe': 'A number, e.g. 0.75' });
  });

  it('name what is wrong with rates, but try only what is finished', () => {
    const begun = { id: 1, by: 'team' as const, target: '', annualEmployeeCost: '' };
    const values = { ...BUILT_IN_RATES, currency: 'eur', overrides: [begun, { id: 2, by: 'role' as const, target: 'commander', annualEmployeeCost: '90000,5' }] };
    expect(checkRates(values)).toEqual({ 'target.1': 'Choose who', 'cost.1': 'An amount above 0' });
    expect(fromRateForm(withoutBegun(values))).toEqual({ annualEmployeeCost: '50000', businessHoursPerYear: '2080', currency: 'EUR', overrides: [{ role: 'commander', annualEmployeeCost: '90000.5' }] });
    expect(checkRates({ ...values, annualEmployeeCost: '0', businessHoursPerYear: '', currency: 'X', overrides: [] })).toEqual({ annualEmployeeCost: 'An amount above 0', businessHoursPerYear: 'Hours above 0', currency: 'Three letters, e.g. EUR' });
  });

  it('read a sketch only when every number is one', () => {
    expect(readSketch(FIRST_SKETCH)).toMatchObject({ stages: [{ stage: 'active', hours: '6' }, { stage: 'closed' }, { stage: 'review' }], people: [{ role: 'commander', count: 1 }, { role: 'scribe' }, { role: 'participant', count: 4, hours: '3' }] });
    expect(readSketch({ ...FIRST_SKETCH, activeHours: 'long' })).toBeUndefined();
    expect(readSketch({ ...FIRST_SKETCH, people: [] })).toBeUndefined();
  });
});
