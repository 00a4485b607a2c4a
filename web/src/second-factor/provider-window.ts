const CHANNEL = 'dispatch-second-factor';
const FEATURES = 'popup,width=520,height=760';

/** What to say when the browser opens no window. */
export const BLOCKED = 'The browser did not open a window. Allow windows for Dispatch, then try again.';

/** What a provider sent back to the page of its window. */
export type Returned = { state: string; code: string };

function isReturned(value: unknown): value is { state: string; code: string | null } {
  return typeof value === 'object' && value !== null && 'state' in value && typeof value.state === 'string';
}

/** A window for the provider's page. It must be opened in the click itself, before anything is waited for, or the browser blocks it. */
export type ProviderWindow = {
  /** Shows the page and waits for what comes back with this state; rejects when the provider refuses or the signal says so. */
  visit: (url: string, state: string, signal: AbortSignal) => Promise<Returned>;
  close: () => void;
};

/** Opens the window; null when the browser does not let us. */
export function openProviderWindow(): ProviderWindow | null {
  const opened = window.open('about:blank', CHANNEL, FEATURES);
  if (opened === null) return null;
  return {
    visit(url, state, signal) {
      opened.location.replace(url);
      return waitFor(state, signal);
    },
    close: () => opened.close(),
  };
}

// The provider's page may cut the tie between the windows, so the answer comes by a channel of our own origin; only the state that was asked for counts.
function waitFor(state: string, signal: AbortSignal): Promise<Returned> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise<Returned>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('Nothing came back.')), { once: true });
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isReturned(data) || data.state !== state) return;
      if (data.code === null) reject(new Error('It was not confirmed.'));
      else resolve({ state, code: data.code });
    });
  }).finally(() => channel.close());
}

/** Hands what the provider sent back to the window that waits for it. */
export function handBack(returned: { state: string; code: string | null }): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(returned);
  channel.close();
}
