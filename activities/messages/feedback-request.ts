import { compose } from './parts/compose.ts';
import { type Message, paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, subject } from './parts/incident.ts';

/** A closed incident; asked of each participant. */
export interface FeedbackRequestInput {
  incident: MessageIncident;
  person: { name: string };
}

/** Asks how the incident was handled. */
export function feedbackRequestMessage({ incident, person }: FeedbackRequestInput): Message {
  return compose({
    subject: subject(incident, 'how was it handled?'),
    heading: [person.name, ', how was this incident handled?'],
    about: aboutIncident(incident),
    blocks: [
      paragraph(
        'One rating and, if you like, a sentence: what helped, and what stood in your way. It goes to those who run the process, and takes a minute.',
      ),
    ],
    link: { label: 'Give feedback', url: `${incident.url}#feedback` },
    reason: `You get this because you took part in ${incident.key}, which is closed.`,
  });
}
