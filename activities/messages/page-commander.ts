import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph, quote } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, placeLinks, subject } from './parts/incident.ts';

/** The commander is woken. */
export interface PageCommanderInput {
  incident: MessageIncident;
  person: { name: string };
}

/** Calls the commander, with the least that is needed to act. */
export function pageCommanderMessage({ incident, person }: PageCommanderInput): Message {
  return compose({
    subject: subject(incident, `page: ${incident.severity}, ${incident.title}`),
    heading: [person.name, ', you are needed now'],
    about: aboutIncident(incident),
    blocks: [
      paragraph(
        'You command this incident. Join the call or the conversation and say that you are there; if you cannot, give the command to somebody who can.',
      ),
      { kind: 'action' },
      ...placeLinks(incident),
      ...facts(['Priority', incident.priority], ['Reported by', incident.reporter.name]),
      ...quote('What is happening', incident.description),
    ],
    link: pageLink(incident, 'Take the incident'),
    reason: `You get this because incidents of priority ${incident.priority} page their commander.`,
  });
}
