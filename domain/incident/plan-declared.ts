import { isRecordOnly, step, type StepPlan } from './plan-types.ts';
import type { IncidentState } from './state.ts';

const gathers = (state: IncidentState): boolean => !isRecordOnly(state);
/** Steps that bring the resources of a declaration. */
export const RESOURCES: readonly string[] = ['ticket', 'conversation', 'storage', 'incident-document', 'conference', 'tactical-group', 'notifications-group'];

/** Steps of a declaration: resources along the graph of their needs, then people, then words. */
export const DECLARED_STEPS: readonly StepPlan[] = [
  step({ id: 'ticket', title: 'Create the ticket', phase: 'declared', brings: 'ticket' }),
  step({ id: 'engage', title: 'Find the people to engage', phase: 'declared', whileOpen: true, onReopen: 'missing', appliesTo: gathers }),
  step({ id: 'conversation', title: 'Open the conversation', phase: 'declared', needs: ['ticket'], brings: 'conversation', whileOpen: true, onReopen: 'missing', appliesTo: gathers }),
  step({ id: 'storage', title: 'Create the folder', phase: 'declared', needs: ['ticket'], brings: 'storage' }),
  step({ id: 'conference', title: 'Set up the conference', phase: 'declared', after: ['ticket'], brings: 'conference', whileOpen: true, onReopen: 'missing', appliesTo: gathers }),
  step({ id: 'tactical-group', title: 'Create the tactical group', phase: 'declared', after: ['ticket'], brings: 'tacticalGroup', whileOpen: true, onReopen: 'missing', appliesTo: gathers }),
  step({ id: 'notifications-group', title: 'Create the notifications group', phase: 'declared', after: ['ticket'], brings: 'notificationsGroup', whileOpen: true, onReopen: 'missing', appliesTo: gathers }),
  step({ id: 'incident-document', title: 'Write the incident document', phase: 'declared', after: ['storage'], brings: 'document' }),
  step({ id: 'page-commander', title: 'Page the commander', phase: 'declared', after: ['engage'], whileOpen: true, appliesTo: (state) => gathers(state) && state.priority.pageCommander }),
  step({ id: 'admit', title: 'Let the participants in', phase: 'declared', after: ['conversation', 'tactical-group', 'notifications-group', 'storage', 'engage', 'unarchive-conversation'], onReopen: 'again', repeats: true, appliesTo: gathers }),
  step({ id: 'refresh', title: 'Fill in topic, links and documents', phase: 'declared', after: [...RESOURCES, 'engage', 'unarchive-conversation'], onReopen: 'again', repeats: true }),
  step({ id: 'update-ticket', title: 'Update the ticket', phase: 'declared', needs: ['ticket'], after: [...RESOURCES.slice(1), 'engage'], onReopen: 'again', repeats: true }),
  step({ id: 'welcome', title: 'Welcome the participants', phase: 'declared', after: ['admit'], whileOpen: true, appliesTo: gathers }),
  step({ id: 'announce', title: 'Announce the incident', phase: 'declared', after: ['refresh', 'engage'], whileOpen: true, appliesTo: gathers }),
  step({ id: 'review-document', title: 'Prepare the review document', phase: 'stable', after: ['storage'], brings: 'reviewDocument', appliesTo: (state) => state.type.wantsPostmortem && !state.resources.reviewDocument }),
];
