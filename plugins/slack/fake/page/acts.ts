import type { Inbound } from '../inbound.ts';
import { addMessage, type SlackChannel, type SlackMessage, type SlackUser, type SlackView, type SlackWorkspace } from '../workspace.ts';
import { field } from '../blocks.ts';
import { textAt } from './blocks.ts';
import { visibleTo } from './layout.ts';
import { typedText } from './mrkdwn.ts';
import { valuesOf } from './modal.ts';

/** Who does something, with what was sent along. */
export interface Act {
  workspace: SlackWorkspace;
  inbound: Inbound;
  user: SlackUser;
  form: URLSearchParams;
}
/** What the page shows afterwards: words at its foot, errors at fields, another page. */
export interface Outcome {
  say?: string;
  errors?: Record<string, string>;
  go?: string;
}

const NOTHING: Outcome = {};
const NO_ANSWER: Outcome = { say: 'Dispatch did not answer.' };

/** What a user can do; each tells the app what Slack would. */
export const ACTS: Record<string, (act: Act) => Promise<Outcome>> = {
  async say(act) {
    const channel = openChannel(act);
    const text = (act.form.get('text') ?? '').trim();
    if (channel === null || text === '') return NOTHING;
    if (text.startsWith('/')) return command(act, channel, text);
    return write(act, channel, typedText(act.workspace, text));
  },
  async press({ inbound, workspace, user, form }) {
    const { channel, message, view } = placeOf(workspace, user, form);
    const answer = await inbound.action({ user: user.id, actions: [{ type: 'button', action_id: form.get('action_id') ?? '', value: form.get('value') ?? '' }], ...(view === null ? {} : { view }), ...(channel === null ? {} : { channel }), ...(message === null ? {} : { message }) });
    return answer.status === 200 ? NOTHING : NO_ANSWER;
  },
  async submit({ inbound, workspace, user, form }) {
    const { view } = placeOf(workspace, user, form);
    if (view === null) return { say: 'This form is closed already.' };
    const values = valuesOf(view, form);
    if (form.has('changed')) return changed({ inbound, view, user }, { name: (form.get('changed') ?? '').slice('f:'.length), values });
    const lacking = lackingIn(view, values);
    if (Object.keys(lacking).length > 0) return { errors: lacking };
    const answer = await inbound.submit({ user: user.id, view, values });
    if (answer.status !== 200) return NO_ANSWER;
    const errors = field(answer.body, 'errors');
    return errors !== null && typeof errors === 'object' ? { errors: Object.fromEntries(Object.entries(errors).map(([name, words]) => [name, String(words)])) } : NOTHING;
  },
  async close({ workspace, user }) {
    for (const [id, view] of workspace.views) if (view.kind === 'modal' && view.user === user.id) workspace.views.delete(id);
    return NOTHING;
  },
  async shortcut({ inbound, workspace, user, form }) {
    const { channel, message } = placeOf(workspace, user, form);
    const answer = await inbound.shortcut({ user: user.id, callbackId: form.get('callback_id') ?? '', ...(channel === null ? {} : { channel }), ...(message === null ? {} : { message }) });
    return answer.status === 200 ? NOTHING : NO_ANSWER;
  },
  async react({ inbound, workspace, user, form }) {
    const { channel, message } = placeOf(workspace, user, form);
    const name = form.get('name') ?? '';
    if (channel === null || message === null || name === '') return NOTHING;
    const users = message.reactions.get(name) ?? new Set<string>();
    const isNew = !users.has(user.id);
    if (isNew) users.add(user.id);
    else users.delete(user.id);
    if (users.size > 0) message.reactions.set(name, users);
    else message.reactions.delete(name);
    await inbound.event({ type: isNew ? 'reaction_added' : 'reaction_removed', user: user.id, reaction: name, item_user: message.user, item: { type: 'message', channel: channel.id, ts: message.ts }, event_ts: String(workspace.now() / 1000) });
    return NOTHING;
  },
  async home({ inbound, user, workspace }) {
    await inbound.event({ type: 'app_home_opened', user: user.id, tab: 'home', event_ts: String(workspace.now() / 1000) });
    return NOTHING;
  },
  join: (act) => move(act, true),
  leave: (act) => move(act, false),
};

