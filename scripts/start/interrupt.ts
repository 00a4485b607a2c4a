const SAME_KEY_WITHIN_MS = 700;

/** Turns the signals that reach the launcher into at most two wishes: stop, and stop at once. */
export interface Interrupt {
  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Lets go of the signals. */
  release(): void;
}

/**
 * Listens for Ctrl-C, SIGTERM and SIGHUP. The first aborts the signal; a later one calls `force`. One key press
 * arrives several times (from the terminal, npm and the launcher), so what follows within 0.7 s is the same wish.
 */
export function onInterrupt(force: () => void): Interrupt {
  const controller = new AbortController();
  let last = 0;
  const handler = () => {
    const now = Date.now();
    const same = now - last < SAME_KEY_WITHIN_MS;
    last = now;
    if (!controller.signal.aborted) controller.abort(new Error('interrupted'));
    else if (!same) force();
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, handler);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, handler);
    },
  };
}
