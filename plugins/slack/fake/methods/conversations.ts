import { z } from 'zod';
import { SlackRefusal } from '../errors.ts';
import { ChannelId, channelOf, Count, Flag, type Method, type MethodCall, method, needScope, openChannelOf, page, TIER, userOf } from '../method.ts';
import { conversation } from '../shapes.ts';
import { addChannel, addMessage, archiveChannel, openChannel, type SlackChannel, type SlackWorkspace } from '../workspace.ts';

const MANAGE = ['channels:manage', 'groups:write'] as const;
const MANAGE_AS_PERSON = ['channels:write', 'groups:write'] as const;
const ADMINISTER = ['admin.conversations:write'] as const;
const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'] as const;
const InChannel = z.object({ channel: ChannelId });
const MOST_TEXT = 250;

/** Slack's rule for names: lower-case letters, digits, dashes and underscores, at most 80 characters (docs.slack.dev, conversations.create). */
function checkName(name: string): void {
  if (name === '') throw new SlackRefusal('invalid_name_required');
  if (name.length > 80) throw new SlackRefusal('invalid_name_maxlength');
  if (/^[-_]+$/.test(name)) throw new SlackRefusal('invalid_name_punctuation');
  if (/[\sA-Z.,:;!?'"()/\\@#$%^&*=+<>[\]{}|~`]/.test(name)) throw new SlackRefusal('invalid_name_specials');
}

function takeName(workspace: SlackWorkspace, name: string): void {
  checkName(name);
  if ([...workspace.channels.values()].some((c) => !c.isIm && c.name === name)) throw new SlackRefusal('name_taken');
}

function say(workspace: SlackWorkspace, channel: SlackChannel, said: { subtype: string; text: string; user?: string }): void {
  addMessage(workspace, channel, { user: workspace.installation.botUserId, ...said });
}

function invite(call: MethodCall<{ channel: string; users: string; force?: boolean | undefined }>): Record<string, unknown> {
  const { workspace, args } = call;
  const channel = openChannelOf(call, args.channel);
  const ids = args.users.split(',').map((id) => id.trim()).filter((id) => id !== '');
  if (ids.length === 0) throw new SlackRefusal('no_user');
  if (ids.length > 100) throw new SlackRefusal('too_many_users');
  const errors = ids.flatMap((user) => {
    const known = workspace.users.get(user);
    if (user === call.caller) return [{ user, ok: false, error: 'cant_invite_self' }];
    if (!known || known.isDeleted) return [{ user, ok: false, error: 'user_not_found' }];
    if (known.isStranger) return [{ user, ok: false, error: 'org_user_not_in_team' }];
    if (known.isGuest) return [{ user, ok: false, error: 'user_is_restricted' }];
    if (channel.members.has(user)) return [{ user, ok: false, error: 'already_in_channel' }];
    return [];
  });
  const bad = new Set(errors.map((e) => e.user));
  const good = ids.filter((id) => !bad.has(id));
  // without `force` one bad user fails all of them; `already_in_channel` fails the call too
  if (errors.length > 0 && args.force !== true) throw new SlackRefusal(errors[0]?.error ?? 'user_not_found', { errors });
  if (good.length === 0) throw new SlackRefusal(errors[0]?.error ?? 'user_not_found', { errors });
  for (const id of good) {
    channel.members.add(id);
    say(workspace, channel, { subtype: 'channel_join', text: `<@${id}> has joined the channel`, user: id });
  }
  return { channel: conversation(workspace, channel), ...(errors.length > 0 ? { errors } : {}) };
}

/** The methods under `conversations.` that make and change channels and their members. */
export const conversationMethods: Record<string, Method> = {
  'conversations.create': method(z.object({ name: z.string(), is_private: Flag.optional(), team_id: z.string().optional() }), { scopes: MANAGE, perMinute: TIER.two }, (call) => {
    const { workspace, args } = call;
    needScope(call, args.is_private === true ? 'groups:write' : 'channels:manage');
    takeName(workspace, args.name);
    return { channel: conversation(workspace, addChannel(workspace, { name: args.name, creator: workspace.installation.botUserId, isPrivate: args.is_private ?? false })) };
  }),
  'conversations.info': method(InChannel.extend({ include_num_members: Flag.optional(), include_locale: Flag.optional() }), { scopes: READ }, (call) => {
    const channel = channelOf(call, call.args.channel);
    return { channel: { ...conversation(call.workspace, channel), ...(call.args.include_num_members === true ? { num_members: channel.members.size } : {}) } };
  }),
  'conversations.rename': method(InChannel.extend({ name: z.string() }), { scopes: MANAGE, perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel);
    // only whoever made it, and administrators
    if (channel.creator !== call.caller) throw new SlackRefusal('not_authorized');
    if (channel.name !== call.args.name) {
      takeName(call.workspace, call.args.name);
      channel.previousNames.push(channel.name);
      channel.name = call.args.name;
      say(call.workspace, channel, { subtype: 'channel_name', text: `renamed the channel to ${channel.name}` });
    }
    return { channel: conversation(call.workspace, channel) };
  }),
  'conversations.setTopic': method(InChannel.extend({ topic: z.string() }), { scopes: MANAGE, perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel);
    if (call.args.topic.length > MOST_TEXT) throw new SlackRefusal('too_long');
    channel.topic = call.args.topic;
    say(call.workspace, channel, { subtype: 'channel_topic', text: `set the channel topic: ${channel.topic}` });
    return { channel: conversation(call.workspace, channel) };
  }),
  'conversations.setPurpose': method(InChannel.extend({ purpose: z.string() }), { scopes: MANAGE, perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel);
    if (call.args.purpose.length > MOST_TEXT) throw new SlackRefusal('too_long');
    channel.purpose = call.args.purpose;
    return { purpose: channel.purpose };
  }),
  'conversations.archive': method(InChannel, { scopes: MANAGE, perMinute: TIER.two }, (call) => {
    const channel = channelOf(call, call.args.channel);
    if (channel.isArchived) throw new SlackRefusal('already_archived');
    if (channel.name === 'general') throw new SlackRefusal('cant_archive_general');
    archiveChannel(call.workspace, channel);
    return {};
  }),
  'conversations.unarchive': method(InChannel, { scopes: MANAGE, userScopes: MANAGE_AS_PERSON, perMinute: TIER.two }, (call) => {
    const channel = channelOf(call, call.args.channel);
    if (!channel.isArchived) throw new SlackRefusal('not_archived');
    // Bot tokens cannot: they are out of what is archived (docs.slack.dev, conversations.unarchive). Whoever can comes in.
    if (call.caller === call.workspace.installation.botUserId) throw new SlackRefusal('not_in_channel');
    openChannel(channel, { by: call.caller });
    return {};
  }),
  'conversations.invite': method(InChannel.extend({ users: z.string(), force: Flag.optional() }), { scopes: MANAGE, userScopes: MANAGE_AS_PERSON }, invite),
  'conversations.kick': method(InChannel.extend({ user: z.string() }), { scopes: MANAGE }, (call) => {
    const channel = openChannelOf(call, call.args.channel);
    userOf(call.workspace, call.args.user);
    if (call.args.user === call.caller) throw new SlackRefusal('cant_kick_self');
    if (!channel.isPrivate && call.workspace.whoRemoves === 'admins') throw new SlackRefusal('restricted_action');
    if (!channel.members.delete(call.args.user)) throw new SlackRefusal('not_in_channel');
    say(call.workspace, channel, { subtype: 'channel_leave', text: `<@${call.args.user}> has left the channel`, user: call.args.user });
    return {};
  }),
  'conversations.members': method(InChannel.extend({ cursor: z.string().optional(), limit: Count.optional() }), { scopes: READ, perMinute: TIER.four }, (call) => {
    const { items, response_metadata } = page([...channelOf(call, call.args.channel).members], call.args);
    return { members: items, response_metadata };
  }),
  'conversations.open': method(z.object({ users: z.string().min(1), return_im: Flag.optional() }), { scopes: ['im:write', 'mpim:write'] }, ({ workspace, args }) => {
    const user = userOf(workspace, args.users);
    if (user.isDeleted) throw new SlackRefusal('user_disabled');
    const known = [...workspace.channels.values()].find((c) => c.isIm && c.members.has(user.id));
    const channel = known ?? addChannel(workspace, { name: user.id, creator: workspace.installation.botUserId, isIm: true, isPrivate: true, members: new Set([workspace.installation.botUserId, user.id]) });
    return { channel: { id: channel.id } };
  }),
  'admin.conversations.convertToPrivate': method(z.object({ channel_id: ChannelId, name: z.string().optional() }), { userScopes: ADMINISTER, perMinute: TIER.two }, (call) => convert(call, true)),
  'admin.conversations.convertToPublic': method(z.object({ channel_id: ChannelId }), { userScopes: ADMINISTER, perMinute: TIER.two }, (call) => convert(call, false)),
  'admin.conversations.unarchive': method(z.object({ channel_id: ChannelId }), { userScopes: ADMINISTER, perMinute: TIER.two }, (call) => {
    const channel = anyChannelOf(call);
    if (!channel.isArchived) throw new SlackRefusal('channel_not_archived');
    channel.isArchived = false;
    return {};
  }),
  'admin.conversations.invite': method(z.object({ channel_id: ChannelId, user_ids: z.string().min(1) }), { userScopes: ADMINISTER, perMinute: TIER.two }, (call) => {
    const channel = anyChannelOf(call);
    for (const id of call.args.user_ids.split(',')) channel.members.add(userOf(call.workspace, id).id);
    return {};
  }),
};

/** Administrators of an Enterprise plan reach every channel; elsewhere there are none of these methods. */
function anyChannelOf({ workspace, args }: MethodCall<{ channel_id: string }>): SlackChannel {
  if (!workspace.isEnterprise) throw new SlackRefusal('feature_not_enabled');
  const channel = workspace.channels.get(args.channel_id);
  if (!channel) throw new SlackRefusal('channel_not_found');
  return channel;
}

/** Only an Enterprise administrator's user token may (docs.slack.dev, admin.conversations.convertToPrivate). */
function convert(call: MethodCall<{ channel_id: string }>, isPrivate: boolean): Record<string, unknown> {
  const channel = anyChannelOf(call);
  if (channel.isPrivate === isPrivate) throw new SlackRefusal(isPrivate ? 'channel_not_public' : 'channel_not_private');
  channel.isPrivate = isPrivate;
  return {};
}
