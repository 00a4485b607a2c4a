import { createStore, readStored, useStore, writeStored } from './store.ts';

const zone = createStore<'local' | 'utc'>(readStored('dispatch.zone') === 'utc' ? 'utc' : 'local');
const shortcuts = createStore<boolean>(readStored('dispatch.shortcuts') !== 'off');
const settings = createStore<boolean>(readStored('dispatch.settings') === 'open');

/** The IANA zone that times are shown in: the viewer's own, or UTC when they asked for it. */
export function useZone(): string {
  return useStore(zone) === 'utc' ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Switches between the viewer's zone and UTC, and remembers it in this browser. */
export function toggleZone(): void {
  zone.set(zone.get() === 'utc' ? 'local' : 'utc');
  writeStored('dispatch.zone', zone.get());
}

/** Whether single-key shortcuts are on; people who speak to their computer turn them off. */
export function useShortcutsOn(): boolean {
  return useStore(shortcuts);
}

/** Reads whether single-key shortcuts are on, outside of React. */
export function shortcutsOn(): boolean {
  return shortcuts.get();
}

/** Turns single-key shortcuts on or off, and remembers it in this browser. */
export function setShortcuts(on: boolean): void {
  shortcuts.set(on);
  writeStored('dispatch.shortcuts', on ? undefined : 'off');
}

/** Whether the settings in the navigation are unfolded on every page. */
export function useSettingsOpen(): boolean {
  return useStore(settings);
}

/** Unfolds the settings in the navigation, or folds them, and remembers it in this browser. */
export function setSettingsOpen(open: boolean): void {
  settings.set(open);
  writeStored('dispatch.settings', open ? 'open' : undefined);
}
