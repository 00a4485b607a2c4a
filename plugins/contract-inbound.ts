import type { Interaction, InteractionRequest } from './contract-interaction.ts';

/** An inbound request of a vendor, with its raw body for signature checks. Header names are lower case. */
export interface InboundRequest {
  path: string;
  headers: Record<string, string>;
  rawBody: Uint8Array;
}

/** Somebody at a vendor. `email` is null unless the vendor vouches for it and for their membership: then they have no account here and get no data. */
export interface InboundPerson {
  vendorId: string;
  email: string | null;
  name: string;
}

interface InConversation {
  conversationId: string;
  at: string;
}
interface OfMessage extends InConversation {
  messageId: string;
  /** The message that began the thread; null = not in a thread. */
  threadId: string | null;
}

/** What happened at a vendor, in our words; the product turns each into a command or a signal for the incident that owns the object. */
export type InboundFact =
  | ({ kind: 'message'; author: InboundPerson; markdown: string; links: string[]; isBot: boolean } & OfMessage)
  /** Somebody marked a message to be kept on the timeline (a reaction, a pin), or took the mark away. */
  | ({ kind: 'message-kept' | 'message-released'; by: InboundPerson; author: InboundPerson; markdown: string } & OfMessage)
  | ({ kind: 'member-joined' | 'member-left'; person: InboundPerson; invitedBy: InboundPerson | null } & InConversation)
  /** Done by hand at the vendor. */
  | ({ kind: 'conversation-renamed'; name: string } & InConversation)
  | ({ kind: 'conversation-archived' | 'conversation-unarchived' | 'conversation-deleted'; by: InboundPerson | null } & InConversation)
  | { kind: 'ticket-changed'; externalId: string; name: string; state: string; at: string }
  | { kind: 'task-changed'; documentId: string; taskId: string; at: string }
  | { kind: 'page-changed'; pageId: string; state: 'pending' | 'accepted' | 'declined'; byEmail: string | null; at: string };

/** What the product does for a plugin while it answers a request of its vendor. */
export interface InboundHost {
  /**
   * Stores the facts of one event before it is acknowledged; they are carried out afterwards, once, however often the vendor sends the event
   * again and whatever crashes. False when the event was known.
   */
  accept(eventId: string, facts: readonly InboundFact[]): Promise<boolean>;
  /** What a person who waits gets: the answer to a command, a button, a form, a field that is being typed in. Refusals are answers too; never throws. */
  interact(request: InteractionRequest): Promise<Interaction>;
  /** True when this command is answered with a form, so that a plugin whose triggers end soon can open one before it looks anything up. Pure. */
  opensForm(text: string): boolean;
  /** Work that goes on after the vendor has its answer; what it throws is logged, never lost silently. */
  later(work: () => Promise<void>): void;
}

/** The answer to an inbound request. */
export interface InboundResult {
  status: number;
  body: unknown;
}
