import { compose } from '../parts/compose.ts';
import { facts, type Message, paragraph } from '../parts/content.ts';
import { when } from '../parts/when.ts';

/** Somebody asked for a new password. `expiresAt` ISO. */
export interface PasswordResetInput {
  name: string;
  url: string;
  expiresAt: string;
}

/** Brings the link to choose a new password. */
export function passwordResetMessage({ name, url, expiresAt }: PasswordResetInput): Message {
  return compose({
    subject: 'Choose a new password for Dispatch',
    heading: [name, ', choose a new password'],
    about: null,
    blocks: [paragraph('The link works once and for an hour. When you use it, you are signed out everywhere.'), ...facts(['Valid until', when(expiresAt, null)])],
    link: { label: 'Choose a new password', url },
    reason: 'You get this because somebody asked for it with your address. If it was not you, leave it: your password stays as it is.',
  });
}
