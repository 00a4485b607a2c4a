function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name most like `word` among `names` (Levenshtein distance of at most a third of its length), or null when none is near. */
export function nearest(word: string, names: readonly string[]): string | null {
  if (word.length > 60) return null;
  const ranked = names.map((name) => ({ name, away: distance(word.toLowerCase(), name.toLowerCase()) })).toSorted((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : null;
}
