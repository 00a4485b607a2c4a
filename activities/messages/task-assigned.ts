import { compose } from './parts/compose.ts';
import { facts, type Message, quote } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, subject } from './parts/incident.ts';
import type { MessageTask } from './parts/task.ts';
import { when } from './parts/when.ts';

/** A task is somebody's from now on; `by` null = by themselves. */
export interface TaskAssignedInput {
  incident: MessageIncident;
  task: MessageTask;
  person: { name: string };
  by: string | null;
  timeZone: string | null;
  /** True when that person reads it. */
  you: boolean;
}

/** Tells whose task it is, what it asks and until when. */
export function taskAssignedMessage({
  incident,
  task,
  person,
  by,
  timeZone,
  you,
}: TaskAssignedInput): Message {
  return compose({
    subject: subject(incident, `task${you ? ' for you' : ''}: ${task.title}`),
    heading: you
      ? ['A task for you: ', { bold: task.title }]
      : [{ bold: person.name }, ' has the task ', { bold: task.title }],
    about: aboutIncident(incident),
    blocks: [
      ...facts(['Due', task.dueAt === null ? null : when(task.dueAt, timeZone)], ['Assigned by', by]),
      ...quote(null, task.description),
    ],
    link: pageLink(incident, 'Open the task', 'tasks'),
    reason: you
      ? `You get this because the task is yours.`
      : `You get this because you take part in ${incident.key}.`,
  });
}
