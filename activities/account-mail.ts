import { storeWritten, type AccountMail } from '../models/account-mails.ts';
import type { Claimed } from '../models/delivery-claims.ts';
import { invitationForMail } from '../models/invitations.ts';
import { createToken, type NewToken } from '../models/one-time-tokens.ts';
import { organizationFor } from '../models/read/organization-for.ts';
import type { Kit } from './deps.ts';
import { emailChangedMessage } from './messages/account/email-changed.ts';
import { passwordChangedMessage } from './messages/account/password-changed.ts';
import { passwordResetMessage } from './messages/account/password-reset.ts';
import { registrationMessage } from './messages/account/registration.ts';
import { registrationDecidedMessage } from './messages/account/registration-decided.ts';
import { registrationKnownMessage } from './messages/account/registration-known.ts';
import { registrationWaitingMessage } from './messages/account/registration-waiting.ts';
import { secondFactorChangedMessage } from './messages/account/second-factor-changed.ts';
import { invitationMessage } from './messages/invitation.ts';
import type { Message } from './messages/parts/content.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Minutes that mailed links work. */
const LIFE = { registration: DAY, reset: HOUR } as const;

/** A mail that was queued by the API, while it is written. */
export interface Writing {
  kit: Kit;
  delivery: Pick<Claimed, 'id' | 'organizationId' | 'recipient' | 'recipientName'>;
  organization: string;
  ui: string;
}

/**
 * Writes a queued mail about an account: makes its one-time link, and stores what it says, so that another try sends the same. Null when there is
 * nothing to say any more, e.g. because the invitation was revoked.
 */
export async function writeAccountMail(kit: Kit, delivery: Writing['delivery'], mail: AccountMail): Promise<{ subject: string; html: string; text: string } | null> {
  const organization = await organizationFor(kit.db, { id: delivery.organizationId });
  const message = organization && (await messageOf({ kit, delivery, organization: organization.name, ui: kit.config.server.uiUrl }, mail));
  if (message === null) return null;
  const written = { subject: message.subject, html: await kit.mail.html(message.mjml), text: message.text };
  await storeWritten(kit.db, delivery.id, written);
  return written;
}

async function messageOf(writing: Writing, mail: AccountMail): Promise<Message | null> {
  const { delivery, organization, ui } = writing;
  const name = delivery.recipientName;
  switch (mail.kind) {
    case 'registration':
      return registrationMessage({ organization, ...(await link(writing, 'confirm', { purpose: 'registration', name: mail.name })) });
    case 'registration-known':
      return registrationKnownMessage({ organization, name, signInUrl: `${ui}/sign-in`, forgottenUrl: `${ui}/forgotten` });
    case 'registration-waiting':
      return registrationWaitingMessage({ organization, applicant: mail.applicant, url: `${ui}/settings/joining` });
    case 'registration-approved':
    case 'registration-refused':
      return registrationDecidedMessage({ organization, name, isApproved: mail.kind === 'registration-approved', url: `${ui}/sign-in` });
    case 'invitation':
      return invitation(writing, mail);
    case 'password-reset':
      return passwordResetMessage({ name, ...(await link(writing, 'reset', { purpose: 'reset', name })) });
    case 'password-changed':
      return passwordChangedMessage({ name, at: mail.at, address: mail.address, url: `${ui}/forgotten` });
    case 'email-changed':
      return emailChangedMessage({ name, from: mail.from, to: mail.to, url: `${ui}/sign-in` });
    case 'second-factor-changed':
      return secondFactorChangedMessage({ ...mail, name, url: `${ui}/account#second-factor` });
  }
}

async function link({ kit, delivery, ui }: Writing, page: string, token: Pick<NewToken, 'name'> & { purpose: 'registration' | 'reset' }): Promise<{ url: string; expiresAt: string }> {
  const minutes = LIFE[token.purpose];
  const raw = await createToken(kit.db, { ...token, organizationId: delivery.organizationId, email: delivery.recipient, expiresInMinutes: minutes });
  return { url: `${ui}/${page}?token=${raw}`, expiresAt: new Date(kit.now().getTime() + minutes * 60_000).toISOString() };
}

// Where people sign in through another provider, the mail leads to it: they are let in when they come.
async function invitation({ kit, delivery, organization, ui }: Writing, { invitationId, chooses }: Extract<AccountMail, { kind: 'invitation' }>): Promise<Message | null> {
  const found = await invitationForMail(kit.db, delivery.organizationId, invitationId);
  if (found === null) return null;
  const { name, invitedBy, expiresAt, email } = found;
  const facts = { organization, person: { name }, inviter: { name: invitedBy ?? organization }, expiresAt, timeZone: null, chooses };
  if (!chooses) return invitationMessage({ ...facts, url: `${ui}/sign-in` });
  const minutes = Math.max(1, Math.floor((Date.parse(expiresAt) - kit.now().getTime()) / 60_000));
  const raw = await createToken(kit.db, { purpose: 'invitation', organizationId: delivery.organizationId, email, name, invitationId, expiresInMinutes: minutes });
  return invitationMessage({ ...facts, url: `${ui}/invitation?token=${raw}` });
}
