import { createStore, useStore } from '../ui/store.ts';

/** How the page is kept up to date: by the stream, by asking every 15 s, or (offline) not at all; `since` in milliseconds. */
export type LiveState = { mode: 'connecting' | 'live' | 'polling' | 'offline'; since: number };

/** The one state of all live updates; written by useLive only. */
export const liveState = createStore<LiveState>({ mode: 'connecting', since: Date.now() });

/** Reads how the page is kept up to date. */
export function useLiveState(): LiveState {
  return useStore(liveState);
}

/** Moves to a mode; staying in one keeps its beginning. */
export function setLiveMode(mode: LiveState['mode']): void {
  if (liveState.get().mode !== mode) liveState.set({ mode, since: Date.now() });
}
