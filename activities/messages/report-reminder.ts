import { lasting } from '../../domain/incident/moments.ts';
import type { ReportKind } from '../../domain/incident/types.ts';
import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, subject } from './parts/incident.ts';

/** A report is due. `lastAt` = when the last one was posted (ISO), null when there was none. */
export interface ReportReminderInput {
  incident: MessageIncident;
  kind: ReportKind;
  person: { name: string };
  lastAt: string | null;
  everyMinutes: number;
  now: string;
}

/** Asks for a report, with what it should say. */
export function reportReminderMessage({
  incident,
  kind,
  person,
  lastAt,
  everyMinutes,
  now,
}: ReportReminderInput): Message {
  const tactical = kind === 'tactical';
  const asks = tactical
    ? 'Say in a few lines how it stands (conditions), what is being done (actions) and what is missing (needs).'
    : 'Say in a few lines how it stands, what has happened, and what comes next, for people who do not work on it.';
  return compose({
    subject: subject(incident, `${tactical ? 'tactical' : 'executive'} report is due`),
    heading: [person.name, `, ${tactical ? 'a tactical' : 'an executive'} report is due`],
    about: aboutIncident(incident),
    blocks: [
      paragraph(asks, ' If nothing changed, say that.'),
      ...facts(
        ['Last report', lastAt === null ? 'none yet' : `${lasting(lastAt, now)} ago`],
        ['Asked', `every ${everyMinutes} minutes while the incident is active`],
      ),
    ],
    link: pageLink(incident, 'Write the report', 'updates'),
    reason: `You get this because ${tactical ? 'you command' : 'you speak for'} ${incident.key}. You can put it off on its page.`,
  });
}
