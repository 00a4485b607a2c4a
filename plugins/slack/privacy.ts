import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import { createClient, type SlackClient } from './client.ts';

/**
 * Makes a channel private or public. Slack lets no bot do this: an Enterprise administrator's token can (admin.conversations.convertToPrivate
 * and convertToPublic); without one, a person has to, and the error says how. A channel that is as wanted needs nothing.
 */
export async function setPrivacy({ settings, context, client }: SlackKit, channel: string, isPrivate: boolean): Promise<void> {
  // A private channel that is archived is one that the app is not in, and does not see.
  const found = await client.callUnless({ method: 'conversations.info', args: { channel }, read: ANSWERS.channel, codes: ['channel_not_found'] });
  if ((found?.channel.is_private ?? found === null) === isPrivate) return;
  const { adminToken } = settings;
  const isDone = adminToken !== undefined && adminToken !== '' && (await convert(createClient(settings, context, adminToken), channel, isPrivate));
  // Nobody is harmed by a private channel of an open incident; the other way round everybody could read it.
  if (!isDone && isPrivate) {
    throw context.vendorError('invalid', `#${found?.channel.name ?? ''} is public and Slack lets no app change that: in Slack open the channel’s details → Settings → Change to a private channel, then retry here (on Enterprise plans an admin token under Integrations does it by itself)`);
  }
}

/** Refusals of a user token that administers nothing, or of a plan without these methods. */
const NOT_ADMIN = ['missing_scope', 'feature_not_enabled', 'not_an_enterprise', 'not_an_admin', 'user_must_be_admin', 'not_allowed_token_type', 'no_permission', 'unknown_method'];

/** False when the token may not. */
async function convert(admin: SlackClient, channel: string, isPrivate: boolean): Promise<boolean> {
  const method = isPrivate ? 'admin.conversations.convertToPrivate' : 'admin.conversations.convertToPublic';
  const answer = await admin.callOr<object | string>({ method, args: { channel_id: channel }, read: ANSWERS.nothing, codes: ['channel_not_public', 'channel_not_private', ...NOT_ADMIN], otherwise: (code) => code });
  return typeof answer !== 'string' || !NOT_ADMIN.includes(answer);
}
