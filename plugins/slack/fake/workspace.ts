/** A user of the fake workspace. `email` is null for those whose address the app may not see. */
export interface SlackUser {
  id: string;
  name: string;
  realName: string;
  email: string | null;
  title: string;
  timeZone: string;
  isBot: boolean;
  /** Guests see only the channels they are in. */
  isGuest: boolean;
  /** From another organization (Slack Connect). */
  isStranger: boolean;
  isDeleted: boolean;
  /** False while the address was not confirmed. */
  hasConfirmedEmail: boolean;
}
/** A message; `ts` is its id in the channel. */
export interface SlackMessage {
  ts: string;
  user: string;
  text: string;
  blocks: unknown[];
  threadTs: string | null;
  metadata: { event_type: string; event_payload: Record<string, unknown> } | null;
  reactions: Map<string, Set<string>>;
  subtype: string | null;
  isDeleted: boolean;
  /** Only this user sees it; such a message is in no history. */
  onlyFor: string | null;
  unfurls: Record<string, unknown>;
}
/** A channel, or the direct messages of the app with one user (`isIm`). */
export interface SlackChannel {
  id: string;
  name: string;
  isPrivate: boolean;
  isIm: boolean;
  isArchived: boolean;
  creator: string;
  /** Seconds since the epoch. */
  created: number;
  topic: string;
  purpose: string;
  members: Set<string>;
  messages: SlackMessage[];
  pins: string[];
  bookmarks: { id: string; title: string; link: string; emoji: string | null; byPerson?: boolean }[];
  previousNames: string[];
}
/** A modal or the home tab that a user has open. */
export interface SlackView {
  id: string;
  user: string;
  hash: string;
  view: Record<string, unknown>;
  kind: 'modal' | 'home';
  /** View below it in the stack of modals. */
  previous: string | null;
}
/** A canvas. */
export interface SlackCanvas {
  id: string;
  title: string;
  markdown: string;
  channel: string | null;
  readers: Set<string>;
  writers: Set<string>;
}
/** An app's installation: what its token may do. */
export interface SlackInstallation {
  token: string;
  botUserId: string;
  botId: string;
  appId: string;
  scopes: Set<string>;
  /** Token of a person, with scopes that a bot's never has; on an Enterprise plan they administer it. */
  adminToken: string;
  /** Whose token that is, and what it may do. */
  personId: string;
  userScopes: Set<string>;
  /** App-level token with `connections:write`; works for socket mode only. */
  appToken: string;
  isRevoked: boolean;
}
/** Everything that the fake holds. */
export interface SlackWorkspace {
  teamId: string;
  domain: string;
  isEnterprise: boolean;
  /** Preference of the workspace: who takes people out of public channels. Slack's own is `admins`, and apps are none. */
  whoRemoves: 'admins' | 'everyone';
  users: Map<string, SlackUser>;
  channels: Map<string, SlackChannel>;
  canvases: Map<string, SlackCanvas>;
  views: Map<string, SlackView>;
  /** Trigger ids, with the time (ms) at which they end and whether one opened a modal already. */
  triggers: Map<string, { user: string; endsAt: number; isUsed: boolean }>;
  /** Response urls by their path: what was posted to them, and since when (ms) they are good. */
  responses: Map<string, { since: number; posts: unknown[] }>;
  installation: SlackInstallation;
  counter: number;
  /** Microseconds of the last message. */
  lastTs: number;
  now: () => number;
}

/** The bot scopes of the app's manifest, no more: what works here works with an app that was made from it. A test takes some away. */
export const ALL_SCOPES = [
  'app_mentions:read', 'bookmarks:read', 'bookmarks:write', 'canvases:read', 'canvases:write', 'channels:history', 'channels:manage', 'channels:read', 'chat:write',
  'commands', 'groups:history', 'groups:read', 'groups:write', 'im:history', 'im:write', 'links:read', 'links:write', 'pins:read', 'pins:write', 'reactions:read',
  'users:read', 'users:read.email',
] as const;

/** An id as Slack makes them: a letter for the kind, then capitals and digits. */
export function nextId(workspace: SlackWorkspace, letter: string): string {
  workspace.counter += 1;
  return `${letter}${workspace.counter.toString(36).toUpperCase().padStart(10, '0')}`;
}

