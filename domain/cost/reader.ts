import type { FieldProblem } from '../errors.ts';
import { type Exact, compare, exact, whole, ZERO } from './decimal.ts';

/** Reads values that came from outside, noting every problem under its JSON pointer, but none that only follows from another at the same place or around it; what is wrong reads as a harmless stand-in. */
export interface Reader {
  readonly problems: FieldProblem[];
  object(value: unknown, at: string): Record<string, unknown>;
  list(value: unknown, at: string): unknown[];
  text(value: unknown, at: string): string;
  oneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T | null;
  /** Milliseconds since the epoch of an ISO time with a zone. */
  time(value: unknown, at: string): number;
  /** An exact decimal, at least 0 or, with `positive`, more than 0. */
  decimal(value: unknown, at: string, positive?: boolean): Exact;
  /** `decimal × factor` as a whole number; for hours or seconds that must be whole milliseconds. */
  scaled(value: unknown, at: string, factor: number): number;
  knownKeys(value: Record<string, unknown>, at: string, allowed: readonly string[]): void;
  refuse(at: string, detail: string): void;
}

const SHOWN_LENGTH = 60;
const ISO = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function token(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A reader with no problems yet. */
export function createReader(): Reader {
  const problems: FieldProblem[] = [];
  const refuse = refusing(problems);

  const decimal = (value: unknown, at: string, positive = false): Exact => {
    const read = typeof value === 'number' || typeof value === 'string' ? exact(value) : null;
    if (read === null) {
      refuse(at, value === undefined ? 'is missing' : 'must be a decimal number, e.g. 0.75');
      return ZERO;
    }
    const sign = compare(read, ZERO);
    if (sign < 0 || (positive && sign === 0)) refuse(at, positive ? 'must be more than 0' : 'must be 0 or more');
    return read;
  };

  return {
    problems,
    refuse,
    decimal,
    object(value, at) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
      refuse(at, value === undefined ? 'is missing' : 'must be an object');
      return {};
    },
    list(value, at) {
      if (Array.isArray(value)) return value;
      refuse(at, value === undefined ? 'is missing' : 'must be a list');
      return [];
    },
    text(value, at) {
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
      refuse(at, value === undefined ? 'is missing' : 'must be text that is not empty');
      return '';
    },
    oneOf(value, at, allowed) {
      const found = allowed.find((a) => a === value);
      if (found === undefined) refuse(at, value === undefined ? 'is missing' : `${shown(value)} is not known; there are ${allowed.join(', ')}`);
      return found ?? null;
    },
    time(value, at) {
      const instant = typeof value === 'string' ? parseTime(value) : null;
      if (instant === null) refuse(at, value === undefined ? 'is missing' : 'must be an ISO 8601 time with its zone, e.g. 2026-03-01T09:30:00Z');
      return instant ?? 0;
    },
    scaled(value, at, factor) {
      const { n, d } = decimal(value, at);
      const product = n * whole(factor).n;
      if (product % d !== 0n) refuse(at, 'has too many decimals: it must be whole milliseconds');
      return Number(product / d);
    },
    knownKeys(value, at, allowed) {
      for (const key of Object.keys(value)) {
        if (!allowed.includes(key)) refuse(`${at}/${token(key)}`, `is not known; there are ${allowed.join(', ')}`);
      }
    },
  };
}

/** Notes a problem unless one was noted at the same place or around it: it only follows from that. */
function refusing(problems: FieldProblem[]): Reader['refuse'] {
  const refused = new Set<string>();
  return (at, detail) => {
    for (let around = at; ; around = around.slice(0, around.lastIndexOf('/'))) {
      if (refused.has(around)) return;
      if (around === '') break;
    }
    refused.add(at);
    problems.push({ pointer: at, detail });
  };
}

/** A value as a sentence can hold it, however long or deep it is. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

function parseTime(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return null;
  const day = Number(match[3]);
  // Date.parse rolls 30 February over into March; a date that does not exist is a mistake, not the next day.
  const exists = day <= 28 || new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, day)).getUTCDate() === day;
  return exists ? instant : null;
}
