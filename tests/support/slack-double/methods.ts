import type { DoubleChannel, DoubleMessage, DoubleUser, Workspace } from './workspace.ts';

/** Arguments of a call: texts when they came as a form, anything when they came as JSON. */
export type Arguments = Record<string, unknown>;
/** A refusal: `{ok: false, error}` and what belongs to it. */
export class Refusal extends Error {
  /** Fields beside `ok` and `error`. */
  readonly more: object;
  constructor(code: string, more: object = {}) {
    super(code);
    this.more = more;
  }
}

type Method = (workspace: Workspace, args: Arguments) => object;

function text(args: Arguments, name: string): string {
  const value = args[name];
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value : '';
}
const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1';
/** Blocks, metadata and views come as JSON inside a form. */
const structure = (value: unknown): unknown => (typeof value === 'string' && value !== '' ? JSON.parse(value) : value);

function channelOf({ channels }: Workspace, args: Arguments, name = 'channel'): DoubleChannel {
  const channel = channels.get(text(args, name));
  if (!channel) throw new Refusal('channel_not_found');
  return channel;
}

/** A channel in which the app may change something. */
function openChannel(workspace: Workspace, args: Arguments, name = 'channel'): DoubleChannel {
  const channel = channelOf(workspace, args, name);
  if (channel.isArchived) throw new Refusal('is_archived');
  if (!channel.members.has(workspace.bot)) throw new Refusal('not_in_channel');
  return channel;
}

function userOf({ users }: Workspace, id: string): DoubleUser {
  const user = users.get(id);
  if (!user) throw new Refusal('user_not_found');
  return user;
}

/** One page of a list, small however much is asked for. */
function page<T>({ pageSize }: Workspace, args: Arguments, all: readonly T[]): { items: T[]; response_metadata?: { next_cursor: string } } {
  const from = Number(Buffer.from(text(args, 'cursor'), 'base64url').toString() || 0);
  const to = from + Math.min(Number(text(args, 'limit') || pageSize), pageSize);
  return { items: all.slice(from, to), ...(to < all.length ? { response_metadata: { next_cursor: Buffer.from(String(to)).toString('base64url') } } : {}) };
}

/** What lists and `conversations.info` say: `is_archived` only when it is so, and nothing about who is in it. */
const shown = ({ id, name, isPrivate, isArchived, created, purpose, topic }: DoubleChannel, bot: string): object =>
  ({ id, name, created, creator: bot, is_private: isPrivate, ...(isArchived ? { is_archived: true } : {}), purpose: { value: purpose }, topic: { value: topic } });
const person = ({ id, email, isGuest }: DoubleUser): object => ({ id, name: id, ...(isGuest ? { is_restricted: true } : {}), profile: email === '' ? {} : { email } });
const said = ({ ts, user, text: words, blocks, metadata }: DoubleMessage, withMetadata: boolean): object => ({ type: 'message', ts, user, text: words, ...(blocks == null ? {} : { blocks }), ...(withMetadata && metadata != null ? { metadata } : {}) });

function write(workspace: Workspace, args: Arguments, onlyFor: string | null): DoubleMessage {
  const channel = openChannel(workspace, args);
  const [words, blocks] = [text(args, 'text'), structure(args['blocks'])];
  if (words === '' && blocks == null) throw new Refusal('no_text');
  if (onlyFor !== null && !channel.members.has(onlyFor)) throw new Refusal('user_not_in_channel');
  const ts = `${Math.floor(Date.now() / 1000)}.${String(workspace.next()).padStart(6, '0')}`;
  const message = { ts, user: workspace.bot, text: words, blocks, metadata: structure(args['metadata']), onlyFor };
  channel.messages.push(message);
  return message;
}

function messageOf(channel: DoubleChannel, ts: string): DoubleMessage {
  const message = channel.messages.find((m) => m.ts === ts);
  if (!message) throw new Refusal('message_not_found');
  return message;
}

const named = (workspace: Workspace, name: string): string => {
  if (!/^[a-z0-9_-]{1,80}$/.test(name)) throw new Refusal('invalid_name_specials');
  if ([...workspace.channels.values()].some((channel) => channel.name === name)) throw new Refusal('name_taken');
  return name;
};

