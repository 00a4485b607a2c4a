import { describe, expect, it } from '@jest/globals';
import { isSensitive } from '../../../api/second-factor/require.ts';
import { ACCESS_LEVELS, type AccessLevel } from '../../../domain/access.ts';
import { ownFactorsNeed, STEP_UP_POLICIES, stepUpNeed, type StepUpNeed, type StepUpPolicy } from '../../../domain/step-up.ts';

/** What is asked of somebody with: no factor, a factor, a factor proven just now. */
const TABLE: Record<StepUpPolicy, Record<AccessLevel, [StepUpNeed, StepUpNeed, StepUpNeed]>> = {
  off: { member: ['nothing', 'nothing', 'nothing'], manager: ['nothing', 'nothing', 'nothing'], admin: ['nothing', 'nothing', 'nothing'], owner: ['nothing', 'nothing', 'nothing'] },
  enrolled: { member: ['nothing', 'prove', 'nothing'], manager: ['nothing', 'prove', 'nothing'], admin: ['nothing', 'prove', 'nothing'], owner: ['nothing', 'prove', 'nothing'] },
  required: { member: ['nothing', 'prove', 'nothing'], manager: ['enrol', 'prove', 'nothing'], admin: ['enrol', 'prove', 'nothing'], owner: ['enrol', 'prove', 'nothing'] },
};

describe('what a sensitive action needs', () => {
  it.each(STEP_UP_POLICIES.flatMap((policy) => ACCESS_LEVELS.map((level) => [policy, level] as const)))('with the policy %s of a %s', (policy, accessLevel) => {
    const [bare, has, proven] = TABLE[policy][accessLevel];
    expect(stepUpNeed({ policy, accessLevel, hasFactor: false, isProven: false })).toBe(bare);
    expect(stepUpNeed({ policy, accessLevel, hasFactor: true, isProven: false })).toBe(has);
    expect(stepUpNeed({ policy, accessLevel, hasFactor: true, isProven: true })).toBe(proven);
  });

  it('is more for those who lost their last factor after proving it', () => {
    expect(stepUpNeed({ policy: 'required', accessLevel: 'admin', hasFactor: false, isProven: true })).toBe('enrol');
  });

  it('is asked for one’s own factors under every policy, but not before the first', () => {
    expect([ownFactorsNeed({ hasFactor: false, isProven: false }), ownFactorsNeed({ hasFactor: true, isProven: false }), ownFactorsNeed({ hasFactor: true, isProven: true })]).toEqual(['nothing', 'prove', 'nothing']);
  });
});

describe('which requests are sensitive', () => {
  it('by route', () => {
    expect([isSensitive(false, { x: 1 }, null), isSensitive(true, undefined, null), isSensitive('own', undefined, null)]).toEqual([false, true, true]);
  });

  it('by what the body sets', () => {
    const any = { when: { accessLevel: true, email: true } } as const;
    expect([{ accessLevel: 'member' }, { email: 'a@b.c' }, { name: 'x' }, {}, undefined, null, 'accessLevel'].map((body) => isSensitive(any, body, null))).toEqual([true, true, false, false, false, false, false]);
    const some = { when: { accessLevel: ['admin', 'owner'] } } as const;
    expect(['member', 'admin', 'owner', 7].map((accessLevel) => isSensitive(some, { accessLevel }, null))).toEqual([false, true, true, false]);
  });

  it('not when the incident has the value already', () => {
    const rule = { when: { visibility: ['open'] } } as const;
    expect(isSensitive(rule, { visibility: 'open' }, { visibility: 'restricted' })).toBe(true);
    expect(isSensitive(rule, { visibility: 'open' }, { visibility: 'open' })).toBe(false);
    expect(isSensitive(rule, { visibility: 'restricted' }, { visibility: 'open' })).toBe(false);
  });
});
