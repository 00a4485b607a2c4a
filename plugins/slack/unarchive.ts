import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import { createClient } from './client.ts';

/**
 * Opens an archived channel again. Slack takes the app out of a channel that is archived, and then refuses its bot token with `not_in_channel`
 * (docs.slack.dev, conversations.unarchive): an administrator's token can (admin.conversations.unarchive and invite); without one a person has to, and the error says how.
 */
export async function unarchive({ settings, context, client, self }: SlackKit, channel: string): Promise<void> {
  const refused = Symbol('refused');
  const answer = await client.callOr<object>({ method: 'conversations.unarchive', args: { channel }, read: ANSWERS.nothing, codes: ['not_archived', 'not_in_channel'], otherwise: (code) => (code === 'not_in_channel' ? { refused } : {}) });
  if (!('refused' in answer)) return;
  const { adminToken } = settings;
  if (adminToken === undefined || adminToken === '') throw context.vendorError('conflict', 'Slack lets no app open an archived channel again: in Slack open the channel, choose “Unarchive”, type /invite @Dispatch in it, then retry here (on Enterprise plans an admin token under Integrations does it by itself)');
  const admin = createClient(settings, context, adminToken);
  const { botUserId } = await self();
  await admin.callUnless({ method: 'admin.conversations.unarchive', args: { channel_id: channel }, read: ANSWERS.nothing, codes: ['channel_not_archived'] });
  await admin.callUnless({ method: 'admin.conversations.invite', args: { channel_id: channel, user_ids: botUserId }, read: ANSWERS.nothing, codes: ['already_in_channel'] });
}