/** As before there was `force`: all or nobody, with the reason for each who cannot come. */
const invite: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  const ids = text(args, 'users').split(',').filter((id) => id !== '');
  const reason = (id: string): string | null => {
    const user = workspace.users.get(id);
    return user === undefined ? 'user_not_found' : user.isGuest ? 'user_is_restricted' : channel.members.has(id) ? 'already_in_channel' : null;
  };
  const errors = ids.flatMap((user) => (reason(user) === null ? [] : [{ ok: false, user, error: reason(user) }]));
  const [first] = errors;
  if (first) throw new Refusal(String(first.error), { errors });
  for (const id of ids) channel.members.add(id);
  return { channel: { id: channel.id, name: channel.name } };
};

const history: Method = (workspace, args) => {
  const [oldest, latest] = [Number(text(args, 'oldest') || 0), Number(text(args, 'latest') || Infinity)];
  const channel = channelOf(workspace, args);
  const within = channel.messages.filter((m) => m.onlyFor === null && Number(m.ts) > oldest && Number(m.ts) < latest).toReversed();
  const { items, response_metadata } = page(workspace, args, within);
  return { messages: items.map((m) => said(m, isTrue(args['include_all_metadata']))), has_more: response_metadata !== undefined, ...(response_metadata ? { response_metadata } : {}) };
};

const CONVERSATIONS: Record<string, Method> = {
  'conversations.create': (workspace, args) => {
    const id = `chan_${workspace.next()}`;
    const channel: DoubleChannel = { id, name: named(workspace, text(args, 'name')), isPrivate: isTrue(args['is_private']), isArchived: false, created: Math.floor(Date.now() / 1000), topic: '', purpose: '', members: new Set([workspace.bot]), messages: [], pins: [], bookmarks: [] };
    workspace.channels.set(id, channel);
    return { channel: { id, name: channel.name } };
  },
  'conversations.list': (workspace, args) => {
    const types = text(args, 'types') || 'public_channel';
    const all = [...workspace.channels.values()].filter((c) => types.includes(c.isPrivate ? 'private_channel' : 'public_channel') && !(isTrue(args['exclude_archived']) && c.isArchived));
    const { items, ...rest } = page(workspace, args, all);
    return { channels: items.map((c) => shown(c, workspace.bot)), ...rest };
  },
  'conversations.info': (workspace, args) => ({ channel: shown(channelOf(workspace, args), workspace.bot) }),
  'conversations.invite': invite,
  'conversations.join': (workspace, args) => ({ channel: { id: channelOf(workspace, args).members.add(workspace.bot) && text(args, 'channel') } }),
  'conversations.kick': (workspace, args) => {
    if (!openChannel(workspace, args).members.delete(userOf(workspace, text(args, 'user')).id)) throw new Refusal('not_in_channel');
    return {};
  },
  'conversations.setTopic': (workspace, args) => ({ channel: { topic: (openChannel(workspace, args).topic = text(args, 'topic')) } }),
  'conversations.setPurpose': (workspace, args) => ({ purpose: (openChannel(workspace, args).purpose = text(args, 'purpose')) }),
  'conversations.rename': (workspace, args) => {
    const channel = openChannel(workspace, args);
    channel.name = named(workspace, text(args, 'name'));
    return { channel: { id: channel.id, name: channel.name } };
  },
  'conversations.archive': (workspace, args) => {
    const channel = channelOf(workspace, args);
    if (channel.isArchived) throw new Refusal('already_archived');
    channel.isArchived = true;
    if (!workspace.botsUnarchive) channel.members.delete(workspace.bot);
    return {};
  },
  'conversations.unarchive': (workspace, args) => {
    const channel = channelOf(workspace, args);
    if (!channel.members.has(workspace.bot)) throw new Refusal('not_in_channel');
    if (!channel.isArchived) throw new Refusal('not_archived');
    channel.isArchived = false;
    return {};
  },
  'conversations.members': (workspace, args) => {
    const { items, ...rest } = page(workspace, args, [...channelOf(workspace, args).members]);
    return { members: items, ...rest };
  },
  'conversations.history': history,
};

