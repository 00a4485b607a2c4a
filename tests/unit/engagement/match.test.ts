import { describe, expect, it } from '@jest/globals';
import { type EngagementFacts, type EngagementRule, matchingRules } from '../../../domain/engagement/match.ts';

const facts: EngagementFacts = { projectId: 'p1', projectName: 'Payments', typeName: 'Outage', severityName: 'Sev 1', priorityName: 'High', tags: ['region/eu', 'service/cards'] };
function rule(overrides: Partial<EngagementRule> = {}): EngagementRule {
  return { id: 'r', name: 'rule', rank: 1, isEnabled: true, projectId: null, match: {}, target: { kind: 'person', personId: 'x' }, role: 'participant', ...overrides };
}
const matches = (overrides: Partial<EngagementRule>): boolean => matchingRules([rule(overrides)], facts).length === 1;

describe('engagement rules', () => {
  it('apply to everything when they name nothing', () => {
    expect(matches({})).toBe(true);
    expect(matches({ match: { types: [], tags: [] } })).toBe(true);
  });
  it.each<[string, Partial<EngagementRule>, boolean]>([
    ['one of the types', { match: { types: ['Breach', 'outage'] } }, true],
    ['another type', { match: { types: ['Breach'] } }, false],
    ['the severity and the priority', { match: { severities: ['Sev 1'], priorities: ['High'] } }, true],
    ['the severity but another priority', { match: { severities: ['Sev 1'], priorities: ['Low'] } }, false],
    ['the project by name', { match: { projects: ['payments'] } }, true],
    ['another project by name', { match: { projects: ['Search'] } }, false],
    ['all of the tags', { match: { tags: ['service/cards', 'Region/EU'] } }, true],
    ['a tag that is missing', { match: { tags: ['service/cards', 'region/us'] } }, false],
    ['its own project', { projectId: 'p1' }, true],
    ['the project of others', { projectId: 'p2' }, false],
    ['a rule that is switched off', { isEnabled: false }, false],
  ])('%s', (_, overrides, expected) => {
    expect(matches(overrides)).toBe(expected);
  });
  it('come by rank, then by name, whatever order they are stored in', () => {
    const rules = [rule({ name: 'c', rank: 2 }), rule({ name: 'b', rank: 1 }), rule({ name: 'a', rank: 2 })];
    expect(matchingRules(rules, facts).map((r) => r.name)).toEqual(['b', 'a', 'c']);
    expect(matchingRules(rules.toReversed(), facts).map((r) => r.name)).toEqual(['b', 'a', 'c']);
  });
});
