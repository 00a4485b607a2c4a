import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, subject } from './parts/incident.ts';

/** A stable incident has been so for so many hours. */
export interface CloseReminderInput {
  incident: MessageIncident;
  person: { name: string };
  stableHours: number;
  openTasks: number;
}

/** Asks whether the incident can be closed. */
export function closeReminderMessage({
  incident,
  person,
  stableHours,
  openTasks,
}: CloseReminderInput): Message {
  const tasks =
    openTasks === 0
      ? 'No task is open.'
      : `${openTasks} ${openTasks === 1 ? 'task is' : 'tasks are'} open; ${openTasks === 1 ? 'it stays with its owner' : 'they stay with their owners'} after closing.`;
  return compose({
    subject: subject(incident, `can it be closed? ${incident.title}`),
    heading: [person.name, `, can ${incident.key} be closed?`],
    about: aboutIncident(incident),
    blocks: [
      paragraph(
        `It has been stable for ${stableHours} hours. ${tasks} Closing ends the roles and archives the conversation; it can be reopened.`,
      ),
      ...facts(['Cost so far', incident.costText]),
    ],
    link: pageLink(incident),
    reason: `You get this because you command ${incident.key}.`,
  });
}
