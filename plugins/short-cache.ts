const CACHE_MS = 2000;

/** Answers kept for a moment. */
export interface ShortCache<T> {
  get(key: string): Promise<T>;
  forget(key: string): void;
}

/** Keeps each answer of `load` for a moment, so that the steps of one declaration ask the database once; a failed one is not kept. */
export function createShortCache<T>(
  load: (key: string) => Promise<T>,
  options: { now?: () => Date; cacheMs?: number },
): ShortCache<T> {
  const kept = new Map<string, { until: number; value: Promise<T> }>();
  const now = () => (options.now?.() ?? new Date()).getTime();
  return {
    get(key) {
      const there = kept.get(key);
      if (there && there.until > now()) return there.value;
      const entry = { until: now() + (options.cacheMs ?? CACHE_MS), value: load(key) };
      kept.set(key, entry);
      entry.value.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      return entry.value;
    },
    forget: (key) => void kept.delete(key),
  };
}
