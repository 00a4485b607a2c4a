import type { InboundFact } from '../../contract.ts';
import { ANSWERS, type RawMessage } from '../answers.ts';
import type { Workspace } from '../kit.ts';
import { linksIn, personAt, readable } from './people.ts';
import type { SlackEvent } from './shapes.ts';

const channelOf = ({ channel }: SlackEvent): string => (typeof channel === 'string' ? channel : (channel?.id ?? ''));
const timeOf = (ts: string | undefined): string => new Date(Math.round(Number(ts ?? 0) * 1000) || Date.now()).toISOString();
/** Subtypes of messages that people write; all others are Slack's own. */
const WRITTEN = new Set(['file_share', 'thread_broadcast', 'me_message']);

type Read = (workspace: Workspace, event: SlackEvent) => Promise<InboundFact[]>;

const READS: Record<string, Read> = {
  async message({ directory, kit }, event) {
    if (event.subtype !== undefined && !WRITTEN.has(event.subtype)) return [];
    const { botUserId } = await kit.self();
    if (event.user === undefined || event.user === botUserId) return [];
    const text = event.text ?? '';
    return [{
      kind: 'message', conversationId: channelOf(event), messageId: event.ts ?? '', threadId: event.thread_ts !== undefined && event.thread_ts !== event.ts ? event.thread_ts : null, author: await personAt(directory, event.user),
      markdown: await readable(directory, text), links: linksIn(text), isBot: event.bot_id !== undefined, at: timeOf(event.ts),
    }];
  },
  reaction_added: (workspace, event) => reaction(workspace, event, 'message-kept'),
  reaction_removed: (workspace, event) => reaction(workspace, event, 'message-released'),
  member_joined_channel: (workspace, event) => member(workspace, event, 'member-joined'),
  member_left_channel: (workspace, event) => member(workspace, event, 'member-left'),
  async channel_rename(_workspace, event) {
    const { channel } = event;
    return typeof channel === 'object' && channel.name !== undefined ? [{ kind: 'conversation-renamed', conversationId: channel.id, name: `#${channel.name}`, at: timeOf(event.event_ts) }] : [];
  },
  channel_archive: (workspace, event) => changed(workspace, event, 'conversation-archived'),
  channel_unarchive: (workspace, event) => changed(workspace, event, 'conversation-unarchived'),
  channel_deleted: (workspace, event) => changed(workspace, event, 'conversation-deleted'),
};
/** Private channels have events of their own names. */
const SAME: Record<string, string> = { group_rename: 'channel_rename', group_archive: 'channel_archive', group_unarchive: 'channel_unarchive', group_deleted: 'channel_deleted' };

/** What an event means; what we do ourselves, and what concerns nobody, means nothing. */
export async function factsOf(workspace: Workspace, event: SlackEvent): Promise<InboundFact[]> {
  const name = SAME[event.type] ?? event.type;
  const read = Object.hasOwn(READS, name) ? READS[name] : undefined;
  return read === undefined ? [] : read(workspace, event);
}

async function reaction({ kit, directory }: Workspace, event: SlackEvent, kind: 'message-kept' | 'message-released'): Promise<InboundFact[]> {
  const { channel, ts } = event.item ?? {};
  if (event.reaction !== kit.settings.timelineReaction || channel === undefined || ts === undefined) return [];
  const message = await messageAt({ kit, directory }, channel, ts);
  if (message === null) return [];
  const [by, author, markdown] = await Promise.all([personAt(directory, event.user), personAt(directory, event.item_user ?? message.user), readable(directory, message.text ?? '')]);
  return [{ kind, conversationId: channel, messageId: ts, threadId: message.thread_ts ?? null, by, author, markdown, at: timeOf(ts) }];
}

/** The very message of an id, also one in a thread: a history alone answers the message before it. */
async function messageAt({ kit }: Workspace, channel: string, ts: string): Promise<RawMessage | null> {
  const args = { channel, ts, oldest: ts, latest: ts, inclusive: true, limit: 1 };
  const found = await kit.client.callUnless({ method: 'conversations.replies', args, read: ANSWERS.messages, codes: ['thread_not_found', 'message_not_found', 'channel_not_found'] });
  return found?.messages?.find((message) => message.ts === ts) ?? null;
}

async function member({ kit, directory }: Workspace, event: SlackEvent, kind: 'member-joined' | 'member-left'): Promise<InboundFact[]> {
  const { botUserId } = await kit.self();
  // What we did ourselves is on the incident already.
  if (event.user === botUserId || event.inviter === botUserId) return [];
  const invitedBy = event.inviter === undefined ? null : await personAt(directory, event.inviter);
  return [{ kind, conversationId: channelOf(event), person: await personAt(directory, event.user), invitedBy, at: timeOf(event.event_ts) }];
}

async function changed({ kit, directory }: Workspace, event: SlackEvent, kind: 'conversation-archived' | 'conversation-unarchived' | 'conversation-deleted'): Promise<InboundFact[]> {
  const { botUserId } = await kit.self();
  if (event.user === botUserId) return [];
  return [{ kind, conversationId: channelOf(event), by: event.user === undefined ? null : await personAt(directory, event.user), at: timeOf(event.event_ts) }];
}
