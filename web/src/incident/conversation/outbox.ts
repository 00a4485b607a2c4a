import type { Message } from '../../../../api/contract/timeline.ts';

/** A message on its way: shown at once, sent again with the same `clientId` until the API has it, so that it is never there twice. */
export type Outgoing = {
  clientId: string;
  body: string;
  replyTo: string | null;
  files: { id: string; name: string; mediaType: string; size: number }[];
  /** ISO, when it was written. */
  at: string;
  /** The newest position that was loaded when it was written; its own is beyond it. */
  after: number;
  state: 'sending' | 'failed';
  problem: string | undefined;
};

/** The messages on their way that the conversation does not show yet: one that arrived by a live change before the answer to its sending is not shown twice. */
export function stillOutgoing(outgoing: readonly Outgoing[], rows: readonly Message[], myId: string): Outgoing[] {
  const taken = new Set<string>();
  return outgoing.filter((entry) => {
    const arrived = rows.find((message) => !taken.has(message.id) && message.position > entry.after && message.author?.id === myId && message.body === entry.body.trim());
    if (arrived) taken.add(arrived.id);
    return arrived === undefined;
  });
}

/** Reads what was kept from an earlier visit; anything else than a list of messages is nothing. All are marked as not sent, since nobody is sending them. */
export function readOutgoing(stored: string | undefined): Outgoing[] {
  if (stored === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(stored);
    if (!Array.isArray(parsed)) return [];
    return parsed.flatMap((entry: unknown): Outgoing[] => {
      if (typeof entry !== 'object' || entry === null) return [];
      const { clientId, body, replyTo, files, at, after } = entry as Partial<Outgoing>;
      if (typeof clientId !== 'string' || typeof body !== 'string' || typeof at !== 'string') return [];
      return [{ clientId, body, replyTo: replyTo ?? null, files: Array.isArray(files) ? files : [], at, after: typeof after === 'number' ? after : 0, state: 'failed', problem: 'It was not sent before the page was closed.' }];
    });
  } catch {
    return [];
  }
}

/** An id for a message to be sent; `crypto.randomUUID` is missing where the product runs without HTTPS. */
export function newClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
