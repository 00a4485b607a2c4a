/** What one look at one dependency found. */
export interface Finding {
  readonly name: string;
  /** `warning`: works, but somebody should look; `fault`: something does not work. */
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** What to do; null when all is well. */
  readonly remedy: string | null;
}

/** All is well. */
export function ok(name: string, detail: string): Finding {
  return { name, state: 'ok', detail, remedy: null };
}

/** Works, but somebody should look. */
export function warning(name: string, detail: string, remedy: string): Finding {
  return { name, state: 'warning', detail, remedy };
}

/** Does not work. */
export function fault(name: string, detail: string, remedy: string): Finding {
  return { name, state: 'fault', detail, remedy };
}

/** The first line of what was thrown. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** Gives up on work that does not end in time, saying so. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
