import type { SlackChannel, SlackMessage, SlackUser, SlackView, SlackWorkspace } from './workspace.ts';

/** A channel as Slack answers it (`Channel` of conversations.info). */
export function conversation(workspace: SlackWorkspace, channel: SlackChannel): Record<string, unknown> {
  const bot = workspace.installation.botUserId;
  if (channel.isIm) return { id: channel.id, is_im: true, is_channel: false, user: [...channel.members].find((id) => id !== bot) ?? null, created: channel.created, is_archived: false };
  const value = (text: string) => ({ value: text, creator: text === '' ? '' : bot, last_set: text === '' ? 0 : channel.created });
  const canvas = [...workspace.canvases.values()].find((one) => one.channel === channel.id);
  return {
    ...(canvas === undefined ? {} : { properties: { canvas: { file_id: canvas.id, is_empty: false }, tabs: [{ type: 'channel_canvas', data: { file_id: canvas.id } }] } }),
    id: channel.id, name: channel.name, name_normalized: channel.name, is_channel: !channel.isPrivate, is_group: channel.isPrivate, is_im: false, is_mpim: false, is_private: channel.isPrivate,
    is_archived: channel.isArchived, is_general: channel.name === 'general', is_member: channel.members.has(bot), creator: channel.creator, created: channel.created, previous_names: channel.previousNames,
    context_team_id: workspace.teamId, topic: value(channel.topic), purpose: value(channel.purpose),
  };
}

/** A user as Slack answers it; the e-mail address only with `users:read.email`. */
export function user(workspace: SlackWorkspace, one: SlackUser): Record<string, unknown> {
  const seesEmail = workspace.installation.scopes.has('users:read.email') && one.email !== null;
  return {
    id: one.id, team_id: one.isStranger ? 'T0OTHER001' : workspace.teamId, name: one.name, deleted: one.isDeleted, real_name: one.realName, tz: one.timeZone, is_bot: one.isBot,
    is_restricted: one.isGuest, is_ultra_restricted: false, is_stranger: one.isStranger, is_app_user: false, is_email_confirmed: one.hasConfirmedEmail, updated: 1,
    profile: { real_name: one.realName, display_name: one.name, title: one.title, ...(seesEmail ? { email: one.email } : {}), team: workspace.teamId },
  };
}

/** A message as conversations.history answers it. */
export function message(workspace: SlackWorkspace, channel: SlackChannel, { one, withMetadata }: { one: SlackMessage; withMetadata: boolean }): Record<string, unknown> {
  const isOurs = one.user === workspace.installation.botUserId;
  const replies = channel.messages.filter((m) => m.threadTs === one.ts && m.ts !== one.ts && !m.isDeleted);
  return {
    type: 'message', ts: one.ts, user: one.user, text: one.text, ...(one.blocks.length > 0 ? { blocks: one.blocks } : {}), ...(one.subtype === null ? {} : { subtype: one.subtype }),
    ...(isOurs && one.subtype === null ? { bot_id: workspace.installation.botId, app_id: workspace.installation.appId } : {}),
    ...(one.threadTs === null ? {} : { thread_ts: one.threadTs }), ...(replies.length > 0 ? { thread_ts: one.ts, reply_count: replies.length } : {}),
    ...(withMetadata && one.metadata !== null ? { metadata: one.metadata } : {}),
    ...(one.reactions.size > 0 ? { reactions: [...one.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size })) } : {}),
    team: workspace.teamId,
  };
}

/** A view as views.open answers it. */
export function view(workspace: SlackWorkspace, one: SlackView): Record<string, unknown> {
  const { installation } = workspace;
  return { ...one.view, id: one.id, team_id: workspace.teamId, hash: one.hash, app_id: installation.appId, bot_id: installation.botId, root_view_id: one.id, previous_view_id: one.previous, state: one.view['state'] ?? { values: {} } };
}
