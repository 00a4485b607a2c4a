import type { ConversationCapability } from '../contract.ts';
import { channelActivity } from './activity.ts';
import { ANSWERS } from './answers.ts';
import { setBookmarks } from './bookmarks.ts';
import { createCanvases } from './canvas.ts';
import { channelView, ensureChannel, type SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';
import { channelName, suffixOf } from './marks.ts';
import { inviteAll } from './members.ts';
import { createPosts } from './posts.ts';
import { setPrivacy } from './privacy.ts';
import { createSummaries } from './summary.ts';

const LONGEST_TOPIC = 250;

/** Slack channels as conversations of incidents. */
export function slackConversation(kit: SlackKit, directory: Directory): ConversationCapability {
  const { client, settings } = kit;
  const posts = createPosts(kit, directory);
  return {
    async create({ mark, incidentId, name, topic, private: isRestricted }) {
      const channel = await ensureChannel(kit, { mark, incidentId, name, topic, isPrivate: isRestricted || settings.privateChannels });
      return channelView(kit, channel);
    },
    rename: (channel, name) => rename(kit, channel, name),
    async setTopic(channel, topic) {
      await client.call({ method: 'conversations.setTopic', args: { channel, topic: topic.slice(0, LONGEST_TOPIC) }, read: ANSWERS.nothing });
    },
    setBookmarks: (channel, links) => setBookmarks(kit, channel, links),
    addMembers: (channel, people) => inviteAll(kit, directory, { channel, people }),
    async removeMember(channel, email) {
      const user = await directory.byEmail(email);
      if (user) await client.callUnless({ method: 'conversations.kick', args: { channel, user: user.id }, read: ANSWERS.nothing, codes: ['not_in_channel', 'user_not_found'] });
    },
    async members(channel) {
      const ids = await client.all({ method: 'conversations.members', args: { channel, limit: 1000 }, read: ANSWERS.memberIds }, (page) => page.members);
      const people = await directory.manyById(ids);
      return ids.flatMap((id) => (people.get(id)?.isBot === true ? [] : (people.get(id)?.email ?? [])));
    },
    post: async (channel, message) => ({ messageId: await posts.post(channel, message) }),
    edit: (channel, ts, message) => posts.edit(channel, ts, message),
    async direct(person, message) {
      const user = await directory.byEmail(person.email);
      if (!user) throw kit.context.vendorError('not-found', `${person.email} has no account in this Slack workspace`);
      const { channel } = await client.call({ method: 'conversations.open', args: { users: user.id }, read: ANSWERS.channelId });
      return { messageId: await posts.post(channel.id, { ...message, onlyFor: null, pin: false }) };
    },
    async archive(channel) {
      await client.callUnless({ method: 'conversations.archive', args: { channel }, read: ANSWERS.nothing, codes: ['already_archived'] });
    },
    async unarchive(channel) {
      await client.callUnless({ method: 'conversations.unarchive', args: { channel }, read: ANSWERS.nothing, codes: ['not_archived'] });
    },
    setPrivate: (channel, isRestricted) => setPrivacy(kit, channel, isRestricted || settings.privateChannels),
    showSummary: createSummaries(kit),
    showParticipants: createCanvases(kit),
    activity: (channel, since) => channelActivity(kit, directory, { channel, since }),
  };
}

/** A name that another channel has is told apart by a suffix that comes from the channel itself. */
async function rename(kit: SlackKit, channel: string, name: string): Promise<{ externalId: string; url: string | null; name: string }> {
  for (const suffix of ['', suffixOf(channel)]) {
    const answer = await kit.client.callUnless({ method: 'conversations.rename', args: { channel, name: channelName(kit.settings.channelName, name, suffix) }, read: ANSWERS.channel, codes: ['name_taken'] });
    if (answer) return channelView(kit, answer.channel);
  }
  throw kit.context.vendorError('conflict', `The channel name #${channelName(kit.settings.channelName, name)} is taken in Slack: rename that channel and retry`);
}
