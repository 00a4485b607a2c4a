import { announcementMessage } from '../../../activities/messages/announcement.ts';
import { closeReminderMessage } from '../../../activities/messages/close-reminder.ts';
import { feedbackRequestMessage } from '../../../activities/messages/feedback-request.ts';
import { openedMessage } from '../../../activities/messages/opened.ts';
import { pageCommanderMessage } from '../../../activities/messages/page-commander.ts';
import { participantJoinedMessage } from '../../../activities/messages/participant-joined.ts';
import type { Message } from '../../../activities/messages/parts/content.ts';
import type { Audience, MessageIncident } from '../../../activities/messages/parts/incident.ts';
import { postmortemPublishedMessage } from '../../../activities/messages/postmortem-published.ts';
import { reportPostedMessage } from '../../../activities/messages/report-posted.ts';
import { reportReminderMessage } from '../../../activities/messages/report-reminder.ts';
import { reviewDueMessage } from '../../../activities/messages/review-due.ts';
import { reviewMeetingMessage } from '../../../activities/messages/review-meeting.ts';
import { roleAssignedMessage } from '../../../activities/messages/role-assigned.ts';
import { stageChangedMessage } from '../../../activities/messages/stage-changed.ts';
import { staleReminderMessage } from '../../../activities/messages/stale-reminder.ts';
import { taskAssignedMessage } from '../../../activities/messages/task-assigned.ts';
import { taskReminderMessage } from '../../../activities/messages/task-reminder.ts';
import { welcomeMessage } from '../../../activities/messages/welcome.ts';
import { briefOf } from '../../plugins/conformance/world.ts';
import { accountMessages } from './account-builders.ts';

/** What goes into every message: one title, name and text, so that a test can make them as ugly as it likes. */
export interface Words {
  title: string;
  name: string;
  markdown: string;
  restricted: boolean;
  audience: Audience;
}

const at = '2026-05-12T10:00:00.000Z';
const now = '2026-05-13T12:00:00.000Z';

/** The incident that messages are about. */
export function incidentOf(words: Words): MessageIncident {
  const person = { email: 'someone@example.org', name: words.name };
  return {
    ...briefOf('7f3c'),
    title: words.title,
    description: words.markdown,
    restricted: words.restricted,
    reporter: person,
    commander: person,
    severityRank: 1,
    links: { conversation: 'https://dispatch.example/c', conference: 'https://meet.example/x' },
    costText: '$3,412',
  };
}

/** Every message there is, by name, made from the same words. */
export function everyMessage(words: Words): [name: string, message: Message][] {
  const incident = incidentOf(words);
  const { audience, markdown } = words;
  const person = { name: words.name };
  const task = { taskId: 't', title: words.title, description: markdown, dueAt: at };
  return [
    [
      'welcome',
      welcomeMessage({
        incident,
        person,
        role: 'scribe',
        reason: 'on call for payments',
        welcomeText: markdown,
      }),
    ],
    ['opened', openedMessage({ incident, welcomeText: null })],
    ['announcement', announcementMessage({ incident, audience })],
    [
      'stage-changed',
      stageChangedMessage({
        incident,
        from: 'active',
        to: 'stable',
        by: words.name,
        reason: markdown,
        audience,
      }),
    ],
    [
      'stage-changed by itself',
      stageChangedMessage({ incident, from: 'closed', to: 'review', by: null, reason: null, audience }),
    ],
    [
      'role-assigned',
      roleAssignedMessage({ incident, role: 'commander', person, by: words.name, previous: null, you: true }),
    ],
    [
      'role-assigned to another',
      roleAssignedMessage({ incident, role: 'liaison', person, by: null, previous: words.name, you: false }),
    ],
    [
      'participant-joined',
      participantJoinedMessage({
        incident,
        person: { ...person, title: 'Engineer', team: null },
        role: 'participant',
        reason: null,
      }),
    ],
    [
      'report-posted',
      reportPostedMessage({
        incident,
        report: { kind: 'tactical', conditions: markdown, actions: 'a', needs: '' },
        author: person,
        nextAt: at,
        timeZone: 'Europe/Berlin',
        audience,
      }),
    ],
    [
      'executive report-posted',
      reportPostedMessage({
        incident,
        report: { kind: 'executive', currentStatus: markdown, overview: 'a', nextSteps: 'b' },
        author: person,
        nextAt: null,
        timeZone: null,
        audience,
      }),
    ],
    [
      'report-reminder',
      reportReminderMessage({ incident, kind: 'tactical', person, lastAt: null, everyMinutes: 30, now }),
    ],
    ['stale-reminder', staleReminderMessage({ incident, person, quietHours: 24 })],
    ['close-reminder', closeReminderMessage({ incident, person, stableHours: 72, openTasks: 2 })],
    ['task-assigned', taskAssignedMessage({ incident, task, person, by: null, timeZone: null, you: true })],
    ['task-reminder', taskReminderMessage({ incident, task, person, now, timeZone: 'America/New_York' })],
    [
      'review-meeting',
      reviewMeetingMessage({
        incident,
        meetingAt: at,
        minutes: 45,
        url: 'https://meet.example/r',
        owner: person,
        timeZone: null,
        moved: false,
      }),
    ],
    ['review-due', reviewDueMessage({ incident, owner: person, dueAt: at, now })],
    [
      'postmortem-published',
      postmortemPublishedMessage({ incident, by: person, summary: markdown, followUps: 3, audience }),
    ],
    ['feedback-request', feedbackRequestMessage({ incident, person })],
    ['page-commander', pageCommanderMessage({ incident, person })],
    ...accountMessages({ organization: words.title, name: words.name, at }),
  ];
}
