import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import { createClient } from './client.ts';

/**
 * Makes a channel private or public. Slack lets no bot do this: an Enterprise administrator's token can (admin.conversations.convertToPrivate
 * and convertToPublic); without one, a person has to, and the error says how. A channel that is as wanted needs nothing.
 */
export async function setPrivacy({ settings, context, client }: SlackKit, channel: string, isPrivate: boolean): Promise<void> {
  const { channel: now } = await client.call({ method: 'conversations.info', args: { channel }, read: ANSWERS.channel });
  if ((now.is_private ?? false) === isPrivate) return;
  const { adminToken } = settings;
  if (adminToken === undefined || adminToken === '') {
    // Nobody is harmed by a private channel of an open incident; the other way round everybody could read it.
    if (!isPrivate) return;
    throw context.vendorError('invalid', `#${now.name} is public and Slack lets no app change that: in Slack open the channel’s details → Settings → Change to a private channel, then retry here (on Enterprise plans an admin token under Integrations does it by itself)`);
  }
  const admin = createClient(settings, context, adminToken);
  const method = isPrivate ? 'admin.conversations.convertToPrivate' : 'admin.conversations.convertToPublic';
  await admin.callUnless({ method, args: { channel_id: channel }, read: ANSWERS.nothing, codes: ['channel_not_public', 'channel_not_private'] });
}
