import { atLeast, type AccessLevel } from './access.ts';

/** Whom an organization asks for a second factor before sensitive actions: nobody, those who have one, or everybody from manager up as well. */
export const STEP_UP_POLICIES = ['off', 'enrolled', 'required'] as const;
/** See {@link STEP_UP_POLICIES}. */
export type StepUpPolicy = (typeof STEP_UP_POLICIES)[number];

/** What an organization has before anybody chooses, in minutes where it is a time. */
export const DEFAULT_STEP_UP = { policy: 'enrolled', stepUpMinutes: 10 } as const;

/** What the decision depends on; `isProven` = this session gave a second factor within the policy's minutes. */
export interface StepUpFacts {
  policy: StepUpPolicy;
  accessLevel: AccessLevel;
  hasFactor: boolean;
  isProven: boolean;
}

/** What somebody must do before a sensitive action: nothing, prove a factor they have, or set one up first. */
export type StepUpNeed = 'nothing' | 'prove' | 'enrol';

/** True when the policy wants this person to have a second factor. */
export function mustHaveFactor(policy: StepUpPolicy, accessLevel: AccessLevel): boolean {
  return policy === 'required' && atLeast(accessLevel, 'manager');
}

/** What a sensitive action of the organization needs first. */
export function stepUpNeed(facts: StepUpFacts): StepUpNeed {
  if (facts.policy === 'off') return 'nothing';
  return mustHaveFactor(facts.policy, facts.accessLevel) && !facts.hasFactor ? 'enrol' : ownFactorsNeed(facts);
}

/** What a change of one's own factors needs first, whatever the policy: whoever has a factor proves it, so that a stolen session cannot add or remove one. */
export function ownFactorsNeed({ hasFactor, isProven }: Pick<StepUpFacts, 'hasFactor' | 'isProven'>): StepUpNeed {
  return hasFactor && !isProven ? 'prove' : 'nothing';
}
