import { isRecordOnly, step, type StepPlan } from './plan-types.ts';

/** Steps of closing. */
export const CLOSING_STEPS: readonly StepPlan[] = [
  step({ id: 'close-ticket', title: 'Close the ticket', phase: 'closed', needs: ['ticket'], after: ['update-ticket'], appliesTo: (state) => !isRecordOnly(state) }),
  step({ id: 'archive-conversation', title: 'Archive the conversation', phase: 'closed', after: ['conversation', 'admit', 'refresh', 'unarchive-conversation'], quiet: true, appliesTo: (state) => state.resources.conversation !== undefined }),
  step({ id: 'request-feedback', title: 'Ask the participants for feedback', phase: 'closed', appliesTo: (state) => !isRecordOnly(state) }),
  step({ id: 'final-cost', title: 'Calculate the cost', phase: 'closed' }),
];

/** Steps of reopening, beside those of the declaration that are missing or run again. */
export const REOPENING_STEPS: readonly StepPlan[] = [
  step({ id: 'unarchive-conversation', title: 'Open the archived conversation again', phase: 'reopened', after: ['archive-conversation'], whileOpen: true, appliesTo: (state) => state.resources.conversation?.state === 'archived' || state.steps['archive-conversation']?.state === 'pending' }),
];

/** Steps of the review, run by the postmortem's workflow. */
export const REVIEW_STEPS: readonly StepPlan[] = [
  step({ id: 'draft-postmortem', title: 'Draft the postmortem from the timeline', phase: 'review', runsIn: 'postmortem' }),
  step({ id: 'review-meeting', title: 'Schedule the review meeting', phase: 'review', runsIn: 'postmortem' }),
  step({ id: 'announce-postmortem', title: 'Send the postmortem round', phase: 'published', runsIn: 'postmortem' }),
];
