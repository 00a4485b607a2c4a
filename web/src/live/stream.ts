import { backOff, createStreamReader, type StreamMessage } from './sse.ts';

/** `connecting` before the first success, `live` while events arrive, `down` between tries, `ended` when the API says who we are not. */
export type StreamState = 'connecting' | 'live' | 'down' | 'ended';

type Options = {
  url: string;
  lastId: () => string | undefined;
  onMessage: (message: StreamMessage) => void;
  onState: (state: StreamState) => void;
  signal: AbortSignal;
};

/** A stream that says nothing for this long (ms) is taken for dead: the API sends a comment far more often. */
const SILENCE = 60_000;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

async function readOnce(options: Options, onOpen: () => void): Promise<'ended' | 'broken'> {
  const silence = new AbortController();
  let watch = setTimeout(() => silence.abort(), SILENCE);
  const id = options.lastId();
  try {
    const response = await fetch(options.url, {
      headers: { accept: 'text/event-stream', ...(id === undefined ? {} : { 'last-event-id': id }) },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    if (response.status === 401 || response.status === 403) return 'ended';
    if (!response.ok || !response.body) return 'broken';
    onOpen();
    const feed = createStreamReader(options.onMessage);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'broken';
      clearTimeout(watch);
      watch = setTimeout(() => silence.abort(), SILENCE);
      feed(value);
    }
  } catch {
    return 'broken';
  } finally {
    clearTimeout(watch);
    silence.abort();
  }
}

/** Keeps an event stream open until `signal` aborts: resumes after the last id, backs off between tries, tries at once when the network returns. */
export async function runStream(options: Options): Promise<void> {
  let attempt = 0;
  options.onState('connecting');
  while (!options.signal.aborted) {
    const outcome = await readOnce(options, () => {
      attempt = 0;
      options.onState('live');
    });
    if (options.signal.aborted) return;
    if (outcome === 'ended') {
      options.onState('ended');
      return;
    }
    options.onState('down');
    attempt += 1;
    await pause(backOff(attempt, Math.random()), options.signal);
  }
}
