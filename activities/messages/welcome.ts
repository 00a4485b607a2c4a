import type { Role } from '../../domain/incident/types.ts';
import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph, quote } from './parts/content.ts';
import {
  aboutIncident,
  type MessageIncident,
  pageLink,
  placeLinks,
  roleWords,
  subject,
} from './parts/incident.ts';

/** Somebody takes part from now on. `reason` = why they were asked, e.g. `on call for payments`; `welcomeText` is the project's own Markdown. */
export interface WelcomeInput {
  incident: MessageIncident;
  person: { name: string };
  role: Role;
  reason: string | null;
  welcomeText: string | null;
}

const ASKS: Record<Role, string> = {
  commander:
    'You decide what is done and by whom. Join, say what is known, give out roles, and post a report when something changes.',
  reporter: 'You reported it. Stay within reach: the responders may ask what you saw.',
  scribe: 'You keep the record. Add what is seen, decided and done to the timeline as it happens.',
  liaison: 'You speak to everybody outside. Ask the commander what may be said, and post executive reports.',
  participant: 'Join the conversation, read what is known, and say what you can do.',
  observer: 'You may read along. Nothing is asked of you.',
};

/** Welcomes one person: what it is, what they are asked to do, where everything is. */
export function welcomeMessage({ incident, person, role, reason, welcomeText }: WelcomeInput): Message {
  const called = reason === null ? '' : ` You were asked in because you are ${reason}.`;
  return compose({
    subject: subject(incident, `needs you: ${incident.title}`),
    heading: [person.name, ', you are ', roleWords(role)],
    about: aboutIncident(incident),
    blocks: [
      paragraph(ASKS[role], called),
      { kind: 'action' },
      ...placeLinks(incident),
      ...facts(
        ['Commander', role === 'commander' ? null : incident.commander.name],
        ['Reported by', incident.reporter.name],
        ['Priority', incident.priority],
        ['Type', incident.type],
      ),
      ...quote('What is happening', incident.description),
      ...quote(null, welcomeText),
    ],
    link: pageLink(incident),
    reason: `You get this because you take part in ${incident.key}.`,
  });
}
