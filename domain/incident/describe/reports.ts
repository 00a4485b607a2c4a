import type { IncidentEvent } from '../events.ts';
import { moment } from '../moments.ts';
import { actorOf, details, said, type Description } from './words.ts';

/** A report with its fields as they were written (Markdown). */
export function describeReport({ actor, data: { report } }: IncidentEvent<'report.posted'>): Description {
  const fields =
    report.kind === 'tactical'
      ? details(['Conditions', report.conditions], ['Actions', report.actions], ['Needs', report.needs])
      : details(
          ['Current status', report.currentStatus],
          ['Overview', report.overview],
          ['Next steps', report.nextSteps],
        );
  return said(
    `${actorOf(actor)} posted ${report.kind === 'tactical' ? 'a tactical' : 'an executive'} report`,
    { details: fields, important: true },
  );
}

/** A report that is asked for later. */
export function describeSnooze({ actor, data }: IncidentEvent<'report.snoozed'>): Description {
  return said(`${actorOf(actor)} put the ${data.kind} report off until ${moment(data.until)}`);
}
