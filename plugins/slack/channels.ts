import type { PluginContext, VendorObject } from '../contract.ts';
import { ANSWERS, type RawChannel } from './answers.ts';
import type { SlackClient } from './client.ts';
import { beside, lackOf } from './errors.ts';
import { channelMark, channelName, purposeOf, suffixOf } from './marks.ts';
import type { SlackSettings } from './settings.ts';

/** Who we are in the workspace. */
export interface Self {
  botUserId: string;
  botId: string;
  teamId: string;
  /** `https://acme.slack.com/` */
  url: string;
}
/** What the parts of one connected instance share. */
export interface SlackKit {
  settings: SlackSettings;
  context: PluginContext;
  client: SlackClient;
  self(): Promise<Self>;
}

/** Asks once who the token belongs to. */
export function createSelf(client: SlackClient): () => Promise<Self> {
  let asking: Promise<Self> | null = null;
  const ask = async (): Promise<Self> => {
    const { user_id, bot_id, team_id, url } = await client.call({ method: 'auth.test', read: ANSWERS.self });
    return { botUserId: user_id, botId: bot_id ?? '', teamId: team_id, url };
  };
  return () => (asking ??= ask().catch((error: unknown) => {
    asking = null;
    throw error;
  }));
}

/** The channel as the product knows it. */
export async function channelView({ self }: SlackKit, channel: RawChannel): Promise<VendorObject> {
  const { url } = await self();
  return { externalId: channel.id, url: `${url}archives/${channel.id}`, name: `#${channel.name}` };
}

interface Wanted {
  mark: string;
  incidentId: string;
  name: string;
  topic: string;
  isPrivate: boolean;
}

/** Creations of this process, one at a time per name, so that two incidents of one name do not both claim a channel that is not marked yet. */
const making = new Map<string, Promise<unknown>>();

/**
 * The one channel of a mark: looked for among ours, else made. Slack's names are unique, so a name that is taken is either our own channel
 * whose answer was lost (made by us, not marked yet), or another's: then the incident's own suffix tells the two apart.
 */
export async function ensureChannel(kit: SlackKit, wanted: Wanted): Promise<RawChannel> {
  const lock = `${kit.settings.botToken}/${wanted.name}`;
  const before = making.get(lock) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => findOrMake(kit, wanted));
  making.set(lock, mine);
  try {
    return await mine;
  } finally {
    if (making.get(lock) === mine) making.delete(lock);
  }
}

async function findOrMake(kit: SlackKit, wanted: Wanted): Promise<RawChannel> {
  const ours = await ourChannels(kit);
  const marked = oldest(ours.filter((channel) => isMarked(channel, wanted.mark)));
  if (marked) return marked;
  for (const suffix of ['', suffixOf(wanted.incidentId)]) {
    const name = channelName(kit.settings.channelName, wanted.name, suffix);
    const channel = (await create(kit, name, wanted.isPrivate)) ?? (await adoptable(kit, name));
    if (channel) return markChannel(kit, channel, wanted);
  }
  throw kit.context.vendorError('conflict', `The channel names #${channelName(kit.settings.channelName, wanted.name)} and #${channelName(kit.settings.channelName, wanted.name, suffixOf(wanted.incidentId))} are taken in Slack: rename one of those channels and retry`);
}

async function create({ client }: SlackKit, name: string, isPrivate: boolean): Promise<RawChannel | null> {
  const made = await client.callUnless({ method: 'conversations.create', args: { name, is_private: isPrivate }, read: ANSWERS.channel, codes: ['name_taken'] });
  return made?.channel ?? null;
}

/** A channel of that name that we made and never marked: the answer to its creation was lost. */
async function adoptable(kit: SlackKit, name: string): Promise<RawChannel | null> {
  const { botUserId } = await kit.self();
  const found = (await ourChannels(kit)).find((channel) => channel.name === name && channel.creator === botUserId && channel.is_archived !== true);
  return found && !/\[dispatch [0-9a-f]{16}\]/.test(found.purpose?.value ?? '') ? found : null;
}

async function markChannel({ client }: SlackKit, channel: RawChannel, { mark, topic }: Wanted): Promise<RawChannel> {
  const purpose = purposeOf('', mark);
  await client.call({ method: 'conversations.setPurpose', args: { channel: channel.id, purpose }, read: ANSWERS.nothing });
  if (topic !== '') await beside(() => setTopic(client, channel.id, topic));
  return { ...channel, purpose: { value: purpose } };
}

const LONGEST_TOPIC = 250;

/** Sets what stands above a channel, cut to what Slack takes. */
export async function setTopic(client: SlackClient, channel: string, topic: string): Promise<void> {
  await client.call({ method: 'conversations.setTopic', args: { channel, topic: topic.slice(0, LONGEST_TOPIC) }, read: ANSWERS.nothing });
}

/** Channels that the app is in, archived ones left out; whoever makes a channel is in it. Where Slack cannot say which those are, all that it shows us. */
async function ourChannels({ client }: SlackKit): Promise<RawChannel[]> {
  const list = (method: 'users.conversations' | 'conversations.list') => client.all({ method, args: { types: 'public_channel,private_channel', exclude_archived: true, limit: 999 }, read: ANSWERS.channels }, (page) => page.channels);
  try {
    return await list('users.conversations');
  } catch (error) {
    if (lackOf(error) === null) throw error;
    return list('conversations.list');
  }
}

const isMarked = (channel: RawChannel, mark: string): boolean => (channel.purpose?.value ?? '').includes(channelMark(mark));

function oldest(channels: readonly RawChannel[]): RawChannel | null {
  return channels.toSorted((a, b) => (a.created ?? 0) - (b.created ?? 0) || (a.id < b.id ? -1 : 1))[0] ?? null;
}
