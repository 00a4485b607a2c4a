import { compose } from '../parts/compose.ts';
import { type Message, paragraph } from '../parts/content.ts';

/** Somebody entered an address to join that can sign in already. */
export interface RegistrationKnownInput {
  organization: string;
  name: string;
  signInUrl: string;
  forgottenUrl: string;
}

/** Tells the reader that they need not register. */
export function registrationKnownMessage({ organization, name, signInUrl, forgottenUrl }: RegistrationKnownInput): Message {
  return compose({
    subject: 'You have an account already',
    heading: [name, ', you can sign in already'],
    about: null,
    blocks: [
      paragraph('Somebody entered your address to join ', { bold: organization }, ' on Dispatch, but it has an account. Nothing was changed.'),
      { kind: 'action' },
      paragraph('If you do not know your password any more, ', { link: 'choose a new one', url: forgottenUrl }, '.'),
    ],
    link: { label: 'Sign in', url: signInUrl },
    reason: 'You get this because somebody entered your address. If it was not you, leave it: nothing happens.',
  });
}
