import { compose } from '../parts/compose.ts';
import { facts, type Message, paragraph } from '../parts/content.ts';

/** An administrator changed the address with which somebody signs in. */
export interface EmailChangedInput {
  name: string;
  from: string;
  to: string;
  url: string;
}

/** Tells both addresses that one took the other's place. */
export function emailChangedMessage({ name, from, to, url }: EmailChangedInput): Message {
  return compose({
    subject: 'Your e-mail address was changed',
    heading: [name, ', you sign in with another address now'],
    about: null,
    blocks: [...facts(['Until now', from], ['From now on', to]), paragraph('Your password stays as it is. If you did not expect this, tell an administrator at once.')],
    link: { label: 'Sign in', url },
    reason: 'You get this because an administrator changed the address of your account.',
  });
}
