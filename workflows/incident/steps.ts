import { admit } from './steps/admit.ts';
import { announce } from './steps/announce.ts';
import { archiveConversation } from './steps/archive-conversation.ts';
import { closeTicket } from './steps/close-ticket.ts';
import { conference } from './steps/conference.ts';
import { conversation } from './steps/conversation.ts';
import { dismiss } from './steps/dismiss.ts';
import { engage } from './steps/engage.ts';
import { finalCost } from './steps/final-cost.ts';
import { incidentDocument } from './steps/incident-document.ts';
import { notificationsGroup } from './steps/notifications-group.ts';
import { pageCommander } from './steps/page-commander.ts';
import { refresh } from './steps/refresh.ts';
import { requestFeedback } from './steps/request-feedback.ts';
import { reviewDocument } from './steps/review-document.ts';
import { storage } from './steps/storage.ts';
import { tacticalGroup } from './steps/tactical-group.ts';
import { ticket } from './steps/ticket.ts';
import { unarchiveConversation } from './steps/unarchive-conversation.ts';
import { updateTicket } from './steps/update-ticket.ts';
import { visibility } from './steps/visibility.ts';
import { welcome } from './steps/welcome.ts';
import type { StepRun } from './steps/types.ts';

/** What each step of `domain/incident/plan.ts` does, in the same order; the postmortem's own steps are in `workflows/postmortem`. */
export const STEP_RUNS: readonly { id: string; run: StepRun }[] = [
  { id: 'ticket', run: ticket },
  { id: 'engage', run: engage },
  { id: 'conversation', run: conversation },
  { id: 'storage', run: storage },
  { id: 'conference', run: conference },
  { id: 'tactical-group', run: tacticalGroup },
  { id: 'notifications-group', run: notificationsGroup },
  { id: 'incident-document', run: incidentDocument },
  { id: 'page-commander', run: pageCommander },
  { id: 'admit', run: admit },
  { id: 'refresh', run: refresh },
  { id: 'update-ticket', run: updateTicket },
  { id: 'welcome', run: welcome },
  { id: 'announce', run: announce },
  { id: 'review-document', run: reviewDocument },
  { id: 'close-ticket', run: closeTicket },
  { id: 'archive-conversation', run: archiveConversation },
  { id: 'request-feedback', run: requestFeedback },
  { id: 'final-cost', run: finalCost },
  { id: 'unarchive-conversation', run: unarchiveConversation },
  { id: 'visibility', run: visibility },
  { id: 'dismiss', run: dismiss },
];

/** What the step does; a step of one person (`dismiss-<personId>`) is found by its family. Undefined for steps that run elsewhere. */
export function runOf(planId: string): StepRun | undefined {
  return STEP_RUNS.find((s) => s.id === planId)?.run;
}
