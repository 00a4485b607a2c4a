import type { ConversationCapability } from '../contract.ts';
import { channelActivity } from './activity.ts';
import { ANSWERS } from './answers.ts';
import { setBookmarks } from './bookmarks.ts';
import { createCanvases } from './canvas.ts';
import { channelView, ensureChannel, setTopic, type SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';
import { beside } from './errors.ts';
import { channelName, suffixOf } from './marks.ts';
import { inviteAll, takeOut } from './members.ts';
import { createPosts } from './posts.ts';
import { setPrivacy } from './privacy.ts';
import { createSummaries } from './summary.ts';
import { unarchive } from './unarchive.ts';

/** Slack channels as conversations of incidents. */
export function slackConversation(kit: SlackKit, directory: Directory): ConversationCapability {
  const { client, settings } = kit;
  const posts = createPosts(kit, directory);
  const showSummary = createSummaries(kit);
  const showParticipants = createCanvases(kit);
  return {
    async create({ mark, incidentId, name, topic, private: isRestricted }) {
      const channel = await ensureChannel(kit, { mark, incidentId, name, topic, isPrivate: isRestricted || settings.privateChannels });
      return channelView(kit, channel);
    },
    rename: (channel, name) => rename(kit, channel, name),
    setTopic: (channel, topic) => beside(() => setTopic(client, channel, topic)),
    setBookmarks: (channel, links) => beside(() => setBookmarks(kit, channel, links)),
    addMembers: (channel, people) => inviteAll(kit, directory, { channel, people }),
    async removeMember(channel, email) {
      const user = await directory.byEmail(email);
      if (user) await takeOut(kit, channel, user.id);
    },
    async members(channel) {
      const ids = await client.all({ method: 'conversations.members', args: { channel, limit: 999 }, read: ANSWERS.memberIds }, (page) => page.members);
      const people = await directory.manyById(ids);
      return ids.flatMap((id) => (people.get(id)?.isBot === true ? [] : (people.get(id)?.email ?? [])));
    },
    post: async (channel, message) => ({ messageId: await posts.post(channel, message) }),
    edit: (channel, ts, message) => posts.edit(channel, ts, message),
    async direct(person, message) {
      const user = await directory.byEmail(person.email);
      if (!user) throw kit.context.vendorError('not-found', `${person.email} has no account in this Slack workspace`);
      // Without `conversations.open` the user's own id addresses the same direct messages (docs.slack.dev, chat.postMessage).
      const opened = await client.callUnless({ method: 'conversations.open', args: { users: user.id }, read: ANSWERS.channelId, codes: ['unknown_method'] });
      return { messageId: await posts.post(opened?.channel.id ?? user.id, { ...message, onlyFor: null, pin: false }) };
    },
    async archive(channel) {
      await client.callUnless({ method: 'conversations.archive', args: { channel }, read: ANSWERS.nothing, codes: ['already_archived'] });
    },
    unarchive: (channel) => unarchive(kit, channel),
    setPrivate: (channel, isRestricted) => setPrivacy(kit, channel, isRestricted || settings.privateChannels),
    showSummary: (channel, cards) => beside(() => showSummary(channel, cards)),
    showParticipants: (channel, page) => beside(() => showParticipants(channel, page)),
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
