import { compose } from './parts/compose.ts';
import { facts, type Message, paragraph } from './parts/content.ts';
import { when } from './parts/when.ts';

/** Somebody may sign in from now on. `url` holds the one-time token; `expiresAt` ISO. */
export interface InvitationInput {
  organization: string;
  person: { name: string };
  inviter: { name: string };
  url: string;
  expiresAt: string;
  timeZone: string | null;
  /** False where people sign in through another provider: there is no password to choose. */
  chooses: boolean;
}

/** Invites a person into the organization. */
export function invitationMessage({
  organization,
  person,
  inviter,
  url,
  expiresAt,
  timeZone,
  chooses,
}: InvitationInput): Message {
  return compose({
    subject: `${inviter.name} invites you to ${organization} on Dispatch`,
    heading: [person.name, ', you are invited to ', { bold: organization }],
    about: null,
    blocks: [
      paragraph(
        { bold: inviter.name },
        ' added you to Dispatch, where ',
        organization,
        chooses
          ? ' handles its incidents. The link signs you in once; you choose your password there.'
          : ' handles its incidents. Sign in as you do everywhere else; you are let in.',
      ),
      ...facts(['Valid until', when(expiresAt, timeZone)]),
    ],
    link: { label: 'Accept the invitation', url },
    reason: `You get this because ${inviter.name} entered your address. If you do not know why, you can leave it.`,
  });
}
