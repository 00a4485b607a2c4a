/** A repeatable source of chance: the same seed gives the same demo. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** Whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** One of the items; throws when there are none. */
  pick<T>(items: readonly T[]): T;
  /** `count` different items (all of them when there are fewer), in random order. */
  some<T>(items: readonly T[], count: number): T[];
}

/** Mulberry32, a small public-domain generator with a 32-bit state; plenty for demo data, never for secrets. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    some: (items, count) => {
      const left = [...items];
      const taken = [];
      while (left.length > 0 && taken.length < count) taken.push(...left.splice(whole(0, left.length - 1), 1));
      return taken;
    },
  };
}

/** A version 4 UUID made by chance. */
export function uuidOf(luck: Chance): string {
  const hex = Array.from({ length: 32 }, (_, n) => (n === 12 ? 4 : n === 16 ? 8 + luck.whole(0, 3) : luck.whole(0, 15)).toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
