import type { StreamMessage } from './sse.ts';
import { runStream, type StreamState } from './stream.ts';

type Note = { kind: 'message'; message: StreamMessage } | { kind: 'state'; state: StreamState; lastId?: string | undefined } | { kind: 'hello' };

type Options = { url: string; onMessage: (message: StreamMessage) => void; onState: (state: StreamState) => void };

/**
 * Opens one event stream for all tabs of this browser: the tab that holds the lock reads it and tells the others; when it goes, the next takes over
 * after the same last id. Browsers allow six connections to a host over HTTP/1.1, so a stream a tab would stall the seventh. Returns the function that leaves.
 */
export function shareStream({ url, onMessage, onState }: Options): () => void {
  const stop = new AbortController();
  const name = `dispatch-live ${url}`;
  let lastId: string | undefined;
  let state: StreamState = 'connecting';
  let leads = false;

  const hear = (note: Note): void => {
    if (note.kind === 'message') {
      lastId = note.message.id ?? lastId;
      onMessage(note.message);
    }
    if (note.kind === 'state') {
      lastId = note.lastId ?? lastId;
      state = note.state;
      onState(note.state);
    }
  };
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
  const tell = (note: Note): void => {
    hear(note);
    channel?.postMessage(note);
  };
  const lead = (): Promise<void> => {
    leads = true;
    return runStream({
      url,
      lastId: () => lastId,
      onMessage: (message) => tell({ kind: 'message', message }),
      onState: (next) => tell({ kind: 'state', state: next }),
      signal: stop.signal,
    });
  };
  channel?.addEventListener('message', (event: MessageEvent<Note>) => {
    if (event.data.kind !== 'hello') hear(event.data);
    else if (leads) channel.postMessage({ kind: 'state', state, lastId } satisfies Note);
  });
  if (channel && 'locks' in navigator) {
    channel.postMessage({ kind: 'hello' } satisfies Note);
    // An aborted request rejects; that is how a tab that never led leaves.
    navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => undefined);
  } else {
    void lead();
  }
  return () => {
    stop.abort();
    channel?.close();
  };
}
