import type { CapabilityName } from '../../../plugins/contract.ts';
import { conferenceChecks } from './conference.ts';
import { contactChecks } from './contact.ts';
import { conversationChecks } from './conversation.ts';
import { documentChecks } from './document.ts';
import { emailChecks } from './email.ts';
import { mfaChecks } from './mfa.ts';
import { oncallChecks } from './oncall.ts';
import { participantGroupChecks } from './participant-group.ts';
import { storageChecks } from './storage.ts';
import { taskChecks } from './task.ts';
import { ticketChecks } from './ticket.ts';
import type { Check } from './world.ts';

/** The checks of every capability that has a provider. A new capability is one line here. */
export const SUITES: { [C in CapabilityName]?: Check[] } = {
  conference: conferenceChecks,
  contact: contactChecks,
  conversation: conversationChecks,
  document: documentChecks,
  email: emailChecks,
  mfa: mfaChecks,
  oncall: oncallChecks,
  participantGroup: participantGroupChecks,
  storage: storageChecks,
  task: taskChecks,
  ticket: ticketChecks,
};
