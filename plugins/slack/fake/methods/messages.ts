import { z } from 'zod';
import { SlackRefusal } from '../errors.ts';
import { checkBlocks, field } from '../blocks.ts';
import { ChannelId, channelOf, Count, Flag, json, type Method, type MethodCall, method, openChannelOf, page, TIER, userOf } from '../method.ts';
import { message as shown } from '../shapes.ts';
import { addChannel, addMessage, nextTs, type SlackChannel, type SlackMessage } from '../workspace.ts';

const Blocks = json(z.array(z.looseObject({ type: z.string() }))).optional();
const Metadata = json(z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) })).optional();
const Content = { text: z.string().optional(), blocks: Blocks, unfurl_links: Flag.optional(), unfurl_media: Flag.optional(), mrkdwn: Flag.optional() };
/** Slack cuts longer texts (docs.slack.dev, chat.postMessage); a test that relies on more is wrong. */
const MOST_TEXT = 40_000;
/** All texts of the blocks of a message together; Slack does not say it in its documentation, but refuses more (`msg_blocks_too_long`). */
const MOST_IN_BLOCKS = 12_000;

function content(args: { text?: string | undefined; blocks?: unknown[] | undefined }): { text: string; blocks: unknown[] } {
  const blocks = args.blocks ?? [];
  if ((args.text ?? '') === '' && blocks.length === 0) throw new SlackRefusal('no_text');
  if ((args.text ?? '').length > MOST_TEXT) throw new SlackRefusal('msg_too_long');
  checkBlocks(blocks, 'message');
  if (textsIn(blocks) > MOST_IN_BLOCKS) throw new SlackRefusal('msg_blocks_too_long');
  return { text: args.text ?? '', blocks };
}

/** Characters of all texts, whatever they stand in. */
function textsIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + (name === 'text' && typeof inner === 'string' ? inner.length : textsIn(inner)), 0);
}

/** A channel, or a user id: then the app's direct messages with that user. */
function target(call: MethodCall<{ channel: string }>): SlackChannel {
  const { workspace, args } = call;
  if (!/^[UW]/.test(args.channel)) return openChannelOf(call, args.channel);
  const user = userOf(workspace, args.channel);
  const known = [...workspace.channels.values()].find((c) => c.isIm && c.members.has(user.id));
  return known ?? addChannel(workspace, { name: user.id, creator: workspace.installation.botUserId, isIm: true, isPrivate: true, members: new Set([workspace.installation.botUserId, user.id]) });
}

function messageOf(channel: SlackChannel, ts: string, refusal = 'message_not_found'): SlackMessage {
  const found = channel.messages.find((m) => m.ts === ts && !m.isDeleted && m.onlyFor === null);
  if (!found) throw new SlackRefusal(refusal);
  return found;
}

const Post = z.object({ channel: ChannelId, ...Content, thread_ts: z.string().optional(), metadata: Metadata, reply_broadcast: Flag.optional() });

/** Messages in a history, newest first, between `oldest` and `latest`. */
function history(call: MethodCall<{ channel: string; cursor?: string | undefined; limit?: number | undefined; oldest?: string | undefined; latest?: string | undefined; inclusive?: boolean | undefined; include_all_metadata?: boolean | undefined; ts?: string | undefined }>, threadOf: string | null): Record<string, unknown> {
  const { workspace, args } = call;
  const channel = channelOf(call, args.channel);
  if (!channel.members.has(call.caller)) throw new SlackRefusal('not_in_channel');
  const { oldest = '0', latest = '9999999999.999999', inclusive = false } = args;
  const within = (ts: string) => (inclusive ? Number(ts) >= Number(oldest) && Number(ts) <= Number(latest) : Number(ts) > Number(oldest) && Number(ts) < Number(latest));
  const shownOnes = channel.messages.filter((m) => !m.isDeleted && m.onlyFor === null && within(m.ts) && (threadOf === null ? m.threadTs === null || m.threadTs === m.ts : m.ts === threadOf || m.threadTs === threadOf));
  const ordered = threadOf === null ? shownOnes.toReversed() : shownOnes;
  const { items, response_metadata } = page(ordered, args);
  return { messages: items.map((m) => shown(workspace, channel, { one: m, withMetadata: args.include_all_metadata === true })), has_more: response_metadata.next_cursor !== '', response_metadata };
}

const Page = { cursor: z.string().optional(), limit: Count.optional(), oldest: z.string().optional(), latest: z.string().optional(), inclusive: Flag.optional(), include_all_metadata: Flag.optional() };
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'] as const;

