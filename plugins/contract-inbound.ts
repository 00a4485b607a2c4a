/** An inbound request of a vendor, with its raw body for signature checks. Header names are lower case. */
export interface InboundRequest {
  path: string;
  headers: Record<string, string>;
  rawBody: Uint8Array;
}

/** What happened at a vendor, in our words; the product turns each into a command or a signal for the incident that owns the object. */
export type InboundFact =
  | {
      kind: 'message';
      conversationId: string;
      messageId: string;
      authorEmail: string | null;
      authorName: string;
      markdown: string;
      at: string;
    }
  /** Somebody marked a message to be kept on the timeline (a reaction, a pin). */
  | {
      kind: 'message-kept';
      conversationId: string;
      messageId: string;
      byEmail: string | null;
      authorEmail: string | null;
      authorName: string;
      markdown: string;
      at: string;
    }
  | { kind: 'member-joined' | 'member-left'; conversationId: string; email: string; at: string }
  /** A typed command, e.g. `/dispatch stage stable`; `reply` says where its answer goes. */
  | {
      kind: 'command';
      conversationId: string | null;
      email: string;
      text: string;
      reply: string | null;
      at: string;
    }
  | { kind: 'ticket-changed'; externalId: string; name: string; state: string; at: string }
  | { kind: 'task-changed'; documentId: string; taskId: string; at: string }
  | {
      kind: 'page-changed';
      pageId: string;
      state: 'pending' | 'accepted' | 'declined';
      byEmail: string | null;
      at: string;
    };

/** What an inbound request means: one answer to the vendor, and facts for incidents. */
export interface InboundResult {
  status: number;
  body: unknown;
  /** Unique per vendor event: stored before it is acknowledged, so retries change nothing. Null = nothing to remember (a handshake). */
  eventId: string | null;
  /** What happened, oldest first; absent = nothing that concerns an incident. */
  facts?: InboundFact[];
}
