/** A message as the double keeps it. */
export interface DoubleMessage {
  ts: string;
  user: string;
  text: string;
  blocks: unknown;
  metadata: unknown;
  /** The one user who sees it; null = everybody. */
  onlyFor: string | null;
}
/** A channel as the double keeps it. */
export interface DoubleChannel {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  created: number;
  topic: string;
  purpose: string;
  members: Set<string>;
  messages: DoubleMessage[];
  pins: string[];
  bookmarks: { id: string; title: string; link: string }[];
}
/** A user; a guest cannot be invited. */
export interface DoubleUser {
  id: string;
  email: string;
  isGuest: boolean;
}
/** What the workspace holds, and how it behaves where workspaces differ. */
export interface Workspace {
  token: string;
  bot: string;
  users: Map<string, DoubleUser>;
  channels: Map<string, DoubleChannel>;
  views: Map<string, unknown>;
  /** Methods, or families of methods that end in a dot, that it answers with `unknown_method`. */
  without: readonly string[];
  /** Methods that it refuses for want of this scope. */
  forbidden: Map<string, string>;
  /** Most items of a page, whatever `limit` says. */
  pageSize: number;
  /** Slack documents for `conversations.unarchive` that bot tokens cannot use it now; they are out of what is archived, and get `not_in_channel`. */
  botsUnarchive: boolean;
  /** Token of an administrator, who alone may call `admin.` methods; null = there are none. */
  adminToken: string | null;
  /** A number that nobody had before. */
  next(): number;
}

/** A workspace in which only the app is. */
export function emptyWorkspace(options: Partial<Pick<Workspace, 'without' | 'pageSize'>> = {}): Workspace {
  let last = 0;
  const bot = 'bot_1';
  return {
    token: 'xoxb-1-double', bot, channels: new Map(), views: new Map(), forbidden: new Map(), botsUnarchive: true, adminToken: null,
    users: new Map([[bot, { id: bot, email: '', isGuest: false }]]),
    without: options.without ?? [],
    pageSize: options.pageSize ?? 7,
    next: () => (last += 1),
  };
}

/** Adds a person with an address of their own. */
export function addPerson({ users, next }: Workspace, email: string, isGuest = false): DoubleUser {
  const user = { id: `usr_${next()}`, email, isGuest };
  users.set(user.id, user);
  return user;
}
