import { setTimeout as sleep } from 'node:timers/promises';
import { reserveDeliveries, reviveMessage, settleDelivery } from '../models/delivery-claims.ts';
import type { MessageButton, OutgoingMessage } from '../plugins/contract.ts';
import type { Kit } from './deps.ts';
import { onResource } from './ensure.ts';
import { failureText } from './failures.ts';
import type { Message } from './messages/parts/content.ts';
import type { Subject } from './subject.ts';

const LEASE_SECONDS = 60;
const COURTESY_MS = 4000;

/** A message for the incident's conversation; `key` is unique in the incident, so that it is posted once. */
export interface ChatMessage {
  key: string;
  kind: string;
  message: Pick<Message, 'markdown' | 'subject'> & { link: Message['link'] | null };
  /** Only these people see it where the vendor supports that. */
  onlyFor?: string[];
  /** Kept in sight, where no summary of the vendor's conversation is. */
  pin?: boolean;
  /** What can be done about it right there, before the link. */
  actions?: MessageButton[];
}

/** Posts into the conversation, once; false when there is none that can be written in (not made yet, supplied by hand, or archived). */
export async function postChat(kit: Kit, subject: Subject, chat: ChatMessage): Promise<boolean> {
  const conversation = subject.state.resources.conversation;
  if (conversation?.state !== 'ready') return false;
  const { key, message, onlyFor = null, pin = false, actions = [] } = chat;
  const post: OutgoingMessage = { key, markdown: message.markdown, onlyFor, buttons: [...actions, ...(message.link === null ? [] : [message.link])], pin };
  const isOurs = conversation.provider === 'builtin';
  const posted = await onResource(kit, { subject, kind: 'conversation', capability: 'conversation' }, async (impl, { externalId }) => {
    const send = () => impl.post(externalId, { ...post, pin: pin && impl.showSummary === undefined });
    // Our own tables know the key; a vendor gets a row beside it that says whether it was sent.
    return isOurs ? send() : recorded(kit, subject, { chat, provider: conversation.provider, send });
  });
  return posted !== null;
}

async function recorded(kit: Kit, { state, place }: Subject, { chat, provider, send }: { chat: ChatMessage; provider: string; send: () => Promise<unknown> }): Promise<true> {
  const key = `${state.id}/chat/${chat.key}`;
  const row = { key, channel: 'conversation', message: chat.kind, recipient: state.resources.conversation?.name ?? '', recipientName: '', subject: chat.message.subject, html: '', text: chat.message.markdown, calendar: null } as const;
  const reserve = () => reserveDeliveries(kit.db, { organizationId: place.organizationId, incidentId: state.id }, { deliveries: [row], state: 'pending', leaseSeconds: LEASE_SECONDS });
  let { claimed, states } = await reserve();
  if (states.get(key) === 'failed') {
    await reviveMessage(kit.db, key);
    ({ claimed, states } = await reserve());
  }
  // Another process is sending it, or died doing so: it gets a while, so that the vendor is not asked for the same by two at once.
  for (const until = Date.now() + COURTESY_MS; claimed.length === 0 && states.get(key) === 'pending' && Date.now() < until; ) {
    await sleep(COURTESY_MS / 20);
    ({ claimed, states } = await reserve());
  }
  if (states.get(key) === 'sent') return true;
  const [mine] = claimed;
  try {
    await send();
  } catch (error) {
    if (mine !== undefined) await settleDelivery(kit.db, mine.id, { state: 'pending', error: error instanceof Error ? failureText(error) : String(error), nextAttemptAt: kit.now().toISOString() });
    throw error;
  }
  if (mine !== undefined) await settleDelivery(kit.db, mine.id, { state: 'sent', provider });
  return true;
}
