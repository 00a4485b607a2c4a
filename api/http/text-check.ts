import type { FieldProblem } from '../../domain/errors.ts';

const MAX_DEPTH = 40;
const escape = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** What is wrong with a text that Postgres could not hold or the world could not read; null when nothing is. */
export function badText(text: string): string | null {
  if (text.includes('\u0000')) return 'holds a NUL character: remove it';
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which is no character: remove it';
  return null;
}

function badScalar(value: unknown): string | null {
  if (typeof value === 'string') return badText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return 'is a number too large to hold';
  return null;
}

/** Finds what no schema looks for anywhere in a JSON value: unusable text (keys too), numbers beyond range, nesting deeper than 40. */
export function findUnusable(root: unknown): FieldProblem[] {
  const found: FieldProblem[] = [];
  const stack: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 0 }];
  for (let item = stack.pop(); item !== undefined && found.length < 20; item = stack.pop()) {
    const { value, pointer, depth } = item;
    const bad = badScalar(value);
    if (bad) found.push({ pointer, detail: bad });
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) {
      found.push({ pointer: pointer.slice(0, 200), detail: `is nested deeper than ${MAX_DEPTH} levels` });
      continue;
    }
    for (const [key, child] of Object.entries(value)) {
      const badKey = badText(key);
      if (badKey) found.push({ pointer, detail: `has a field whose name ${badKey}` });
      stack.push({ value: child, pointer: `${pointer}/${escape(key)}`, depth: depth + 1 });
    }
  }
  return found;
}
