import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readChange } from './changes.ts';
import { setLiveMode } from './live-state.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import { shareStream } from './share.ts';
import type { StreamMessage } from './sse.ts';
import type { StreamState } from './stream.ts';

const POLL = 15_000;

function showMode(state: StreamState): void {
  if (!navigator.onLine) setLiveMode('offline');
  else if (state === 'live' || state === 'connecting') setLiveMode(state);
  else setLiveMode('polling');
}

function createReader(renewal: Renewal): (message: StreamMessage) => void {
  let isReady = false;
  return ({ event, data }) => {
    // What was loaded before the stream began may have changed in between; after a reset the API no longer knows what was missed.
    if (event === 'reset' || (event === 'ready' && !isReady)) renewal.everything({ forget: event === 'reset' });
    isReady ||= event === 'ready' || event === 'reset';
    const change = readChange(data);
    if (change) renewal.add(change);
  };
}

/** Keeps everything on screen up to date with one stream for the whole browser; without it asks every 15 s, and says which. Mount it once. */
export function useLive(organization: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const renewal = createRenewal(client);
    let state: StreamState = 'connecting';
    const show = (): void => showMode(state);
    const leave = shareStream({
      url: `/api/v1/${encodeURIComponent(organization)}/live`,
      onMessage: createReader(renewal),
      onState: (next) => {
        state = next;
        show();
      },
    });
    const poll = setInterval(() => {
      if (state !== 'live' && navigator.onLine && document.visibilityState === 'visible') void client.invalidateQueries({ type: 'active' });
    }, POLL);
    window.addEventListener('online', show);
    window.addEventListener('offline', show);
    return () => {
      leave();
      renewal.stop();
      clearInterval(poll);
      window.removeEventListener('online', show);
      window.removeEventListener('offline', show);
    };
  }, [client, organization]);
}
