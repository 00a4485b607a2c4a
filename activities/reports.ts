import { nextDeadlines } from '../domain/incident/deadlines.ts';
import { DomainError } from '../domain/errors.ts';
import { personDetails } from '../models/incident-facts.ts';
import { loadEvents } from '../models/ledger-read.ts';
import type { VendorPerson } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { sendLetters } from './mail.ts';
import { reportPostedMessage } from './messages/report-posted.ts';
import { messageIncident, outsideAddresses } from './recipients.ts';
import { loadSubject } from './subject.ts';
import type { MessageActivities } from './types.ts';

/** The activity that sends a posted report: tactical ones to those who work on the incident, executive ones also to those who want to know. */
export function reportActivities(kit: Kit): Pick<MessageActivities, 'sendReport'> {
  return {
    async sendReport({ incidentId, reportId }) {
      const subject = await loadSubject(kit, incidentId);
      const posted = (await loadEvents(kit.db, incidentId)).find((e) => e.kind === 'report.posted' && e.data.reportId === reportId);
      if (posted?.kind !== 'report.posted') throw new DomainError('not-found', `There is no report ${reportId}.`);
      const { report } = posted.data;
      const incident = messageIncident(subject);
      const nextAt = nextDeadlines(subject.state).find((d) => d.id === `report/${report.kind}`)?.at ?? null;
      const readers = subject.present.filter((p) => posted.actor.kind !== 'person' || p.personId !== posted.actor.personId);
      const details = await personDetails(kit.db, subject.place.organizationId, readers.map((p) => p.email));
      const letter = (to: VendorPerson, audience: 'participants' | 'outside') => {
        const timeZone = details.get(to.email)?.timeZone ?? null;
        return { purpose: `report/${reportId}`, to, message: reportPostedMessage({ incident, report, author: posted.actor, nextAt, timeZone, audience }) };
      };
      const outside = report.kind === 'executive' ? outsideAddresses(subject) : [];
      await sendLetters(kit, subject, { kind: 'report-posted', letters: [...readers.map((p) => letter(p, 'participants')), ...outside.map((p) => letter(p, 'outside'))] });
    },
  };
}
