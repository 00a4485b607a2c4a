import { compose } from '../parts/compose.ts';
import { type Message, paragraph } from '../parts/content.ts';

/** An administrator decided about a request to join. */
export interface RegistrationDecidedInput {
  organization: string;
  name: string;
  isApproved: boolean;
  url: string;
}

/** Tells somebody whether they were let in. */
export function registrationDecidedMessage({ organization, name, isApproved, url }: RegistrationDecidedInput): Message {
  if (!isApproved) {
    return compose({
      subject: `Your request to join ${organization}`,
      heading: ['You were not let in'],
      about: null,
      blocks: [paragraph(name, ', an administrator of ', { bold: organization }, ' decided not to let you in. If you think that is a mistake, talk to them.')],
      link: { label: 'Open Dispatch', url },
      reason: 'You get this because you asked to join.',
    });
  }
  return compose({
    subject: `Welcome to ${organization} on Dispatch`,
    heading: [name, ', you can sign in now'],
    about: null,
    blocks: [paragraph('An administrator let you into ', { bold: organization }, '. Sign in the way you registered.')],
    link: { label: 'Sign in', url },
    reason: 'You get this because you asked to join.',
  });
}
