import type { Kit } from './deps.ts';
import { mailNote, sendLetters } from './mail.ts';
import { feedbackRequestMessage } from './messages/feedback-request.ts';
import { messageIncident } from './recipients.ts';
import { loadSubject } from './subject.ts';
import type { MessageActivities } from './types.ts';

/** The activity that asks participants how the incident was handled, once a closing. */
export function feedbackActivities(kit: Kit): Pick<MessageActivities, 'requestFeedback'> {
  return {
    async requestFeedback({ incidentId, run }) {
      const subject = await loadSubject(kit, incidentId);
      const incident = messageIncident(subject);
      const letters = subject.present.map((person) => ({ purpose: `feedback/${run}`, to: person, message: feedbackRequestMessage({ incident, person }) }));
      return { resource: null, note: mailNote(await sendLetters(kit, subject, { kind: 'feedback-request', letters })) };
    },
  };
}
