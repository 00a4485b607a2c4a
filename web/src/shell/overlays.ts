import { createStore } from '../ui/store.ts';

/** Whether the palette is open. */
export const paletteOpen = createStore(false);
/** Whether the list of keyboard shortcuts is open. */
export const helpOpen = createStore(false);

/** Opens the palette. */
export function openPalette(): void {
  paletteOpen.set(true);
}

/** Opens the list of keyboard shortcuts. */
export function openHelp(): void {
  helpOpen.set(true);
}
