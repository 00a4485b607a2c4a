import { DomainError } from '../domain/errors.ts';
import { reviewDueAt, reviewOwner } from '../domain/incident/review.ts';
import { lastHolderOf } from '../domain/incident/roles.ts';
import type { PersonRef, Role } from '../domain/incident/types.ts';
import { HOUR, between } from '../domain/time.ts';
import { personDetails } from '../models/incident-facts.ts';
import type { Kit } from './deps.ts';
import { reportActions, stageActions, taskActions } from './messages/conversation/actions.ts';
import { closeReminderMessage } from './messages/close-reminder.ts';
import type { MessageButton } from '../plugins/contract.ts';
import type { Message } from './messages/parts/content.ts';
import { reportReminderMessage } from './messages/report-reminder.ts';
import { reviewDueMessage } from './messages/review-due.ts';
import { staleReminderMessage } from './messages/stale-reminder.ts';
import { taskReminderMessage } from './messages/task-reminder.ts';
import { messageIncident } from './recipients.ts';
import { loadSubject, type Subject } from './subject.ts';
import { tell } from './tell.ts';
import type { MessageActivities } from './types.ts';

type ReminderActivities = Pick<MessageActivities, 'sendReportReminder' | 'sendStageReminder' | 'sendTaskReminder' | 'sendReviewReminder'>;
const STALE_HOURS = 24;
const CLOSE_HOURS = 72;

/** Activities that remind people: in the conversation, to them alone, and by mail; once for each deadline. */
export function reminderActivities(kit: Kit): ReminderActivities {
  const nowIso = (): string => kit.now().toISOString();
  return {
    async sendReportReminder({ incidentId, kind, deadline }) {
      const subject = await loadSubject(kit, incidentId);
      const { state } = subject;
      const person = kind === 'tactical' ? firstHolder(subject, 'commander', 'reporter') : firstHolder(subject, 'liaison', 'commander', 'reporter');
      const everyMinutes = (kind === 'tactical' ? state.priority.tacticalReportMinutes : state.priority.executiveReportMinutes) ?? 0;
      const message = reportReminderMessage({ incident: messageIncident(subject), kind, person, lastAt: state.reports[kind].lastAt, everyMinutes, now: nowIso() });
      return remind(kit, subject, { purpose: `reminder/report/${kind}/${deadline}`, kind: 'report-reminder', person, message, actions: reportActions(incidentId, kind) });
    },

    async sendStageReminder({ incidentId, reminder, deadline }) {
      const subject = await loadSubject(kit, incidentId);
      const { state } = subject;
      const person = firstHolder(subject, 'commander', 'reporter');
      const incident = messageIncident(subject);
      const hoursSince = (time: string): number => Math.max(1, Math.floor(between(time, nowIso()) / HOUR));
      const openTasks = state.tasks.filter((t) => t.state === 'open').length;
      const message =
        reminder === 'stale'
          ? staleReminderMessage({ incident, person, quietHours: state.project.staleHours ?? STALE_HOURS })
          : closeReminderMessage({ incident, person, stableHours: Math.max(state.project.closeHours ?? CLOSE_HOURS, hoursSince(state.stages.at(-1)?.from ?? state.declaredAt)), openTasks });
      return remind(kit, subject, { purpose: `reminder/${reminder}/${deadline}`, kind: `${reminder}-reminder`, person, message, actions: stageActions(incidentId, reminder === 'stale' ? 'stable' : 'closed') });
    },

    async sendTaskReminder({ incidentId, taskId, deadline }) {
      const subject = await loadSubject(kit, incidentId);
      const task = subject.state.tasks.find((t) => t.taskId === taskId);
      if (task === undefined) throw new DomainError('not-found', `There is no task ${taskId}.`);
      const isThere = (p: PersonRef): boolean => !subject.restricted || subject.present.some((other) => other.personId === p.personId);
      const person = task.assignee !== null && isThere(task.assignee) ? task.assignee : firstHolder(subject, 'commander', 'reporter');
      const timeZone = (await personDetails(kit.db, subject.place.organizationId, [person.email])).get(person.email)?.timeZone ?? null;
      const message = taskReminderMessage({ incident: messageIncident(subject), task: { ...task, dueAt: task.dueAt ?? deadline }, person, now: nowIso(), timeZone });
      return remind(kit, subject, { purpose: `reminder/task/${taskId}/${deadline}`, kind: 'task-reminder', person, message, actions: taskActions(taskId) });
    },

    async sendReviewReminder({ incidentId, deadline }) {
      const subject = await loadSubject(kit, incidentId);
      const owner = subject.state.postmortem?.owner ?? reviewOwner(subject.state) ?? firstHolder(subject, 'commander');
      const message = reviewDueMessage({ incident: messageIncident(subject), owner, dueAt: reviewDueAt(subject.state), now: nowIso() });
      return remind(kit, subject, { purpose: `reminder/review/${deadline}`, kind: 'review-due', person: owner, message });
    },
  };
}

async function remind(kit: Kit, subject: Subject, reminder: { purpose: string; kind: string; person: PersonRef; message: Message; actions?: MessageButton[] }): Promise<{ to: string[]; text: string }> {
  const { purpose, kind, person, message, actions = [] } = reminder;
  await tell(kit, subject, { kind, chat: { key: purpose, message, onlyFor: [person.email], actions }, letters: [{ purpose, to: person, message }] });
  return { to: [person.email], text: message.subject };
}

/** Who holds (or held last) the first of these roles, else anybody who is there. */
function firstHolder({ state, present }: Subject, ...roles: Role[]): PersonRef {
  const holder = roles.map((role) => lastHolderOf(state, role)).find((p) => p !== null) ?? present[0];
  if (holder === undefined) throw new DomainError('not-found', 'Nobody takes part in the incident any more: add somebody to it.');
  return { personId: holder.personId, email: holder.email, name: holder.name };
}
