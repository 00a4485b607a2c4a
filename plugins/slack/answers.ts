import { z } from 'zod';

/** What we read of Slack's answers; everything else in them is left alone. Shapes as in docs.slack.dev/reference/objects. */
const Text = z.object({ value: z.string().optional() }).optional();

/** A channel. */
export const RawChannel = z.object({
  id: z.string(), name: z.string(), is_private: z.boolean().optional(), is_archived: z.boolean().optional(), is_member: z.boolean().optional(), creator: z.string().optional(), created: z.number().optional(), purpose: Text, topic: Text,
  properties: z.object({ canvas: z.object({ file_id: z.string().optional() }).optional(), tabs: z.array(z.object({ type: z.string().optional(), data: z.object({ file_id: z.string().optional() }).optional() })).optional() }).optional(),
});
/** See {@link RawChannel}. */
export type RawChannel = z.infer<typeof RawChannel>;

/** A user. */
export const RawUser = z.object({
  id: z.string(), name: z.string().optional(), real_name: z.string().optional(), deleted: z.boolean().optional(), is_bot: z.boolean().optional(), is_restricted: z.boolean().optional(), is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(), is_email_confirmed: z.boolean().optional(), profile: z.object({ email: z.string().optional(), real_name: z.string().optional(), title: z.string().optional() }).optional(),
});
/** See {@link RawUser}. */
export type RawUser = z.infer<typeof RawUser>;

/** A message of a history. */
export const RawMessage = z.object({
  ts: z.string(), user: z.string().optional(), subtype: z.string().optional(), reply_count: z.number().optional(), thread_ts: z.string().optional(), text: z.string().optional(),
  metadata: z.object({ event_type: z.string().optional(), event_payload: z.object({ key: z.string().optional() }).optional() }).optional(),
  blocks: z.array(z.object({ block_id: z.string().optional() })).optional(),
});
/** See {@link RawMessage}. */
export type RawMessage = z.infer<typeof RawMessage>;

const Cursor = z.object({ next_cursor: z.string().optional(), scopes: z.array(z.string()).optional() }).optional();

/** Answers by what they hold. */
export const ANSWERS = {
  nothing: z.object({}),
  self: z.object({ user_id: z.string(), bot_id: z.string().optional(), team_id: z.string(), team: z.string().optional(), url: z.string(), response_metadata: Cursor }),
  channel: z.object({ channel: RawChannel }),
  channelId: z.object({ channel: z.object({ id: z.string() }) }),
  channels: z.object({ channels: z.array(RawChannel).optional(), response_metadata: Cursor }),
  user: z.object({ user: RawUser }),
  users: z.object({ members: z.array(RawUser).optional(), response_metadata: Cursor }),
  memberIds: z.object({ members: z.array(z.string()).optional(), response_metadata: Cursor }),
  messages: z.object({ messages: z.array(RawMessage).optional(), response_metadata: Cursor }),
  view: z.object({ view: z.object({ id: z.string() }) }),
  permalink: z.object({ permalink: z.string() }),
  posted: z.object({ ts: z.string() }),
  postedForOne: z.object({ message_ts: z.string() }),
  bookmarks: z.object({ bookmarks: z.array(z.object({ id: z.string(), title: z.string(), link: z.string().nullish(), last_updated_by_user_id: z.string().optional() })).optional() }),
  pins: z.object({ items: z.array(z.object({ message: RawMessage.optional() })).optional() }),
  canvas: z.object({ canvas_id: z.string() }),
  sections: z.object({ sections: z.array(z.object({ id: z.string() })).optional() }),
  invited: z.object({ errors: z.array(z.object({ user: z.string(), error: z.string() })).optional() }),
};
