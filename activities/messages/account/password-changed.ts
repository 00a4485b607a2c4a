import { compose } from '../parts/compose.ts';
import { facts, type Message, paragraph } from '../parts/content.ts';
import { when } from '../parts/when.ts';

/** A password was changed. `at` ISO; `address` = where the request came from. */
export interface PasswordChangedInput {
  name: string;
  at: string;
  address: string | null;
  url: string;
}

/** Tells somebody that their password was changed, so that they notice when it was not them. */
export function passwordChangedMessage({ name, at, address, url }: PasswordChangedInput): Message {
  return compose({
    subject: 'Your password was changed',
    heading: [name, ', your password was changed'],
    about: null,
    blocks: [...facts(['When', when(at, null)], ['From address', address]), paragraph('Every other session was ended. If it was not you, choose a new password at once and tell an administrator.')],
    link: { label: 'Choose a new password', url },
    reason: 'You get this because the password of your account was changed.',
  });
}
