import { emailChangedMessage } from '../../../activities/messages/account/email-changed.ts';
import { passwordChangedMessage } from '../../../activities/messages/account/password-changed.ts';
import { passwordResetMessage } from '../../../activities/messages/account/password-reset.ts';
import { registrationDecidedMessage } from '../../../activities/messages/account/registration-decided.ts';
import { registrationKnownMessage } from '../../../activities/messages/account/registration-known.ts';
import { registrationMessage } from '../../../activities/messages/account/registration.ts';
import { registrationWaitingMessage } from '../../../activities/messages/account/registration-waiting.ts';
import { secondFactorChangedMessage } from '../../../activities/messages/account/second-factor-changed.ts';
import { invitationMessage } from '../../../activities/messages/invitation.ts';
import type { Message } from '../../../activities/messages/parts/content.ts';

/** Every message about an account, by name, made from the same words. */
export function accountMessages({ organization, name, at }: { organization: string; name: string; at: string }): [name: string, message: Message][] {
  const url = 'https://dispatch.example/reset?token=abc&x=1';
  const email = 'someone@example.org';
  const invitation = { organization, person: { name }, inviter: { name }, url: 'https://dispatch.example/invitation?token=abc&x=1', expiresAt: at, timeZone: null };
  return [
    ['invitation', invitationMessage({ ...invitation, chooses: true })],
    ['invitation (another provider)', invitationMessage({ ...invitation, chooses: false })],
    ['account/registration', registrationMessage({ organization, url, expiresAt: at })],
    ['account/registration-known', registrationKnownMessage({ organization, name, signInUrl: 'https://dispatch.example/sign-in', forgottenUrl: 'https://dispatch.example/forgotten' })],
    ['account/registration-waiting', registrationWaitingMessage({ organization, applicant: { name, email }, url })],
    ['account/registration-decided (approved)', registrationDecidedMessage({ organization, name, isApproved: true, url })],
    ['account/registration-decided (refused)', registrationDecidedMessage({ organization, name, isApproved: false, url })],
    ['account/password-reset', passwordResetMessage({ name, url, expiresAt: at })],
    ['account/password-changed', passwordChangedMessage({ name, at, address: '192.0.2.7', url })],
    ...(['added', 'removed', 'reset', 'recovery-code-used', 'recovery-codes-renewed'] as const).map((change): [string, Message] => [`account/second-factor-changed (${change})`, secondFactorChangedMessage({ name, change, factor: change === 'added' ? name : null, left: 0, at, address: '192.0.2.7', url })]),
    ['account/email-changed', emailChangedMessage({ name, from: email, to: 'other@example.org', url })],
  ];
}