/** Methods that post, change and read messages. */
export const messageMethods: Record<string, Method> = {
  'chat.postMessage': method(Post, { scopes: ['chat:write'], perMinute: TIER.special }, (call) => {
    const { workspace, args } = call;
    const channel = target(call);
    if (args.thread_ts !== undefined) messageOf(channel, args.thread_ts);
    const one = addMessage(workspace, channel, { user: workspace.installation.botUserId, ...content(args), threadTs: args.thread_ts ?? null, metadata: args.metadata ?? null });
    return { channel: channel.id, ts: one.ts, message: shown(workspace, channel, { one: one, withMetadata: true }) };
  }),
  'chat.postEphemeral': method(z.object({ channel: ChannelId, user: z.string().min(1), ...Content, thread_ts: z.string().optional() }), { scopes: ['chat:write'], perMinute: TIER.four }, (call) => {
    const { workspace, args } = call;
    const channel = openChannelOf(call, args.channel);
    userOf(workspace, args.user);
    if (!channel.members.has(args.user)) throw new SlackRefusal('user_not_in_channel');
    const one = addMessage(workspace, channel, { user: workspace.installation.botUserId, ...content(args), onlyFor: args.user });
    return { message_ts: one.ts };
  }),
  'chat.update': method(z.object({ channel: ChannelId, ts: z.string(), ...Content, metadata: Metadata }), { scopes: ['chat:write'] }, (call) => {
    const { workspace, args } = call;
    const channel = channelOf(call, args.channel);
    const one = messageOf(channel, args.ts);
    if (one.user !== workspace.installation.botUserId) throw new SlackRefusal('cant_update_message');
    if (channel.isArchived) throw new SlackRefusal('is_archived');
    Object.assign(one, content(args), args.metadata === undefined ? {} : { metadata: args.metadata });
    return { channel: channel.id, ts: one.ts, text: one.text, message: shown(workspace, channel, { one: one, withMetadata: true }) };
  }),
  'chat.delete': method(z.object({ channel: ChannelId, ts: z.string() }), { scopes: ['chat:write'] }, (call) => {
    const one = messageOf(channelOf(call, call.args.channel), call.args.ts);
    if (one.user !== call.workspace.installation.botUserId) throw new SlackRefusal('cant_delete_message');
    one.isDeleted = true;
    return { channel: call.args.channel, ts: one.ts };
  }),
  'chat.getPermalink': method(z.object({ channel: ChannelId, message_ts: z.string() }), { perMinute: TIER.special }, (call) => {
    messageOf(channelOf(call, call.args.channel), call.args.message_ts);
    return { channel: call.args.channel, permalink: `https://${call.workspace.domain}.slack.com/archives/${call.args.channel}/p${call.args.message_ts.replace('.', '')}` };
  }),
  'chat.unfurl': method(z.object({ channel: ChannelId.optional(), ts: z.string().optional(), unfurl_id: z.string().optional(), source: z.string().optional(), unfurls: json(z.record(z.string(), z.unknown())) }), { scopes: ['links:write'] }, (call) => {
    const { args } = call;
    if (args.channel === undefined || args.ts === undefined) throw new SlackRefusal('cannot_unfurl_message');
    const message = messageOf(channelOf(call, args.channel), args.ts);
    for (const [url, unfurl] of Object.entries(args.unfurls)) {
      if (!message.text.includes(url)) throw new SlackRefusal('cannot_unfurl_url');
      const blocks = field(unfurl, 'blocks');
      if (Array.isArray(blocks)) checkBlocks(blocks, 'message');
    }
    message.unfurls = args.unfurls;
    return {};
  }),
  'conversations.history': method(z.object({ channel: ChannelId, ...Page }), { scopes: HISTORY }, (call) => history(call, null)),
  'conversations.replies': method(z.object({ channel: ChannelId, ts: z.string(), ...Page }), { scopes: HISTORY }, (call) => {
    messageOf(channelOf(call, call.args.channel), call.args.ts, 'thread_not_found');
    return history(call, call.args.ts);
  }),
  'pins.add': method(z.object({ channel: ChannelId, timestamp: z.string() }), { scopes: ['pins:write'], perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel);
    messageOf(channel, call.args.timestamp);
    if (channel.pins.includes(call.args.timestamp)) throw new SlackRefusal('already_pinned');
    channel.pins.push(call.args.timestamp);
    return {};
  }),
  'pins.list': method(z.object({ channel: ChannelId }), { scopes: ['pins:read'], perMinute: TIER.two }, (call) => {
    const channel = channelOf(call, call.args.channel);
    // Slack tells no metadata here
    const items = channel.pins.flatMap((ts) => channel.messages.filter((m) => m.ts === ts && !m.isDeleted).map((one) => ({ type: 'message', channel: channel.id, created: Math.floor(Number(ts)), message: shown(call.workspace, channel, { one, withMetadata: false }) })));
    return { items };
  }),
  'pins.remove': method(z.object({ channel: ChannelId, timestamp: z.string() }), { scopes: ['pins:write'], perMinute: TIER.two }, (call) => {
    const channel = openChannelOf(call, call.args.channel);
    if (!channel.pins.includes(call.args.timestamp)) throw new SlackRefusal('no_pin');
    channel.pins = channel.pins.filter((ts) => ts !== call.args.timestamp);
    return {};
  }),
  'reactions.get': method(z.object({ channel: ChannelId, timestamp: z.string(), full: Flag.optional() }), { scopes: ['reactions:read'] }, (call) => {
    const channel = channelOf(call, call.args.channel);
    return { type: 'message', channel: channel.id, message: shown(call.workspace, channel, { one: messageOf(channel, call.args.timestamp), withMetadata: false }) };
  }),
};

/** A message as the app's `response_url` posts it. */
export function respond(call: Pick<MethodCall<unknown>, 'workspace'>, channel: SlackChannel, input: { user: string; text: string; blocks: unknown[]; inChannel: boolean }): SlackMessage {
  const { workspace } = call;
  checkBlocks(input.blocks, 'message');
  return addMessage(workspace, channel, { ts: nextTs(workspace), user: workspace.installation.botUserId, text: input.text, blocks: input.blocks, onlyFor: input.inChannel ? null : input.user });
}
