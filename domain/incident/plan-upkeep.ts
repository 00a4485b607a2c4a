import { RESOURCES } from './plan-declared.ts';
import { step, type StepPlan } from './plan-types.ts';

/** Steps that only something people do asks for. */
export const UPKEEP_STEPS: readonly StepPlan[] = [
  step({ id: 'visibility', title: 'Make the resources private or open', phase: 'onDemand', after: RESOURCES, repeats: true }),
  step({ id: 'dismiss', title: 'Take {person} out of conversation, groups and folder', phase: 'onDemand', after: [...RESOURCES, 'admit'], family: true }),
];
