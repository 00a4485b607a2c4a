import { createHash } from 'node:crypto';
import type { Card, Lack } from '../contract.ts';
import { ANSWERS, type RawMessage } from './answers.ts';
import type { SlackKit } from './channels.ts';
import { beside } from './errors.ts';
import { plainText } from './markdown.ts';
import { messageBlocks } from './views/cards.ts';

/** Type of the metadata that marks the summary among all messages. */
const EVENT = 'dispatch_summary';
/** Pins do not tell metadata; the first block of the summary is called so. */
const BLOCK = 'dispatch-summary';
const MOST_BLOCKS = 45;

/** Another process may have changed it since; after this time it is said again rather than believed. */
const BELIEVED_MS = 60_000;

interface Shown {
  /** null = not written yet. */
  ts: string | null;
  /** What it says, as far as this process knows. */
  hash: string | null;
  until: number;
  /** Why it is not pinned, or may be there twice. */
  lack: Lack | null;
}

/** Keeps the pinned summary of each channel. */
export function createSummaries({ client, self }: SlackKit): (channel: string, cards: readonly Card[]) => Promise<Lack | void> {
  const known = new Map<string, Shown>();

  /** Ours among the pinned messages, and among the first of the channel for when somebody took the pin away; the oldest counts, doubles go. */
  const find = async (channel: string): Promise<Shown> => {
    const { botUserId } = await self();
    const pinned: string[] = [];
    const unseen = await beside(async () => {
      const { items = [] } = await client.call({ method: 'pins.list', args: { channel }, read: ANSWERS.pins });
      pinned.push(...items.flatMap(({ message }) => (message && isSummary(message, botUserId) ? [message.ts] : [])));
    });
    const written: string[] = [];
    const unread = pinned.length > 0 ? undefined : await beside(async () => void written.push(...(await firstOnes(channel, botUserId))));
    const [first, ...others] = [...pinned, ...written].toSorted();
    for (const ts of others) await client.callUnless({ method: 'chat.delete', args: { channel, ts }, read: ANSWERS.nothing, codes: ['message_not_found'] });
    if (first === undefined) return { ts: null, hash: null, until: 0, lack: unseen ?? unread ?? null };
    const unpinned = pinned.length === 0 ? await pin(channel, first) : undefined;
    return { ts: first, hash: null, until: 0, lack: unpinned ?? unseen ?? null };
  };

  const firstOnes = async (channel: string, botUserId: string): Promise<string[]> => {
    const { channel: about } = await client.call({ method: 'conversations.info', args: { channel }, read: ANSWERS.channel });
    const begin = about.created ?? 0;
    // The summary is among the first that is written there; a day is enough for every outage in between.
    const { messages = [] } = await client.call({ method: 'conversations.history', args: { channel, oldest: String(begin - 60), latest: String(begin + 86_400), limit: 999, include_all_metadata: true }, read: ANSWERS.messages });
    return messages.filter((message) => isSummary(message, botUserId)).map(({ ts }) => ts);
  };

  const pin = (channel: string, timestamp: string) =>
    beside(async () => void (await client.callUnless({ method: 'pins.add', args: { channel, timestamp }, read: ANSWERS.nothing, codes: ['already_pinned', 'not_pinnable', 'too_many_pins'] })));

  const post = async (channel: string, content: object): Promise<{ ts: string; unpinned: Lack | void }> => {
    const { ts } = await client.call({ method: 'chat.postMessage', args: { channel, ...content }, read: ANSWERS.posted });
    return { ts, unpinned: await pin(channel, ts) };
  };

  return async (channel, cards) => {
    const content = contentOf(cards);
    const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    const there = known.get(channel) ?? (await find(channel));
    const inTime = { hash, until: Date.now() + BELIEVED_MS };
    if (there.hash === hash && there.until > Date.now()) return there.lack ?? undefined;
    if (known.size > 2000) known.clear();
    const changed = there.ts === null ? null : await client.callUnless({ method: 'chat.update', args: { channel, ts: there.ts, ...content }, read: ANSWERS.nothing, codes: ['message_not_found', 'cant_update_message'] });
    if (changed !== null) known.set(channel, { ...there, ...inTime });
    else {
      // Never written, or somebody deleted it: it is said anew.
      const { ts, unpinned } = await post(channel, content);
      known.set(channel, { ts, ...inTime, lack: unpinned ?? there.lack });
    }
    return known.get(channel)?.lack ?? undefined;
  };
}

function isSummary({ user, metadata, blocks = [] }: RawMessage, botUserId: string): boolean {
  return user === botUserId && (metadata?.event_type === EVENT || blocks[0]?.block_id === BLOCK);
}

function contentOf(cards: readonly Card[]) {
  const blocks = messageBlocks(cards, MOST_BLOCKS).map((block, n) => (n === 0 ? { ...block, block_id: BLOCK } : block));
  return { text: plainText(cards[0]?.markdown ?? ''), blocks, unfurl_links: false, unfurl_media: false, metadata: { event_type: EVENT, event_payload: { key: 'summary' } } };
}
