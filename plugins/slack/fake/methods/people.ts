import { z } from 'zod';
import { SlackRefusal } from '../errors.ts';
import { Count, Flag, type Method, method, needScope, page, TIER, userOf } from '../method.ts';
import { conversation, user } from '../shapes.ts';

/** Methods about users, the team and the token. */
export const peopleMethods: Record<string, Method> = {
  'auth.test': method(z.object({}), { perMinute: TIER.special }, ({ workspace }) => ({
    url: `https://${workspace.domain}.slack.com/`, team: workspace.domain, user: 'dispatch', team_id: workspace.teamId, user_id: workspace.installation.botUserId, bot_id: workspace.installation.botId,
    is_enterprise_install: false,
  })),
  'users.info': method(z.object({ user: z.string().min(1), include_locale: Flag.optional() }), { scopes: ['users:read'], perMinute: TIER.four }, ({ workspace, args }) => ({ user: user(workspace, userOf(workspace, args.user)) })),
  'users.lookupByEmail': method(z.object({ email: z.string().min(3) }), { scopes: ['users:read.email'] }, ({ workspace, args }) => {
    const found = [...workspace.users.values()].find((u) => u.email?.toLowerCase() === args.email.toLowerCase() && !u.isDeleted && !u.isStranger);
    if (!found) throw new SlackRefusal('users_not_found');
    return { user: user(workspace, found) };
  }),
  'users.list': method(z.object({ cursor: z.string().optional(), limit: Count.optional() }), { scopes: ['users:read'], perMinute: TIER.two }, ({ workspace, args }) => {
    const { items, response_metadata } = page([...workspace.users.values()], args);
    return { members: items.map((one) => user(workspace, one)), response_metadata };
  }),
  'users.conversations': method(
    z.object({ user: z.string().optional(), types: z.string().optional(), exclude_archived: Flag.optional(), cursor: z.string().optional(), limit: Count.optional() }),
    { scopes: ['channels:read', 'groups:read'] },
    ({ workspace, args, caller }) => {
      const who = args.user ?? workspace.installation.botUserId;
      const types = (args.types ?? 'public_channel').split(',');
      for (const type of types) needScope({ workspace, caller }, type === 'private_channel' ? 'groups:read' : 'channels:read');
      const all = [...workspace.channels.values()].filter((c) => c.members.has(who) && !c.isIm && types.includes(c.isPrivate ? 'private_channel' : 'public_channel') && !(args.exclude_archived === true && c.isArchived));
      const { items, response_metadata } = page(all, args);
      return { channels: items.map((c) => conversation(workspace, c)), response_metadata };
    },
  ),
};
