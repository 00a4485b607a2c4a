import { describe, expect, it } from '@jest/globals';
import { calculateIncidentCost } from '../../../domain/cost/calculate.ts';
import { at, costCase, held } from './cost-cases.ts';

const EVE = 'eve@example.com';
const KIM = 'kim@example.com';

function total(parts: Parameters<typeof costCase>[0]): string {
  return calculateIncidentCost(costCase(parts)).total;
}

describe('the roles model, worked by hand at 25 an hour', () => {
  it('pays a commander for two hours in full', () => {
    const result = calculateIncidentCost(costCase({ asOf: 2, people: [{ email: EVE, roles: [held('commander', 0)] }] }));
    expect(result).toEqual({
      total: '50.00',
      currency: 'USD',
      asOf: at(2),
      lines: [{ label: 'Commander', email: EVE, role: 'commander', hours: '2', engagedHours: '2', multiplier: '1', rate: '25', amount: '50.00' }],
    });
  });

  it('weighs each role: 1, 0.75, 0.75, 0.5, 0.5 and 0', () => {
    const roles = ['commander', 'scribe', 'liaison', 'participant', 'reporter', 'observer'] as const;
    const people = roles.map((role) => ({ email: `${role}@example.com`, roles: [held(role, 0)] }));
    // 25 × (1 + 0.75 + 0.75 + 0.5 + 0.5 + 0) for one hour
    expect(total({ asOf: 1, people })).toBe('87.50');
  });

  it('pays somebody with two roles at once only for the heavier', () => {
    const people = [{ email: EVE, roles: [held('reporter', 0), held('commander', 1, 3)] }];
    // 1 h reporter + 2 h commander + 1 h reporter = 25 × (0.5 + 2 + 0.5)
    expect(total({ asOf: 4, people })).toBe('75.00');
  });

  it('counts only while the incident is active, again after a reopening', () => {
    const stages: [('active' | 'stable' | 'closed'), number][] = [['active', 0], ['stable', 2], ['closed', 5], ['active', 10]];
    // 2 h before stable + 1 h after the reopening
    expect(total({ asOf: 11, stages, people: [{ email: EVE, roles: [held('commander', 0)] }] })).toBe('75.00');
  });

  it('starts at the report and ends at asOf, whatever the intervals say', () => {
    expect(total({ asOf: 1, people: [{ email: EVE, roles: [held('commander', -5, 9)] }] })).toBe('25.00');
    expect(total({ asOf: 1, people: [{ email: EVE, roles: [held('commander', 2, 9)] }] })).toBe('0.00');
  });

  it('counts the first 24 hours in full and 8 hours of each later day', () => {
    const people = [{ email: EVE, roles: [held('commander', 0)] }];
    expect(total({ asOf: 24, people })).toBe('600.00');
    expect(total({ asOf: 25, people })).toBe('625.00');
    expect(total({ asOf: 32, people })).toBe('800.00');
    expect(total({ asOf: 48, people })).toBe('800.00');
    // day 0 in full, 29 later days of 8 h and 3 h of the next: 24 + 232 + 3 = 259 h
    expect(total({ asOf: 30 * 24 + 3, people })).toBe('6475.00');
  });

  it('fills the later day with the heaviest hours first', () => {
    const people = [{ email: EVE, roles: [held('participant', 24, 34), held('commander', 34, 39)] }];
    // window 1 holds 10 h at 0.5 and 5 h at 1; 8 count: 5 at 1 and 3 at 0.5
    const result = calculateIncidentCost(costCase({ asOf: 48, people }));
    expect(result.total).toBe('162.50');
    expect(result.lines.map((l) => [l.role, l.hours, l.engagedHours])).toEqual([['commander', '5', '5'], ['participant', '3', '10']]);
  });

  it('limits each person by themselves', () => {
    const people = [{ email: EVE, roles: [held('commander', 24)] }, { email: KIM, roles: [held('participant', 24)] }];
    // 8 h × 1 + 8 h × 0.5
    expect(total({ asOf: 48, people })).toBe('300.00');
  });

  it('adds the review once it has begun, and once only', () => {
    const people = [{ email: EVE, roles: [held('commander', 0, 1)] }, { email: KIM, roles: [held('observer', 0, 1)] }];
    const closed: [('active' | 'closed' | 'review'), number][] = [['active', 0], ['closed', 1], ['review', 1.5]];
    // 1 h work, then 1 h preparation + 0.5 h meeting of Eve; Kim only observed
    expect(total({ asOf: 1.25, stages: closed, people })).toBe('25.00');
    expect(total({ asOf: 2, stages: closed, people })).toBe('62.50');
    expect(total({ asOf: 9, stages: [...closed, ['active', 3], ['closed', 4], ['review', 5]], people })).toBe('62.50');
  });

  it('names the owner of the review', () => {
    const input = costCase({ asOf: 2, stages: [['active', 0], ['closed', 1], ['review', 1]], people: [{ email: EVE, roles: [held('commander', 0, 1)] }] });
    const owned = calculateIncidentCost({ ...input, incident: { ...input.incident, reviewOwner: 'Kim@Example.com' } });
    expect(owned.lines.find((l) => l.kind === 'reviewPreparation')?.email).toBe(KIM);
    expect(calculateIncidentCost(input).lines.find((l) => l.kind === 'reviewPreparation')?.email).toBe(EVE);
  });

  it('does not round the rate, only what is shown', () => {
    // 50,000 / 2,080 = 24.0384615…: 3 h = 72.115384… → 72.12; half a cent goes up
    const people = [{ email: EVE, roles: [held('commander', 0)] }];
    expect(total({ asOf: 3, people, rates: { annualEmployeeCost: 50_000 } })).toBe('72.12');
    expect(total({ asOf: 1, people, rates: { annualEmployeeCost: '10.405', businessHoursPerYear: 1 } })).toBe('10.41');
    expect(total({ asOf: 1, people, rates: { currency: 'JPY', annualEmployeeCost: '10.5', businessHoursPerYear: 1 } })).toBe('11');
    expect(total({ asOf: 1, people, rates: { currency: 'KWD', annualEmployeeCost: '0.0625', businessHoursPerYear: 1 } })).toBe('0.063');
  });

  it('sums exactly: ten people with a tenth of a cent each are one cent', () => {
    const people = Array.from({ length: 10 }, (_, i) => ({ email: `p${i}@example.com`, roles: [held('commander', 0)] }));
    expect(total({ asOf: 1, people, rates: { annualEmployeeCost: '0.001', businessHoursPerYear: 1 } })).toBe('0.01');
  });
});

