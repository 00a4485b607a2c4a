/** A text merged of two revisions, or the places where both changed the same lines differently. */
export type Merged = { text: string; conflict: false } | { text: undefined; conflict: true };

type Change = { from: number; to: number; lines: readonly string[] };

function lengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = table[i];
    const below = table[i + 1];
    if (!row || !below) continue;
    for (let j = b.length - 1; j >= 0; j -= 1) row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}

/** The runs of lines of `a` that became other lines in `b`, by longest common subsequence; equal ends are cut first, since edits are small. */
function changesOf(a: readonly string[], b: readonly string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  // Beyond this the table would be large; one change over everything is still right, only coarser.
  if (left.length * right.length > 4_000_000) return [{ from: start, to: a.length - end, lines: right }];
  const table = lengths(left, right);
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const from = i;
    const first = j;
    while ((i < left.length || j < right.length) && (i >= left.length || j >= right.length || left[i] !== right[j])) {
      if (i < left.length && (j >= right.length || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) i += 1;
      else j += 1;
    }
    changes.push({ from: start + from, to: start + i, lines: right.slice(first, j) });
  }
  return changes;
}

const same = (a: Change, b: Change): boolean => a.from === b.from && a.to === b.to && a.lines.length === b.lines.length && a.lines.every((line, index) => line === b.lines[index]);
const touches = (a: Change, b: Change): boolean => a.from <= b.to && b.from <= a.to;

/**
 * Merges two texts that were both made from `base`, line by line (three-way merge): changes in different places both survive,
 * the same change counts once, and different changes that touch the same or neighbouring lines are a conflict for people.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  if (mine === theirs || theirs === base) return { text: mine, conflict: false };
  if (mine === base) return { text: theirs, conflict: false };
  const lines = base.split('\n');
  const [own, other] = [changesOf(lines, mine.split('\n')), changesOf(lines, theirs.split('\n'))];
  const extra = other.filter((change) => !own.some((known) => same(known, change)));
  if (extra.some((change) => own.some((known) => touches(known, change)))) return { text: undefined, conflict: true };
  const all = [...own, ...extra].sort((a, b) => b.from - a.from);
  const merged = [...lines];
  for (const { from, to, lines: next } of all) merged.splice(from, to - from, ...next);
  return { text: merged.join('\n'), conflict: false };
}

/** The numbers (from 0) of the lines of `text` that are not in `from`, for marking what differs. */
export function changedLines(from: string, text: string): Set<number> {
  const changes = changesOf(from.split('\n'), text.split('\n'));
  const found = new Set<number>();
  let shift = 0;
  for (const { from: start, to, lines } of changes) {
    for (let index = 0; index < lines.length; index += 1) found.add(start + shift + index);
    shift += lines.length - (to - start);
  }
  return found;
}
