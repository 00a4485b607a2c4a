import type { z } from 'zod';
import { VendorError } from '../contract.ts';
import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import { createClient, type SlackClient } from './client.ts';
import type { SlackMethod } from './methods.ts';

const BY_HAND = 'in Slack open the channel, choose “Unarchive”, type /invite @Dispatch in it, then retry here';

/**
 * Opens an archived channel again, with the app in it. Slack takes the app out of a channel that is archived, and then refuses its bot token
 * (docs.slack.dev, conversations.unarchive): the user or admin token of the settings can; without one a person has to, and the error says how.
 */
export async function unarchive(kit: SlackKit, channel: string): Promise<void> {
  const { settings, context, client } = kit;
  const answer = await client.callOr<object | string>({ method: 'conversations.unarchive', args: { channel }, read: ANSWERS.nothing, codes: ['not_archived', 'not_in_channel', 'channel_not_found', 'restricted_action', 'not_allowed_token_type'], otherwise: (code) => code });
  if (typeof answer !== 'string') return;
  const now = await look(kit, channel, answer);
  if (now === 'open') return;
  const { adminToken } = settings;
  if (adminToken !== undefined && adminToken !== '') return asPerson(kit, channel, createClient(settings, context, adminToken));
  if (now === 'without us') throw context.vendorError('conflict', 'The channel is open in Slack, but the app is not in it: type /invite @Dispatch in it, then retry here');
  const wish = 'with a user or admin token under Integrations this happens by itself';
  if (now === 'archived') throw context.vendorError('conflict', `Slack lets no app open an archived channel again: ${BY_HAND} (${wish})`);
  throw context.vendorError('not-found', `Slack shows the app no such channel. A private one that is archived: ${BY_HAND} (${wish}). One that was deleted: supply another under Automation`);
}

type State = 'open' | 'without us' | 'archived' | 'unseen';

/** Public channels are seen whoever is in them, private ones only by their members; where nobody may look, the refusal of opening it counts. */
async function look({ client }: SlackKit, channel: string, refusal: string): Promise<State> {
  const found = await client.callOr<z.output<typeof ANSWERS.channel> | string>({ method: 'conversations.info', args: { channel }, read: ANSWERS.channel, codes: ['channel_not_found', 'unknown_method', 'missing_scope'], otherwise: (code) => code });
  if (found === 'channel_not_found') return 'unseen';
  if (typeof found === 'string') return refusal === 'not_archived' ? 'open' : 'archived';
  if (found.channel.is_archived === true) return 'archived';
  return found.channel.is_member === false ? 'without us' : 'open';
}

/** Any person's token will do on every plan, where that person sees the channel; an administrator's reaches all of an Enterprise organization. */
async function asPerson({ context, self }: SlackKit, channel: string, person: SlackClient): Promise<void> {
  const { botUserId } = await self();
  const opening = await firstThatCan(person, [
    { method: 'conversations.unarchive', args: { channel }, done: ['not_archived'] },
    { method: 'admin.conversations.unarchive', args: { channel_id: channel }, done: ['channel_not_archived'] },
  ]);
  const inviting = opening.length > 0 ? [] : await firstThatCan(person, [
    { method: 'conversations.invite', args: { channel, users: botUserId }, done: ['already_in_channel'] },
    { method: 'admin.conversations.invite', args: { channel_id: channel, user_ids: botUserId }, done: [] },
  ]);
  if (opening.length > 0) throw context.vendorError('conflict', `The user or admin token under Integrations cannot open the channel again: ${BY_HAND}. ${opening.join('. ')}`);
  if (inviting.length > 0) throw context.vendorError('conflict', `The channel is open again, but the app is not in it: type /invite @Dispatch in it, then retry here. ${inviting.join('. ')}`);
}

interface Way {
  method: SlackMethod;
  args: Record<string, unknown>;
  /** Refusals that say that it is so already. */
  done: readonly string[];
}

/** Tries one way after another until one is taken; answers why none was. What may work a moment later is thrown. */
async function firstThatCan(client: SlackClient, ways: readonly Way[]): Promise<string[]> {
  const refusals: string[] = [];
  for (const { method, args, done } of ways) {
    try {
      await client.callUnless({ method, args, read: ANSWERS.nothing, codes: done });
      return [];
    } catch (error) {
      if (!(error instanceof VendorError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
      refusals.push(error.message);
    }
  }
  return refusals;
}
