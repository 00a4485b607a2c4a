import { personDetails } from '../models/incident-facts.ts';
import { loadEvents } from '../models/ledger-read.ts';
import { linkPostmortem } from '../models/postmortems.ts';
import type { Kit } from './deps.ts';
import { mailNote, sendLetters } from './mail.ts';
import { calendarEntry } from './messages/ics.ts';
import { postmortemPublishedMessage } from './messages/postmortem-published.ts';
import { reviewMeetingMessage } from './messages/review-meeting.ts';
import { messageIncident, outsideAddresses } from './recipients.ts';
import { loadSubject, markOf, vendorPeople } from './subject.ts';
import type { PostmortemActivities } from './types.ts';

const MINUTES = 60;

/** Activities about the review meeting and the published postmortem. */
export function reviewActivities(kit: Kit): Pick<PostmortemActivities, 'scheduleReviewMeeting' | 'announcePostmortem'> {
  return {
    async scheduleReviewMeeting({ incidentId, meetingAt }) {
      const subject = await loadSubject(kit, incidentId);
      const { state, place, present, restricted, url } = subject;
      const owner = state.postmortem?.owner ?? present[0];
      if (owner === undefined) return { resource: null, note: 'Nobody is left to meet' };
      const { impl } = await kit.registry.capability(place.organizationId, place.projectId, 'conference');
      const title = restricted ? `Review of ${state.key}` : `Review of ${state.key}: ${state.title}`;
      const description = `The postmortem: ${url}/postmortem`;
      const { meeting, url: meetingUrl } = await impl.schedule({ ...markOf(incidentId, 'review-meeting'), name: `${state.key}-review`, project: state.project.name, title, description, startsAt: meetingAt, minutes: MINUTES, people: vendorPeople(present) });
      await linkPostmortem(kit.db, incidentId, { meetingUrl });
      const calendar = calendarEntry(meeting, { organizer: owner, now: kit.now().toISOString() });
      const details = await personDetails(kit.db, place.organizationId, present.map((p) => p.email));
      const letters = present.map((to) => {
        const timeZone = details.get(to.email)?.timeZone ?? null;
        const message = reviewMeetingMessage({ incident: messageIncident(subject), meetingAt, minutes: MINUTES, url: meetingUrl, owner, timeZone, moved: meeting.sequence > 0 });
        return { purpose: `review-meeting/${meeting.sequence}/${meetingAt}`, to, message, calendar };
      });
      return { resource: null, note: mailNote(await sendLetters(kit, subject, { kind: 'review-meeting', letters })) };
    },

    async announcePostmortem({ incidentId, run }) {
      const subject = await loadSubject(kit, incidentId);
      const { state, present } = subject;
      const published = (await loadEvents(kit.db, incidentId)).findLast((e) => e.kind === 'postmortem.published');
      const by = published?.kind === 'postmortem.published' ? published.data.by : (state.postmortem?.owner ?? { name: 'Dispatch' });
      const followUps = state.tasks.filter((t) => t.kind === 'followUp').length;
      const message = (audience: 'participants' | 'outside') => postmortemPublishedMessage({ incident: messageIncident(subject), by, summary: state.resolution, followUps, audience });
      const purpose = `postmortem/${run}`;
      const letters = [
        ...vendorPeople(present).map((to) => ({ purpose, to, message: message('participants') })),
        ...outsideAddresses(subject).map((to) => ({ purpose, to, message: message('outside') })),
      ];
      return { resource: null, note: mailNote(await sendLetters(kit, subject, { kind: 'postmortem-published', letters })) };
    },
  };
}
