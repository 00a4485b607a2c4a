import { type IncidentBrief, publicBrief } from '../../../plugins/contract.ts';
import type { Block, Chip, Content } from './content.ts';

/** The incident as messages are told about it; `severityRank` 1 is the worst. */
export type MessageIncident = IncidentBrief & { severityRank?: number };

/** Who reads the message: people who take part, or others. Others never read the title or description of a restricted incident. */
export type Audience = 'participants' | 'outside';

/** The incident as the audience may see it. */
export function shown(incident: MessageIncident, audience: Audience): MessageIncident {
  return audience === 'participants'
    ? incident
    : {
        ...publicBrief(incident),
        ...(incident.severityRank === undefined ? {} : { severityRank: incident.severityRank }),
      };
}

const STAGE_TONES: Record<string, Chip['tone']> = {
  active: 'active',
  stable: 'stable',
  closed: 'closed',
  review: 'review',
};
const SEVERITY_TONES: readonly Chip['tone'][] = ['sev1', 'sev2', 'sev3', 'sev4'];

/** What stands above the heading: key, stage, severity, and that it is restricted. `title` false leaves the title out, where the heading says it. */
export function aboutIncident(
  incident: MessageIncident,
  options: { title: boolean } = { title: true },
): NonNullable<Content['about']> {
  const rank = incident.severityRank;
  const severity =
    rank === undefined ? 'neutral' : (SEVERITY_TONES[Math.min(Math.max(rank, 1), 4) - 1] ?? 'neutral');
  const chips: Chip[] = [
    { text: capital(incident.stage), tone: STAGE_TONES[incident.stage] ?? 'neutral' },
    { text: incident.severity, tone: severity },
    ...(incident.restricted ? [{ text: 'Restricted', tone: 'neutral' as const }] : []),
  ];
  return { key: incident.key, title: options.title ? incident.title : null, chips };
}

/** A subject about an incident; the key comes first, so that mail of one incident sorts and searches together. */
export function subject(incident: MessageIncident, says: string): string {
  return `${incident.key} ${says}`;
}

/** The link to the incident's page, or to one of its tabs. */
export function pageLink(
  incident: MessageIncident,
  label = 'Open the incident',
  tab?: string,
): Content['link'] {
  return { label, url: tab === undefined ? incident.url : `${incident.url}?tab=${tab}` };
}

const LINK_WORDS: [kind: string, label: string][] = [
  ['conference', 'Join the call'],
  ['conversation', 'Conversation'],
  ['document', 'Incident document'],
  ['ticket', 'Ticket'],
  ['storage', 'Files'],
];

/** The incident's places that are there, in the order in which people need them. */
export function placeLinks(incident: MessageIncident): Block[] {
  const links = LINK_WORDS.flatMap(([kind, label]) => {
    const url = incident.links[kind];
    return url === undefined ? [] : [{ label, url }];
  });
  return links.length === 0 ? [] : [{ kind: 'links', links }];
}

/** The first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The word with its article for roles that many hold: `commander`, `a participant`, `an observer`. */
export function roleWords(role: string): string {
  if (role === 'participant') return 'a participant';
  return role === 'observer' ? 'an observer' : `the ${role}`;
}
