import { z } from 'zod';
import { SlackRefusal } from './errors.ts';
import type { SlackChannel, SlackUser, SlackWorkspace } from './workspace.ts';

/** What a method knows of its call: the workspace and who calls (the app's bot, or the person of the user token). */
export interface MethodCall<A> {
  workspace: SlackWorkspace;
  args: A;
  /** The user that calls. */
  caller: string;
  /** Scopes of the bot by kind of channel: public, private, direct; that of the channel is needed. Empty = the kind does not matter. */
  byKind: readonly string[];
}
type Calling = Omit<MethodCall<unknown>, 'args'>;
/** One Web API method: its arguments, the scopes of which one is needed, its tier's calls a minute, and what it does. */
export interface Method {
  schema: z.ZodType;
  /** Of a bot: one of these is enough (where they name kinds of channels, that of the channel is needed); empty = none needed. */
  scopes: readonly string[];
  /** Of a person, likewise; null = only bots call it here. */
  userScopes: readonly string[] | null;
  perMinute: number;
  run(call: MethodCall<never>): Record<string, unknown>;
}

/** Calls a minute of Slack's rate limit tiers (docs.slack.dev/apis/web-api/rate-limits). */
export const TIER = { one: 1, two: 20, three: 50, four: 100, special: 600 } as const;

/** Defines a method with its arguments' types. */
export function method<S extends z.ZodType>(schema: S, options: { scopes?: readonly string[]; userScopes?: readonly string[]; perMinute?: number }, run: (call: MethodCall<z.output<S>>) => Record<string, unknown>): Method {
  return { schema, scopes: options.scopes ?? [], userScopes: options.userScopes ?? null, perMinute: options.perMinute ?? TIER.three, run };
}

/** Booleans come as text in forms. */
export const Flag = z.union([z.boolean(), z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1')]);
/** Numbers come as text in forms; Slack's lists take a limit below 1,000 (docs.slack.dev, conversations.list). */
export const Count = z.coerce.number().int().min(1).max(999);
/** Structured values come as JSON text in forms. */
export const json = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (typeof value === 'string' ? parse(value) : value), schema);
/** A channel id. */
export const ChannelId = z.string().min(1);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Refuses a bot that lacks this scope. */
export function needScope({ workspace: { installation }, caller }: Pick<Calling, 'workspace' | 'caller'>, needed: string): void {
  if (caller === installation.botUserId && !installation.scopes.has(needed)) throw new SlackRefusal('missing_scope', { needed, provided: [...installation.scopes].join(',') });
}

/** The channel of an id as the caller sees it: a private one that they are not in does not exist for them. */
export function channelOf(call: Calling, id: string): SlackChannel {
  const channel = call.workspace.channels.get(id);
  if (!channel || (channel.isPrivate && !channel.members.has(call.caller))) throw new SlackRefusal('channel_not_found');
  const needed = call.byKind[channel.isIm ? 2 : channel.isPrivate ? 1 : 0];
  if (needed !== undefined) needScope(call, needed);
  return channel;
}

/** The same, where the caller must be a member and the channel must take changes. */
export function openChannelOf(call: Calling, id: string): SlackChannel {
  const channel = channelOf(call, id);
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  if (!channel.members.has(call.caller)) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** The user of an id. */
export function userOf(workspace: SlackWorkspace, id: string): SlackUser {
  const user = workspace.users.get(id);
  if (!user) throw new SlackRefusal('user_not_found');
  return user;
}

/** One page of a list after an opaque cursor, in Slack's shape. */
export function page<T>(items: readonly T[], input: { cursor?: string | undefined; limit?: number | undefined; fallback?: number }): { items: T[]; response_metadata: { next_cursor: string } } {
  const from = input.cursor ? Number(Buffer.from(input.cursor, 'base64url').toString('utf8').replace('at:', '')) : 0;
  if (!Number.isInteger(from) || from < 0 || from > items.length) throw new SlackRefusal('invalid_cursor');
  const size = input.limit ?? input.fallback ?? 100;
  const next = from + size;
  return { items: items.slice(from, next), response_metadata: { next_cursor: next < items.length ? Buffer.from(`at:${next}`).toString('base64url') : '' } };
}