/** The next message id: the time in seconds with six decimals, always later than the one before. */
export function nextTs(workspace: SlackWorkspace): string {
  workspace.lastTs = Math.max(workspace.lastTs + 1, Math.floor(workspace.now() * 1000));
  return `${Math.floor(workspace.lastTs / 1_000_000)}.${String(workspace.lastTs % 1_000_000).padStart(6, '0')}`;
}

/** A workspace with an installed app and nobody else. */
export function createWorkspace(options: { token?: string; domain?: string; isEnterprise?: boolean; now?: () => number } = {}): SlackWorkspace {
  const workspace: SlackWorkspace = {
    teamId: 'T0FAKE0001', domain: options.domain ?? 'acme', isEnterprise: options.isEnterprise ?? false, whoRemoves: 'admins',
    users: new Map(), channels: new Map(), canvases: new Map(), views: new Map(), triggers: new Map(), responses: new Map(),
    installation: {
      token: options.token ?? 'xoxb-fake-token', botUserId: 'U0DISPATCH', botId: 'B0DISPATCH', appId: 'A0DISPATCH', scopes: new Set<string>(ALL_SCOPES), adminToken: 'xoxp-fake-admin',
      personId: 'U0PERSON', userScopes: new Set(['admin.conversations:write', 'channels:write', 'groups:write']), appToken: 'xapp-fake-token', isRevoked: false,
    },
    counter: 1000,
    lastTs: 0,
    now: options.now ?? Date.now,
  };
  addUser(workspace, { id: 'U0DISPATCH', name: 'dispatch', realName: 'Dispatch', email: null, isBot: true });
  addUser(workspace, { id: 'U0PERSON', name: 'slack-owner', realName: 'The Owner of Slack', email: 'slack-owner@elsewhere.example' });
  return workspace;
}

/** Adds a user; what is not given is that of an ordinary member. */
export function addUser(workspace: SlackWorkspace, user: Partial<SlackUser> & { name: string }): SlackUser {
  const whole: SlackUser = {
    id: nextId(workspace, 'U'), realName: user.name, email: `${user.name}@example.org`, title: '', timeZone: 'Europe/Berlin', isBot: false, isGuest: false, isStranger: false, isDeleted: false,
    hasConfirmedEmail: true, ...user,
  };
  workspace.users.set(whole.id, whole);
  return whole;
}

/** Adds a channel with its creator as first member. */
export function addChannel(workspace: SlackWorkspace, channel: Pick<SlackChannel, 'name' | 'creator'> & Partial<SlackChannel>): SlackChannel {
  const whole: SlackChannel = {
    id: nextId(workspace, channel.isIm === true ? 'D' : 'C'), isPrivate: false, isIm: false, isArchived: false, created: Math.floor(workspace.now() / 1000), topic: '', purpose: '',
    members: new Set([channel.creator]), messages: [], pins: [], bookmarks: [], previousNames: [], ...channel,
  };
  workspace.channels.set(whole.id, whole);
  return whole;
}

/** Adds a message as a user writes it. */
export function addMessage(workspace: SlackWorkspace, channel: SlackChannel, message: Partial<SlackMessage> & { user: string; text: string }): SlackMessage {
  const whole: SlackMessage = { ts: nextTs(workspace), blocks: [], threadTs: null, metadata: null, reactions: new Map(), subtype: null, isDeleted: false, onlyFor: null, unfurls: {}, ...message };
  channel.messages.push(whole);
  return whole;
}

/** Archives a channel as Slack does: apps are taken out of it, people stay. */
export function archiveChannel({ users }: SlackWorkspace, channel: SlackChannel): void {
  channel.isArchived = true;
  for (const id of channel.members) if (users.get(id)?.isBot === true) channel.members.delete(id);
}

/** Opens it again, as a person does in Slack: they come in, the app has to be invited (`/invite @Dispatch`). */
export function openChannel(channel: SlackChannel, { by, invites = null }: { by: string; invites?: string | null }): void {
  channel.isArchived = false;
  channel.members.add(by);
  if (invites !== null) channel.members.add(invites);
}
