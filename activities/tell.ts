import { type ChatMessage, postChat } from './chat.ts';
import type { Kit } from './deps.ts';
import { type Letter, type MailOutcome, sendLetters } from './mail.ts';
import type { Subject } from './subject.ts';

/** Tells the conversation and people's mailboxes the same thing at once; a conversation that refuses never keeps the mails from going, and is thrown afterwards. */
export async function tell(kit: Kit, subject: Subject, what: { kind: string; chat: Omit<ChatMessage, 'kind'>; letters: readonly Letter[] }): Promise<MailOutcome> {
  const { kind, chat, letters } = what;
  const [posted, mailed] = await Promise.allSettled([postChat(kit, subject, { ...chat, kind }), sendLetters(kit, subject, { kind, letters })]);
  if (posted.status === 'rejected') throw posted.reason;
  if (mailed.status === 'rejected') throw mailed.reason;
  return mailed.value;
}
