import { z } from 'zod';

/** What Slack sends, as far as we read it (docs.slack.dev/reference). */
const Text = z.string();
const Item = z.object({ channel: Text.optional(), ts: Text.optional() }).optional();

/** One event of the Events API. */
export const SlackEvent = z.object({
  type: Text, subtype: Text.optional(), user: Text.optional(), bot_id: Text.optional(), channel: z.union([Text, z.object({ id: Text, name: Text.optional() })]).optional(), ts: Text.optional(), event_ts: Text.optional(),
  thread_ts: Text.optional(), text: Text.optional(), reaction: Text.optional(), item: Item, item_user: Text.optional(), inviter: Text.optional(), tab: Text.optional(), message_ts: Text.optional(), source: Text.optional(),
  links: z.array(z.object({ url: Text })).optional(),
});
/** See {@link SlackEvent}. */
export type SlackEvent = z.infer<typeof SlackEvent>;
/** The envelope of the Events API, or the handshake of a new request address. */
export const Envelope = z.union([
  z.object({ type: z.literal('url_verification'), challenge: Text }),
  z.object({ type: z.literal('event_callback'), event_id: Text, team_id: Text.optional(), event_time: z.number().optional(), event: SlackEvent }),
]);

/** A typed slash command. */
export const SlashCommand = z.object({ command: Text, text: Text.default(''), user_id: Text, channel_id: Text, response_url: Text, trigger_id: Text });
/** See {@link SlashCommand}. */
export type SlashCommand = z.infer<typeof SlashCommand>;

const Option = z.object({ value: Text });
const Value = z.object({
  type: Text.optional(), value: Text.nullish(), selected_option: Option.nullish(), selected_options: z.array(Option).optional(), selected_user: Text.nullish(), selected_users: z.array(Text).optional(),
  selected_date_time: z.number().nullish(),
});
/** The value of one field of a modal. */
export type SlackValue = z.infer<typeof Value>;
const View = z.object({ id: Text, hash: Text.optional(), callback_id: Text.default(''), private_metadata: Text.default(''), state: z.object({ values: z.record(Text, z.record(Text, Value)) }).optional() });
/** A modal as it comes back. */
export type SlackView = z.infer<typeof View>;

/** What people do with buttons, modals, shortcuts and dynamic selects. */
export const Payload = z.object({
  type: z.enum(['block_actions', 'view_submission', 'view_closed', 'shortcut', 'message_action', 'block_suggestion']),
  user: z.object({ id: Text }), trigger_id: Text.optional(), response_url: Text.optional(), callback_id: Text.optional(), channel: z.object({ id: Text }).nullish(), view: View.nullish(), value: Text.optional(),
  action_id: Text.optional(), message: z.object({ ts: Text, text: Text.default(''), user: Text.optional() }).optional(),
  actions: z.array(z.object({ action_id: Text, block_id: Text.optional(), value: Text.optional(), action_ts: Text.optional() })).optional(),
});
/** See {@link Payload}. */
export type Payload = z.infer<typeof Payload>;
