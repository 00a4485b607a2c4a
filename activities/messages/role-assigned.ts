import type { Role } from '../../domain/incident/types.ts';
import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import {
  aboutIncident,
  type MessageIncident,
  pageLink,
  placeLinks,
  roleWords,
  subject,
} from './parts/incident.ts';

/** A role went to somebody. `by` null = by the automation or by themselves; `you` = it is that person who reads it. */
export interface RoleAssignedInput {
  incident: MessageIncident;
  role: Role;
  person: { name: string };
  by: string | null;
  previous: string | null;
  you: boolean;
}

const DUTIES: Record<Role, string> = {
  commander: 'The commander decides what is done and by whom, gives out roles and posts tactical reports.',
  reporter: 'The reporter saw it first and answers what the responders ask.',
  scribe: 'The scribe adds to the timeline what is seen, decided and done, as it happens.',
  liaison: 'The liaison speaks to everybody outside and posts executive reports.',
  participant: 'Participants work on the incident.',
  observer: 'Observers read along.',
};

/** Tells who has which role from now on. */
export function roleAssignedMessage({
  incident,
  role,
  person,
  by,
  previous,
  you,
}: RoleAssignedInput): Message {
  return compose({
    subject: subject(incident, `${you ? 'you are' : `${person.name} is`} now ${roleWords(role)}`),
    heading: you ? ['You are now ', roleWords(role)] : [{ bold: person.name }, ` is now ${roleWords(role)}`],
    about: aboutIncident(incident),
    blocks: [
      ...(you ? [paragraph(DUTIES[role])] : []),
      ...facts(['Before', previous], ['Assigned by', by]),
      ...(you ? placeLinks(incident) : []),
    ],
    link: pageLink(incident),
    reason: `You get this because you take part in ${incident.key}.`,
  });
}