describe('the activity model', () => {
  const model = { kind: 'activity' } as const;

  it('pays 300 seconds for each activity, and overlaps once', () => {
    const activities = [{ kind: 'message', at: at(0) }, { kind: 'reaction', at: new Date(Date.parse(at(0)) + 120_000).toISOString() }, { kind: 'message', at: at(1) }];
    // 0:00–0:07 and 1:00–1:05 = 12 minutes = 0.2 h × 25
    const result = calculateIncidentCost(costCase({ asOf: 2, model, people: [{ email: EVE, roles: [], activities }] }));
    expect(result.total).toBe('5.00');
    expect(result.lines.map((l) => [l.kind, l.amount])).toEqual([['message', '4.17'], ['reaction', '0.83']]);
  });

  it('cuts the last activity at asOf and leaves out what comes later', () => {
    const activities = [{ kind: 'message', at: at(0.95) }, { kind: 'message', at: at(3) }];
    // 3 of the 5 minutes
    expect(total({ asOf: 1, model, people: [{ email: EVE, roles: [], activities }] })).toBe('1.25');
  });

  it('adds the review for those who held a role that costs', () => {
    const people = [{ email: EVE, roles: [held('commander', 0, 1)], activities: [] }];
    expect(total({ asOf: 3, model, people, stages: [['active', 0], ['review', 2]] })).toBe('37.50');
  });
});