async function command({ inbound, user }: Act, channel: SlackChannel, text: string): Promise<Outcome> {
  const [word = ''] = text.split(/\s/);
  const answer = await inbound.command({ user: user.id, channel: channel.id, command: word, text: text.slice(word.length).trim() });
  return answer.status === 200 ? NOTHING : NO_ANSWER;
}

async function write({ inbound, workspace, user }: Act, channel: SlackChannel, text: string): Promise<Outcome> {
  const isThere = channel.members.has(user.id);
  if (!isThere) return { say: 'Join the channel first.' };
  const { ts } = addMessage(workspace, channel, { user: user.id, text });
  const said = { channel: channel.id, user: user.id, text, ts, event_ts: ts };
  await inbound.event({ type: 'message', channel_type: channel.isIm ? 'im' : channel.isPrivate ? 'group' : 'channel', ...said });
  if (text.includes(`<@${workspace.installation.botUserId}>`)) await inbound.event({ type: 'app_mention', ...said });
  const links = [...text.matchAll(/<(https?:\/\/[^>|]+)/g)].map(([, url = '']) => ({ url, domain: new URL(url).hostname }));
  if (links.length > 0) await inbound.event({ type: 'link_shared', channel: channel.id, user: user.id, message_ts: ts, links, event_ts: ts });
  return NOTHING;
}

async function move(act: Act, isJoining: boolean): Promise<Outcome> {
  const { workspace, inbound, user } = act;
  const channel = openChannel(act);
  if (channel === null) return NOTHING;
  if (isJoining) channel.members.add(user.id);
  else channel.members.delete(user.id);
  const { ts } = addMessage(workspace, channel, { user: user.id, subtype: isJoining ? 'channel_join' : 'channel_leave', text: `has ${isJoining ? 'joined' : 'left'} the channel` });
  await inbound.event({ type: isJoining ? 'member_joined_channel' : 'member_left_channel', user: user.id, channel: channel.id, event_ts: ts });
  return NOTHING;
}

/** A field that the app wants to hear of was changed. */
async function changed({ inbound, view, user }: { inbound: Inbound; view: SlackView; user: SlackUser }, { name, values }: { name: string; values: Record<string, Record<string, unknown>> }): Promise<Outcome> {
  const [found] = Object.entries(values[name] ?? {});
  if (found === undefined) return NOTHING;
  const [action_id, value] = found;
  await inbound.action({ user: user.id, view: { ...view, view: { ...view.view, state: { values } } }, actions: [{ block_id: name, action_id, ...(value !== null && typeof value === 'object' ? value : {}) }] });
  return NOTHING;
}

/** Slack itself refuses forms whose required fields are empty. */
function lackingIn({ view }: SlackView, values: Record<string, Record<string, unknown>>): Record<string, string> {
  const blocks: unknown[] = Array.isArray(view['blocks']) ? view['blocks'] : [];
  const isEmpty = (value: unknown): boolean => value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  const lacking = blocks.flatMap((block) => {
    const name = textAt(block, 'block_id');
    if (textAt(block, 'type') !== 'input' || field(block, 'optional') === true) return [];
    const [given] = Object.values(values[name] ?? {});
    const rest = Object.entries(given ?? {}).filter(([key]) => key !== 'type');
    return rest.every(([, value]) => isEmpty(value)) ? [[name, 'Please fill this in.'] as const] : [];
  });
  return Object.fromEntries(lacking);
}

function openChannel({ workspace, user, form }: Act): SlackChannel | null {
  const channel = visibleTo({ workspace, user }).find((one) => one.id === form.get('channel'));
  return channel === undefined || channel.isArchived ? null : channel;
}

/** The channel, message and view that the user sees and means. */
function placeOf(workspace: SlackWorkspace, user: SlackUser, form: URLSearchParams): { channel: SlackChannel | null; message: SlackMessage | null; view: SlackView | null } {
  const channel = visibleTo({ workspace, user }).find((one) => one.id === form.get('channel')) ?? null;
  const view = workspace.views.get(form.get('view') ?? '');
  return { channel, message: channel?.messages.find((one) => one.ts === form.get('ts')) ?? null, view: view?.user === user.id ? view : null };
}
