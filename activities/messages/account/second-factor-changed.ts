import type { SecondFactorChange } from '../../../models/account-mails.ts';
import { compose } from '../parts/compose.ts';
import { facts, type Message, paragraph } from '../parts/content.ts';
import { when } from '../parts/when.ts';

/** What happened to somebody's second factors. `factor` = its name, null when it is not about one; `left` = factors, or after a recovery code the codes, that remain; `at` ISO; `address` = where the request came from. */
export interface SecondFactorChangedInput {
  name: string;
  change: SecondFactorChange;
  factor: string | null;
  left: number;
  at: string;
  address: string | null;
  url: string;
}

const WORDS: Record<SecondFactorChange, { subject: string; heading: string }> = {
  added: { subject: 'A second factor was added', heading: 'a second factor was added to your account' },
  removed: { subject: 'A second factor was removed', heading: 'a second factor was removed from your account' },
  reset: { subject: 'Your second factors were removed', heading: 'an administrator removed your second factors' },
  'recovery-code-used': { subject: 'A recovery code was used', heading: 'a recovery code of yours was used' },
  'recovery-codes-renewed': { subject: 'New recovery codes were made', heading: 'new recovery codes were made for your account' },
};

function nowTrue({ change, left }: SecondFactorChangedInput): string {
  switch (change) {
    case 'added':
      return left === 1 ? 'From now on signing in and sensitive actions ask for it.' : `You have ${left} second factors now.`;
    case 'removed':
      return left === 0 ? 'You have none now: your sign-in alone protects your account.' : `You have ${left === 1 ? 'one' : left} left.`;
    case 'reset':
      return 'Your sign-in alone protects your account now. Set a second factor up again when you sign in next.';
    case 'recovery-code-used':
      return left === 0 ? 'It was the last one: make new ones.' : `${left} ${left === 1 ? 'code is' : 'codes are'} left.`;
    case 'recovery-codes-renewed':
      return 'The codes that you had before do not work any more.';
  }
}

/** Tells somebody that their second factors changed or a recovery code was used, so that they notice when it was not them, and what to do then. */
export function secondFactorChangedMessage(input: SecondFactorChangedInput): Message {
  const { subject, heading } = WORDS[input.change];
  return compose({
    subject,
    heading: [input.name, `, ${heading}`],
    about: null,
    blocks: [
      ...facts(['Second factor', input.factor], ['When', when(input.at, null)], ['From address', input.address]),
      paragraph(nowTrue(input)),
      paragraph('If you do not know of this, somebody else may be in your account: change your password at once, end all other sessions under My account, look at your second factors there, and tell an administrator.'),
    ],
    link: { label: 'Look at my account', url: input.url },
    reason: 'You get this because it is about how you sign in.',
  });
}
