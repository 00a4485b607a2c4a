import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import { aboutIncident, type MessageIncident, subject } from './parts/incident.ts';
import { when } from './parts/when.ts';

/** The review meeting was set or moved. `url` = where it is held, null when it has no link. */
export interface ReviewMeetingInput {
  incident: MessageIncident;
  meetingAt: string;
  minutes: number;
  url: string | null;
  owner: { name: string };
  timeZone: string | null;
  /** True when it was set before to another time. */
  moved: boolean;
}

/** Invites to the review meeting. */
export function reviewMeetingMessage({
  incident,
  meetingAt,
  minutes,
  url,
  owner,
  timeZone,
  moved,
}: ReviewMeetingInput): Message {
  const at = when(meetingAt, timeZone);
  return compose({
    subject: subject(incident, `review ${moved ? 'moved to' : 'on'} ${at}`),
    heading: [moved ? 'The review meeting was moved to ' : 'The review meeting is on ', { bold: at }],
    about: aboutIncident(incident),
    blocks: [
      paragraph(
        'We look for how it made sense at the time, not for who is at fault. Read the draft before and add what you saw.',
      ),
      ...facts(
        ['Length', `${minutes} minutes`],
        ['Owner', owner.name],
        ['Where', url === null ? null : { link: url, url }],
      ),
    ],
    link: { label: 'Read the draft', url: `${incident.url}/postmortem` },
    reason: `You get this because you took part in ${incident.key}.`,
  });
}
