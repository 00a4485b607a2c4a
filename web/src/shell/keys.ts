/** A key press as the matcher needs it. */
export type Press = { key: string; ctrl: boolean; meta: boolean; alt: boolean };

/** Whether what was pressed so far is the whole of `keys` (`c`, `g i`, `?`), its beginning, or neither. */
export function matchKeys(keys: string, pressed: readonly string[]): 'whole' | 'start' | 'no' {
  const wanted = keys.split(' ');
  if (pressed.length > wanted.length) return 'no';
  if (!pressed.every((key, index) => key === wanted[index])) return 'no';
  return pressed.length === wanted.length ? 'whole' : 'start';
}

/** The name of a press in a key map, undefined for presses that no map may use because the browser or the system owns them. */
export function pressName(press: Press): string | undefined {
  if (press.ctrl || press.meta || press.alt) return undefined;
  if (press.key === ' ') return 'Space';
  return press.key.length === 1 ? press.key.toLowerCase() : press.key;
}

/** Finds which of the maps' keys the presses complete, or whether they may still become one. */
export function resolveKeys(all: readonly string[], pressed: readonly string[]): { whole?: string; pending: boolean } {
  const whole = all.find((keys) => matchKeys(keys, pressed) === 'whole');
  if (whole !== undefined) return { whole, pending: false };
  return { pending: all.some((keys) => matchKeys(keys, pressed) === 'start') };
}
