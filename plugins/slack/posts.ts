import type { OutgoingMessage } from '../contract.ts';
import { ANSWERS } from './answers.ts';
import type { SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';
import { beside } from './errors.ts';
import { plainText, toBlocks } from './markdown.ts';

/** Type of the metadata that carries a message's key, so that a message whose answer was lost is found again. */
const EVENT = 'dispatch_message';
const REMEMBERED = 2000;

/** Posts of one connected instance. */
export interface Posts {
  /** Posts once per key; answers the message's `ts`. */
  post(channel: string, message: OutgoingMessage): Promise<string>;
  edit(channel: string, ts: string, message: OutgoingMessage): Promise<void>;
}

/** Posts over a client; the keys of the last 2,000 are remembered, others are looked for in the channel's newest messages. */
export function createPosts({ client, self }: SlackKit, directory: Directory): Posts {
  const sent = new Map<string, string>();
  const remember = (key: string, ts: string): string => {
    sent.set(key, ts);
    const [first] = sent.size > REMEMBERED ? sent.keys() : [];
    if (first !== undefined) sent.delete(first);
    return ts;
  };
  const content = (message: OutgoingMessage) => ({ text: plainText(message.markdown), blocks: toBlocks(message), unfurl_links: false, unfurl_media: false });
  /** Among the newest hundred: a retry comes soon after the try. */
  const find = async (channel: string, key: string): Promise<string | null> => {
    // Who may not read the history can still write; only a message whose answer was lost is then said twice.
    const { messages = [] } = (await client.callUnless({ method: 'conversations.history', args: { channel, limit: 100, include_all_metadata: true }, read: ANSWERS.messages, codes: ['unknown_method', 'missing_scope'] })) ?? {};
    const { botUserId } = await self();
    return messages.find((m) => m.user === botUserId && m.metadata?.event_type === EVENT && m.metadata.event_payload?.key === key)?.ts ?? null;
  };
  const postForSome = async (channel: string, message: OutgoingMessage, emails: readonly string[]): Promise<string> => {
    const people = await directory.manyByEmail(emails);
    const posted: string[] = [];
    for (const { id } of people.values()) {
      const answer = await client.callUnless({ method: 'chat.postEphemeral', args: { channel, user: id, ...content(message) }, read: ANSWERS.postedForOne, codes: ['user_not_in_channel'] });
      if (answer) posted.push(answer.message_ts);
    }
    return posted[0] ?? '';
  };
  return {
    async post(channel, message) {
      const key = `${channel}/${message.key}`;
      const known = sent.get(key);
      if (known !== undefined) return known;
      if (message.onlyFor !== null) return remember(key, await postForSome(channel, message, message.onlyFor));
      const there = await find(channel, message.key);
      if (there !== null) return remember(key, there);
      const { ts } = await client.call({ method: 'chat.postMessage', args: { channel, ...content(message), metadata: { event_type: EVENT, event_payload: { key: message.key } } }, read: ANSWERS.posted });
      if (message.pin) await beside(async () => void (await client.callUnless({ method: 'pins.add', args: { channel, timestamp: ts }, read: ANSWERS.nothing, codes: ['already_pinned', 'not_pinnable'] })));
      return remember(key, ts);
    },
    async edit(channel, ts, message) {
      await client.call({ method: 'chat.update', args: { channel, ts, ...content(message), metadata: { event_type: EVENT, event_payload: { key: message.key } } }, read: ANSWERS.nothing });
    },
  };
}
