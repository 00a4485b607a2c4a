import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph, quote } from './parts/content.ts';
import {
  aboutIncident,
  type Audience,
  type MessageIncident,
  pageLink,
  shown,
  subject,
} from './parts/incident.ts';

/** An incident was declared; told to those who want to know. */
export interface AnnouncementInput {
  incident: MessageIncident;
  audience: Audience;
}

/** Tells that there is an incident. Of a restricted one, people outside read only its key, severity and type. */
export function announcementMessage({ incident: whole, audience }: AnnouncementInput): Message {
  const incident = shown(whole, audience);
  const hidden = incident.restricted && audience === 'outside';
  return compose({
    subject: subject(incident, `declared: ${incident.title}`),
    heading: [{ bold: incident.title }],
    about: aboutIncident(incident, { title: false }),
    blocks: [
      hidden
        ? paragraph(
            'An incident was declared. Its details are for its participants only; nothing is asked of you.',
          )
        : paragraph(
            incident.commander.name,
            ' commands it. Nothing is asked of you; reports follow when something changes.',
          ),
      ...facts(
        ['Severity', incident.severity],
        ['Priority', incident.priority],
        ['Type', incident.type],
        ['Project', incident.project],
      ),
      ...(hidden ? [] : quote('What is happening', incident.description)),
    ],
    link: pageLink(incident, 'Follow the incident'),
    reason: `You get this because incidents of ${incident.project} are announced to you.`,
  });
}
