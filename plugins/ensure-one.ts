/** What a vendor offers for making an object once; `T` is the vendor's object. */
export interface OneObject<T> {
  /** All objects that carry our mark. */
  find(): Promise<readonly T[]>;
  /** Makes one that carries our mark. */
  create(): Promise<T>;
  /** Takes one away that lost; absent when the vendor cannot. */
  remove?(object: T): Promise<void>;
  idOf(object: T): string;
  /** When the vendor made it, as anything that sorts; the oldest wins. */
  madeAt(object: T): string;
}

/**
 * The one object of a mark at a vendor that does not enforce marks to be unique: the oldest that is there, else a new one. After creating
 * it looks again, so that of two callers at the same moment both answer the older object and the younger is taken away; duplicates that a
 * crash left behind are taken away too.
 */
export async function ensureOne<T>(vendor: OneObject<T>): Promise<T> {
  const before = await settle(vendor, await vendor.find());
  if (before !== null) return before;
  const created = await vendor.create();
  const after = await vendor.find();
  // A list that lags behind does not know our object yet: then it is the only one we know of.
  const known = after.some((object) => vendor.idOf(object) === vendor.idOf(created))
    ? after
    : [...after, created];
  return (await settle(vendor, known)) ?? created;
}

async function settle<T>(vendor: OneObject<T>, found: readonly T[]): Promise<T | null> {
  const order = (object: T) => `${vendor.madeAt(object)} ${vendor.idOf(object)}`;
  const [winner, ...losers] = found.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  if (winner === undefined) return null;
  if (vendor.remove) for (const loser of losers) await vendor.remove(loser);
  return winner;
}