const MESSAGES: Record<string, Method> = {
  'chat.postMessage': (workspace, args) => ({ channel: text(args, 'channel'), ts: write(workspace, args, null).ts }),
  'chat.postEphemeral': (workspace, args) => ({ message_ts: write(workspace, args, userOf(workspace, text(args, 'user')).id).ts }),
  'chat.update': (workspace, args) => {
    const message = messageOf(openChannel(workspace, args), text(args, 'ts'));
    Object.assign(message, { text: text(args, 'text'), blocks: structure(args['blocks']), metadata: structure(args['metadata']) });
    return { ts: message.ts };
  },
  'chat.delete': (workspace, args) => {
    const channel = channelOf(workspace, args);
    const { ts } = messageOf(channel, text(args, 'ts'));
    channel.messages = channel.messages.filter((m) => m.ts !== ts);
    channel.pins = channel.pins.filter((pin) => pin !== ts);
    return { ts };
  },
  'pins.add': (workspace, args) => {
    const channel = openChannel(workspace, args);
    const { ts } = messageOf(channel, text(args, 'timestamp'));
    if (channel.pins.includes(ts)) throw new Refusal('already_pinned');
    channel.pins.push(ts);
    return {};
  },
  'pins.list': (workspace, args) => {
    const channel = channelOf(workspace, args);
    return { items: channel.pins.map((ts) => ({ type: 'message', channel: channel.id, message: said(messageOf(channel, ts), false) })) };
  },
  'bookmarks.list': (workspace, args) => ({ bookmarks: channelOf(workspace, args, 'channel_id').bookmarks.map((b) => ({ ...b, type: 'link', last_updated_by_user_id: workspace.bot })) }),
  'bookmarks.add': (workspace, args) => {
    const bookmark = { id: `bm_${workspace.next()}`, title: text(args, 'title'), link: text(args, 'link') };
    openChannel(workspace, args, 'channel_id').bookmarks.push(bookmark);
    return { bookmark };
  },
  'bookmarks.edit': (workspace, args) => {
    const bookmark = openChannel(workspace, args, 'channel_id').bookmarks.find((b) => b.id === text(args, 'bookmark_id'));
    if (!bookmark) throw new Refusal('not_found');
    return { bookmark: Object.assign(bookmark, { title: text(args, 'title'), link: text(args, 'link') }) };
  },
  'bookmarks.remove': (workspace, args) => {
    const channel = openChannel(workspace, args, 'channel_id');
    channel.bookmarks = channel.bookmarks.filter((b) => b.id !== text(args, 'bookmark_id'));
    return {};
  },
};

const view: Method = (workspace, args) => {
  const id = text(args, 'view_id') || `view_${workspace.next()}`;
  workspace.views.set(id, structure(args['view']));
  return { view: { id } };
};

/** Every method that the double knows, by name. */
export const METHODS: Record<string, Method> = {
  ...CONVERSATIONS,
  ...MESSAGES,
  'auth.test': ({ bot }) => ({ url: 'https://double.example/', team: 'The double', user: 'dispatch', team_id: 'team_1', user_id: bot }),
  'users.info': (workspace, args) => ({ user: person(userOf(workspace, text(args, 'user'))) }),
  'users.list': (workspace, args) => {
    const { items, ...rest } = page(workspace, args, [...workspace.users.values()]);
    return { members: items.map(person), ...rest };
  },
  'users.lookupByEmail': ({ users }, args) => {
    const found = [...users.values()].find((user) => user.email !== '' && user.email === text(args, 'email'));
    if (!found) throw new Refusal('users_not_found');
    return { user: person(found) };
  },
  'admin.conversations.unarchive': (workspace, args) => {
    channelOf(workspace, args, 'channel_id').isArchived = false;
    return {};
  },
  'admin.conversations.invite': (workspace, args) => {
    for (const id of text(args, 'user_ids').split(',')) channelOf(workspace, args, 'channel_id').members.add(userOf(workspace, id).id);
    return {};
  },
  'views.open': view,
  'views.update': view,
  'views.publish': view,
};
