import type { Kit } from './deps.ts';
import { mailNote, sendLetters } from './mail.ts';
import { announcementMessage } from './messages/announcement.ts';
import { messageIncident, outsideAddresses } from './recipients.ts';
import { loadSubject } from './subject.ts';
import type { MessageActivities } from './types.ts';

/** The activity that announces an incident to the project's addresses. */
export function announcementActivities(kit: Kit): Pick<MessageActivities, 'sendAnnouncement'> {
  return {
    async sendAnnouncement({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      if (subject.restricted) return { resource: null, note: 'Not announced, because the incident is restricted to its participants' };
      const message = announcementMessage({ incident: messageIncident(subject), audience: 'outside' });
      const letters = outsideAddresses(subject).map((to) => ({ purpose: 'announcement', to, message }));
      if (letters.length === 0) return { resource: null, note: 'Announced to nobody: the project has no announcement addresses' };
      return { resource: null, note: mailNote(await sendLetters(kit, subject, { kind: 'announcement', letters })) };
    },
  };
}
