import type { Participant } from '../domain/incident/state.ts';
import type { ChatMessage } from './chat.ts';
import type { Kit } from './deps.ts';
import { type Letter, mailNote, sendLetters } from './mail.ts';
import { openedActions } from './messages/conversation/actions.ts';
import { openedMessage } from './messages/opened.ts';
import { welcomeMessage } from './messages/welcome.ts';
import { mainRole, messageIncident, reasonOf } from './recipients.ts';
import { loadSubject, type Subject } from './subject.ts';
import { tell } from './tell.ts';
import type { MessageActivities } from './types.ts';

/** Activities that welcome people: all at the beginning, each who comes later. */
export function welcomeActivities(kit: Kit): Pick<MessageActivities, 'sendWelcome' | 'welcomeParticipant'> {
  return {
    async sendWelcome({ incidentId }) {
      const subject = await loadSubject(kit, incidentId);
      const letters = subject.present.map((person) => letterTo(subject, person, 'welcome'));
      const mailed = await tell(kit, subject, { kind: 'welcome', chat: openedChat(subject), letters });
      return { resource: null, note: mailNote(mailed) };
    },

    async welcomeParticipant({ incidentId, person, changeKey }) {
      const subject = await loadSubject(kit, incidentId);
      const present = subject.present.find((p) => p.personId === person.personId);
      if (present === undefined) return;
      await sendLetters(kit, subject, { kind: 'welcome', letters: [letterTo(subject, present, `welcome/${changeKey}`)] });
    },
  };
}

/** The first message of the conversation, which says what the incident is about. */
export function openedChat(subject: Subject): ChatMessage {
  const message = openedMessage({ incident: messageIncident(subject), welcomeText: subject.facts.projectSettings.welcomeText ?? null });
  return { key: 'opened', kind: 'welcome', message, pin: true, actions: openedActions(subject.state.id) };
}

function letterTo(subject: Subject, person: Participant, purpose: string): Letter {
  const welcomeText = subject.facts.projectSettings.welcomeText ?? null;
  const message = welcomeMessage({ incident: messageIncident(subject), person, role: mainRole(person), reason: reasonOf(person.source), welcomeText });
  return { purpose, to: person, message };
}
