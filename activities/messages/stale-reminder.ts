import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, subject } from './parts/incident.ts';

/** An active incident has been quiet for so many hours. */
export interface StaleReminderInput {
  incident: MessageIncident;
  person: { name: string };
  quietHours: number;
}

/** Asks whether the incident is stable. */
export function staleReminderMessage({ incident, person, quietHours }: StaleReminderInput): Message {
  return compose({
    subject: subject(incident, `is it stable? ${incident.title}`),
    heading: [person.name, `, is ${incident.key} stable?`],
    about: aboutIncident(incident),
    blocks: [
      paragraph(
        `Nothing was recorded for ${quietHours} hours while it is active. If its effects have ended, mark it stable; if not, a short report tells the others.`,
      ),
      ...facts(['Cost so far', incident.costText]),
    ],
    link: pageLink(incident),
    reason: `You get this because you command ${incident.key}.`,
  });
}
