import type { Role } from '../../domain/incident/types.ts';
import { compose } from './parts/compose.ts';
import type { Message } from './parts/content.ts';
import { paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, roleWords, subject } from './parts/incident.ts';

/** Somebody joined; `reason` e.g. `on call for payments`, null when they came by themselves. */
export interface ParticipantJoinedInput {
  incident: MessageIncident;
  person: { name: string; title: string | null; team: string | null };
  role: Role;
  reason: string | null;
}

/** Tells the others who joined, from where and why. */
export function participantJoinedMessage({
  incident,
  person,
  role,
  reason,
}: ParticipantJoinedInput): Message {
  const from = [person.title, person.team].filter((part) => part !== null && part !== '').join(', ');
  const why = [from, reason].filter((part) => part !== null && part !== '').join('; ');
  return compose({
    subject: subject(incident, `${person.name} joined`),
    heading: [{ bold: person.name }, ` joined as ${roleWords(role).replace(/^the /, '')}`],
    about: aboutIncident(incident),
    blocks: why === '' ? [] : [paragraph(why)],
    link: pageLink(incident, 'See everybody', 'people'),
    reason: `You get this because you take part in ${incident.key}.`,
  });
}
