import { lasting } from '../../domain/incident/moments.ts';
import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph, quote } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, subject } from './parts/incident.ts';
import type { MessageTask } from './parts/task.ts';
import { when } from './parts/when.ts';

/** A task is due. */
export interface TaskReminderInput {
  incident: MessageIncident;
  task: MessageTask & { dueAt: string };
  person: { name: string };
  now: string;
  timeZone: string | null;
}

/** Asks for a task that is due or overdue. */
export function taskReminderMessage({ incident, task, person, now, timeZone }: TaskReminderInput): Message {
  const late = lasting(task.dueAt, now);
  const overdue = Date.parse(now) - Date.parse(task.dueAt) >= 3_600_000;
  return compose({
    subject: subject(incident, `task is ${overdue ? 'overdue' : 'due'}: ${task.title}`),
    heading: [person.name, `, a task is ${overdue ? `${late} overdue` : 'due'}: `, { bold: task.title }],
    about: aboutIncident(incident),
    blocks: [
      ...facts(['Due', when(task.dueAt, timeZone)]),
      ...quote(null, task.description),
      paragraph('Mark it done, move its due time, or give it to somebody who can do it.'),
    ],
    link: pageLink(incident, 'Open the task', 'tasks'),
    reason: 'You get this because the task is yours. It is repeated daily while the task is overdue.',
  });
}
