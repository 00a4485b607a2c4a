import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph, quote } from './parts/content.ts';
import { aboutIncident, type Audience, type MessageIncident, shown, subject } from './parts/incident.ts';

/** A postmortem was published; `summary` = its summary in Markdown, `followUps` = how many follow-up tasks it has. */
export interface PostmortemPublishedInput {
  incident: MessageIncident;
  by: { name: string };
  summary: string | null;
  followUps: number;
  audience: Audience;
}

/** Tells that the postmortem can be read. */
export function postmortemPublishedMessage({
  incident: whole,
  by,
  summary,
  followUps,
  audience,
}: PostmortemPublishedInput): Message {
  const incident = shown(whole, audience);
  const hidden = incident.restricted && audience === 'outside';
  return compose({
    subject: subject(incident, `postmortem published: ${incident.title}`),
    heading: [{ bold: by.name }, ' published the postmortem'],
    about: aboutIncident(incident),
    blocks: [
      ...(hidden ? [paragraph('It is for the participants only.')] : quote('Summary', summary)),
      ...facts(
        ['Follow-ups', followUps === 0 || hidden ? null : String(followUps)],
        ['Cost', incident.costText],
      ),
    ],
    link: { label: 'Read the postmortem', url: `${incident.url}/postmortem` },
    reason:
      audience === 'outside'
        ? `You get this because incidents of ${incident.project} are announced to you.`
        : `You get this because you took part in ${incident.key}.`,
  });
}
