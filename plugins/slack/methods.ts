/** A Web API method: how often it may be called, and the bot scopes of which one (or, by the kind of channel, each) is needed. */
export interface MethodFacts {
  /** Calls a minute of its rate limit tier (docs.slack.dev/apis/web-api/rate-limits). */
  perMinute: number;
  scopes: readonly string[];
}

const TWO = 20;
const THREE = 50;
const FOUR = 100;
/** Methods with limits of their own that we never come near. */
const MANY = 600;
const MANAGE = ['channels:manage', 'groups:write'] as const;
const READ = ['channels:read', 'groups:read'] as const;
/** Also that of direct messages, so that one whose answer was lost is found there and not said twice. */
const HISTORY = ['channels:history', 'groups:history', 'im:history'] as const;
const of = (perMinute: number, ...scopes: string[]): MethodFacts => ({ perMinute, scopes });

/** Every method that is called; one that is not here cannot be. Methods of `admin.` are called with the user or admin token, not the bot's. */
export const METHODS = {
  'auth.test': of(MANY),
  'conversations.create': of(TWO, ...MANAGE),
  'conversations.rename': of(TWO, ...MANAGE),
  'conversations.archive': of(TWO, ...MANAGE),
  'conversations.unarchive': of(TWO, ...MANAGE),
  'conversations.setTopic': of(TWO, ...MANAGE),
  'conversations.setPurpose': of(TWO, ...MANAGE),
  'conversations.invite': of(THREE, ...MANAGE),
  'conversations.kick': of(THREE, ...MANAGE),
  'conversations.info': of(THREE, ...READ),
  'conversations.list': of(TWO, ...READ),
  'conversations.members': of(FOUR, ...READ),
  'conversations.open': of(THREE, 'im:write'),
  'conversations.history': of(THREE, ...HISTORY),
  'conversations.replies': of(THREE, ...HISTORY),
  'conversations.canvases.create': of(TWO, 'canvases:write'),
  'canvases.edit': of(THREE, 'canvases:write'),
  'canvases.sections.lookup': of(THREE, 'canvases:read'),
  'chat.postMessage': of(MANY, 'chat:write'),
  'chat.postEphemeral': of(FOUR, 'chat:write'),
  'chat.update': of(THREE, 'chat:write'),
  'chat.delete': of(THREE, 'chat:write'),
  'chat.unfurl': of(THREE, 'links:write'),
  'chat.getPermalink': of(MANY),
  'pins.add': of(TWO, 'pins:write'),
  'pins.list': of(TWO, 'pins:read'),
  'bookmarks.list': of(THREE, 'bookmarks:read'),
  'bookmarks.add': of(TWO, 'bookmarks:write'),
  'bookmarks.edit': of(TWO, 'bookmarks:write'),
  'bookmarks.remove': of(TWO, 'bookmarks:write'),
  'users.conversations': of(THREE, ...READ),
  'users.info': of(FOUR, 'users:read'),
  'users.list': of(TWO, 'users:read'),
  'users.lookupByEmail': of(THREE, 'users:read.email'),
  'views.open': of(FOUR),
  'views.update': of(FOUR),
  'views.publish': of(FOUR),
  'admin.conversations.convertToPrivate': of(TWO),
  'admin.conversations.convertToPublic': of(TWO),
  'admin.conversations.unarchive': of(TWO),
  'admin.conversations.invite': of(TWO),
} as const satisfies Record<string, MethodFacts>;

/** Name of a method that is called. */
export type SlackMethod = keyof typeof METHODS;
