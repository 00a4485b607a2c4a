import { compose } from '../parts/compose.ts';
import { facts, type Message, paragraph } from '../parts/content.ts';

/** Somebody who confirmed their address waits to be let in. */
export interface RegistrationWaitingInput {
  organization: string;
  applicant: { name: string; email: string };
  url: string;
}

/** Asks administrators to decide about somebody. */
export function registrationWaitingMessage({ organization, applicant, url }: RegistrationWaitingInput): Message {
  return compose({
    subject: `${applicant.email} asks to join ${organization}`,
    heading: [{ bold: applicant.email }, ' asks to join'],
    about: null,
    blocks: [
      paragraph('They have shown that the address is theirs, and see nothing until an administrator decides.'),
      ...facts(['Name', applicant.name], ['E-mail', applicant.email]),
    ],
    link: { label: 'Decide about the request', url },
    reason: `You get this because you administer ${organization}.`,
  });
}
