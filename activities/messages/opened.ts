import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph, quote } from './parts/content.ts';
import { aboutIncident, type MessageIncident, pageLink, placeLinks, subject } from './parts/incident.ts';

/** The first message of an incident's conversation. */
export interface OpenedInput {
  incident: MessageIncident;
  welcomeText: string | null;
}

/** Opens the conversation for everybody: what happens, who commands, where everything is. Made to be pinned. */
export function openedMessage({ incident, welcomeText }: OpenedInput): Message {
  return compose({
    subject: subject(incident, incident.title),
    heading: [{ bold: incident.title }],
    about: aboutIncident(incident, { title: false }),
    blocks: [
      ...facts(
        ['Commander', incident.commander.name],
        ['Severity', incident.severity],
        ['Priority', incident.priority],
        ['Type', incident.type],
        ['Reported by', incident.reporter.name],
      ),
      ...quote('What is happening', incident.description),
      ...placeLinks({ ...incident, links: { ...incident.links, conversation: undefined } }),
      ...quote(null, welcomeText),
      paragraph('Say here what you see and do. Type / for commands.'),
    ],
    link: pageLink(incident),
    reason: `You get this because you take part in ${incident.key}.`,
  });
}
