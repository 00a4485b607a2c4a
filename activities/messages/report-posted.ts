import type { ReportBody } from '../../domain/incident/types.ts';
import { compose } from './parts/compose.ts';
import { type Block, facts, type Message, paragraph, quote } from './parts/content.ts';
import {
  aboutIncident,
  type Audience,
  type MessageIncident,
  pageLink,
  shown,
  subject,
} from './parts/incident.ts';
import { when } from './parts/when.ts';

/** A report was posted. `nextAt` (ISO) = when the next one is expected, null when none is. */
export interface ReportPostedInput {
  incident: MessageIncident;
  report: ReportBody;
  author: { name: string };
  nextAt: string | null;
  timeZone: string | null;
  audience: Audience;
}

/** The report as it was written. Of a restricted incident, people outside read only that there is one. */
export function reportPostedMessage({
  incident: whole,
  report,
  author,
  nextAt,
  timeZone,
  audience,
}: ReportPostedInput): Message {
  const incident = shown(whole, audience);
  const hidden = incident.restricted && audience === 'outside';
  const kind = report.kind === 'tactical' ? 'tactical report' : 'executive report';
  return compose({
    subject: subject(incident, `${kind}: ${incident.title}`),
    heading: [{ bold: author.name }, ` posted ${report.kind === 'tactical' ? 'a' : 'an'} ${kind}`],
    about: aboutIncident(incident),
    blocks: [
      ...(hidden ? [paragraph('Its text is for the participants only.')] : fields(report)),
      ...facts(
        ['Cost so far', hidden || report.kind === 'tactical' ? null : incident.costText],
        ['Next report', nextAt === null ? null : `by ${when(nextAt, timeZone)}`],
      ),
    ],
    link: pageLink(incident, 'See all reports', 'updates'),
    reason:
      audience === 'outside'
        ? `You get this because reports about incidents of ${incident.project} are sent to you.`
        : `You get this because you take part in ${incident.key}.`,
  });
}

function fields(report: ReportBody): Block[] {
  return report.kind === 'tactical'
    ? [
        ...quote('Conditions', report.conditions),
        ...quote('Actions', report.actions),
        ...quote('Needs', report.needs),
      ]
    : [
        ...quote('Current status', report.currentStatus),
        ...quote('Overview', report.overview),
        ...quote('Next steps', report.nextSteps),
      ];
}
