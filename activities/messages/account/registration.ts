import { compose } from '../parts/compose.ts';
import { facts, type Message, paragraph } from '../parts/content.ts';
import { when } from '../parts/when.ts';

/** Somebody entered this address to join. The name they entered is not repeated: the mail may go to a stranger. `expiresAt` ISO. */
export interface RegistrationInput {
  organization: string;
  url: string;
  expiresAt: string;
}

/** Asks whoever reads the address to confirm that it is theirs. */
export function registrationMessage({ organization, url, expiresAt }: RegistrationInput): Message {
  return compose({
    subject: `Confirm your e-mail address for ${organization} on Dispatch`,
    heading: ['Is this your address?'],
    about: null,
    blocks: [
      paragraph('Somebody entered it to join ', { bold: organization }, ' on Dispatch. If it was you, open the link and choose your password; it works once.'),
      ...facts(['Valid until', when(expiresAt, null)]),
    ],
    link: { label: 'Confirm my address', url },
    reason: 'You get this because somebody entered your address. If it was not you, leave it: nothing happens.',
  });
}
