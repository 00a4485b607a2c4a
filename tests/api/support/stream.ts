import type { LiveChange } from '../../../api/contract/session.ts';

/** One server-sent event. */
export interface Sent {
  event: string;
  id: string | null;
  data: string;
}
/** An open event stream. */
export interface Stream {
  status: number;
  events: Sent[];
  /** Changes that arrived so far. */
  changes(): LiveChange[];
  /** Resolves when an event satisfies the condition; rejects after `ms`. */
  until(condition: (sent: Sent) => boolean, ms?: number): Promise<Sent>;
  /** Resolves when the server ended the stream. */
  ended: Promise<void>;
  close(): void;
}

function parse(block: string): Sent {
  const field = (name: string): string | null => block.split('\n').find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim() ?? null;
  return { event: field('event') ?? 'message', id: field('id'), data: field('data') ?? '' };
}

/** Opens the live stream of the default organization. */
export async function openStream(base: string, headers: Record<string, string>, query = ''): Promise<Stream> {
  const stop = new AbortController();
  const response = await fetch(`${base}/live${query}`, { headers, signal: stop.signal });
  const events: Sent[] = [];
  const waiting = new Set<() => void>();
  const read = async (): Promise<void> => {
    let buffer = '';
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) {
      buffer += decoder.decode(piece as Uint8Array, { stream: true });
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop() ?? '';
      events.push(...blocks.map(parse).filter((sent) => sent.data !== ''));
      for (const wake of waiting) wake();
    }
  };
  const ended = read().catch(() => undefined);
  return {
    status: response.status,
    events,
    changes: () => events.filter((e) => e.event === 'message').map((e) => JSON.parse(e.data) as LiveChange),
    until: (condition, ms = 5_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`nothing like that arrived in ${ms} ms: ${JSON.stringify(events)}`)), ms);
        const look = (): void => {
          const found = events.find(condition);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    ended,
    close: () => stop.abort(),
  };
}
