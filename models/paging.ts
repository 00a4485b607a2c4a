import { DomainError } from '../domain/errors.ts';

/** One page of a list; `nextCursor` null = the end. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** An opaque cursor from the values that the next page begins after. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

/** The values of a cursor; `kinds` says what each must be. `invalid-request` when somebody made it up. */
export function decodeCursor(cursor: string, kinds: readonly CursorKind[]): (string | number)[] {
  const values = parse(cursor);
  const fits = Array.isArray(values) && values.length === kinds.length && kinds.every((kind, i) => fitsKind(values[i], kind));
  if (!fits) throw new DomainError('invalid-request', 'The cursor is not one that this list gave out for this order.', [{ pointer: 'query:cursor', detail: 'take nextCursor of the page before, with the same sort' }]);
  return values as (string | number)[];
}

/** What a part of a cursor is: text, number, ISO time, decimal as text, or UUID. */
export type CursorKind = 'text' | 'number' | 'time' | 'decimal' | 'uuid';

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function fitsKind(value: unknown, kind: CursorKind): boolean {
  if (kind === 'number') return typeof value === 'number' && Number.isSafeInteger(value);
  if (typeof value !== 'string' || value.includes('\u0000')) return false;
  if (kind === 'time') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
  if (kind === 'decimal') return /^-?\d{1,14}(\.\d{1,6})?$/.test(value);
  if (kind === 'uuid') return isUuid(value);
  return true;
}

/** True for the text form of a UUID. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** Makes a page from `limit + 1` rows that were read. */
export function toPage<Row, T>(rows: readonly Row[], limit: number, shape: { item: (row: Row) => T; cursor: (row: Row) => readonly (string | number)[] }): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(shape.cursor(last)) : null;
  return { data: shown.map(shape.item), nextCursor };
}
