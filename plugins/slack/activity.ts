import { VendorError } from '../contract.ts';
import { ANSWERS, type RawMessage } from './answers.ts';
import type { SlackKit } from './channels.ts';
import type { Directory } from './directory.ts';
import { lackOf } from './errors.ts';

/** Threads that began this much earlier are still looked into. */
const THREADS_MS = 7 * 24 * 3_600_000;

/** Who wrote when since `since`, oldest first; replies in threads of the last week before it are counted too. */
export async function channelActivity({ client }: SlackKit, directory: Directory, { channel, since }: { channel: string; since: string }): Promise<{ email: string; at: string }[]> {
  const from = Date.parse(since);
  const page = (answer: { messages?: RawMessage[] | undefined }) => answer.messages;
  const repliesTo = async (ts: string): Promise<RawMessage[] | null> => {
    try {
      return await client.all({ method: 'conversations.replies', args: { channel, ts, oldest: String(from / 1000) }, read: ANSWERS.messages }, page);
    } catch (error) {
      // a thread that was deleted meanwhile
      if (error instanceof VendorError && error.kind === 'not-found') return [];
      if (lackOf(error) === null) throw error;
      return null;
    }
  };
  const messages = await client.all({ method: 'conversations.history', args: { channel, limit: 999, oldest: String((from - THREADS_MS) / 1000) }, read: ANSWERS.messages }, page);
  const written = messages.filter(isWritten);
  for (const { ts } of messages.filter((m) => (m.reply_count ?? 0) > 0)) {
    const replies = await repliesTo(ts);
    if (replies === null) break;
    written.push(...replies.filter((reply) => reply.ts !== ts && isWritten(reply)));
  }
  const recent = written.map((m) => ({ user: m.user ?? '', at: Math.round(Number(m.ts) * 1000) })).filter((m) => m.at >= from);
  const people = await directory.manyById([...new Set(recent.map((m) => m.user))]);
  return recent
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ user, at }) => {
      const person = people.get(user);
      return person?.email && !person.isBot ? [{ email: person.email, at: new Date(at).toISOString() }] : [];
    });
}

const isWritten = (message: RawMessage): boolean => message.user !== undefined && (message.subtype === undefined || message.subtype === 'file_share' || message.subtype === 'thread_broadcast');
