import { announcementActivities } from './announcements.ts';
import { createRooms } from './at-most.ts';
import { conferenceActivities } from './conferences.ts';
import { conversationActivities } from './conversations.ts';
import { costTicketActivities } from './cost-tickets.ts';
import { costActivities } from './costs.ts';
import type { ActivityDeps, Kit } from './deps.ts';
import { documentActivities } from './documents.ts';
import { engagementActivities } from './engagements.ts';
import { eventMessageActivities } from './event-messages.ts';
import { feedbackActivities } from './feedback.ts';
import { groupActivities } from './groups.ts';
import { createInTurn } from './in-turn.ts';
import { incidentActivities } from './incidents.ts';
import { createMailRenderer } from './mail-render.ts';
import { pagingActivities } from './paging.ts';
import { participantActivities } from './participants.ts';
import { postmortemActivities } from './postmortems.ts';
import { refreshActivities } from './refresh.ts';
import { privacyActivities } from './privacy.ts';
import { reminderActivities } from './reminders.ts';
import { reportActivities } from './reports.ts';
import { reviewActivities } from './review-meetings.ts';
import { storageActivities } from './storage.ts';
import { sweepActivities } from './sweeps.ts';
import { ticketActivities } from './tickets.ts';
import type { Activities } from './types.ts';
import { visibilityActivities } from './visibility.ts';
import { welcomeActivities } from './welcomes.ts';

/** What the activities are made from. */
export type { ActivityDeps } from './deps.ts';
/** Every activity by its name. */
export type { Activities } from './types.ts';

/** Of one organization. */
const MAILS_AT_ONCE = 5;

/** Every side effect of the workflows. Each may run more than once and has its effect once. */
export function createActivities(deps: ActivityDeps): Activities {
  const kit: Kit = { ...deps, inTurn: createInTurn(), mailRooms: createRooms(MAILS_AT_ONCE), mail: createMailRenderer(deps.config) };
  return {
    ...incidentActivities(kit),
    ...ticketActivities(kit),
    ...conversationActivities(kit),
    ...storageActivities(kit),
    ...documentActivities(kit),
    ...conferenceActivities(kit),
    ...groupActivities(kit),
    ...refreshActivities(kit),
    ...engagementActivities(kit),
    ...participantActivities(kit),
    ...visibilityActivities(kit),
    ...pagingActivities(kit),
    ...welcomeActivities(kit),
    ...announcementActivities(kit),
    ...eventMessageActivities(kit),
    ...reportActivities(kit),
    ...feedbackActivities(kit),
    ...reminderActivities(kit),
    ...postmortemActivities(kit),
    ...reviewActivities(kit),
    ...costActivities(kit),
    ...costTicketActivities(kit),
    ...privacyActivities(kit),
    ...sweepActivities(kit),
  };
}
