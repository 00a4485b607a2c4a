import type { z } from 'zod';
import type { DomainError, FieldProblem } from '../../domain/errors.ts';
import { nearest } from './nearest.ts';
import { invalidRequest } from './problem.ts';

/** Where a value came from; decides how its fields are pointed at. */
export type Part = 'body' | 'query' | 'path';

type Issue = z.core.$ZodIssue;

const escape = (step: PropertyKey): string => String(step).replaceAll('~', '~0').replaceAll('/', '~1');

function pointerTo(part: Part, path: readonly PropertyKey[]): string {
  return part === 'body' ? path.map((step) => `/${escape(step)}`).join('') : `${part}:${path.map(String).join('.')}`;
}

const KINDS: Record<string, string> = {
  string: 'must be text', number: 'must be a number', int: 'must be a whole number', boolean: 'must be true or false', array: 'must be a list', object: 'must be an object',
  record: 'must be an object', null: 'must be null',
};

function sizeText(issue: { origin: string; minimum?: unknown; maximum?: unknown }): string {
  const least = issue.minimum !== undefined;
  const bound = String(least ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') return least ? `needs at least ${bound} characters` : `may have at most ${bound} characters`;
  if (issue.origin === 'array' || issue.origin === 'set') return least ? `needs at least ${bound} entries` : `may have at most ${bound} entries`;
  return least ? `must be at least ${bound}` : `may be at most ${bound}`;
}

const FORMATS: Record<string, string> = {
  uuid: 'must be a UUID, e.g. 0b7e4a52-6f0e-4d0c-9d3b-2b8a0f1c7e11',
  datetime: 'must be a time in ISO 8601, e.g. 2026-11-21T09:30:00Z',
  url: 'must be an address that begins with http:// or https://',
  email: 'is not an e-mail address, e.g. name@example.com',
};

// Sentences written in the contract start in lower case and are kept; zod's own start in upper case and are replaced.
const isOurs = (message: string): boolean => /^[a-z]/.test(message);

function textOf(issue: Issue): string {
  if (isOurs(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : (KINDS[issue.expected] ?? `must be ${issue.expected}`);
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
    case 'too_big':
      return sizeText(issue);
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'does not have the right form';
    case 'invalid_union':
      return issue.discriminator === undefined ? 'has none of the forms that are allowed' : `must be one of ${optionsOf(issue).join(', ')}`;
    case 'not_multiple_of':
      return 'must be a whole number';
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'unrecognized_keys':
    default:
      return 'is not valid';
  }
}

function optionsOf(issue: Issue): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function unknownKeys(issue: Issue & { code: 'unrecognized_keys' }, part: Part, known: readonly string[]): FieldProblem[] {
  return issue.keys.slice(0, 20).map((key) => {
    const guess = issue.path.length === 0 ? nearest(key, known) : null;
    return { pointer: pointerTo(part, [...issue.path, key]), detail: guess ? `is not known: did you mean ${guess}?` : 'is not known: leave it out' };
  });
}

/** The invalid fields of a parse, each with where it is and what to do; `known` are the names the top level takes. */
export function fieldProblems(issues: readonly Issue[], part: Part, known: readonly string[] = []): FieldProblem[] {
  const problems = issues.slice(0, 50).flatMap((issue): FieldProblem[] => {
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue, part, known);
    return [{ pointer: pointerTo(part, issue.path), detail: textOf(issue) }];
  });
  // One sentence a field is enough: "is missing" and "is too short" about the same field only confuse.
  return problems.filter((p, i) => problems.findIndex((q) => q.pointer === p.pointer) === i);
}

/** The names that the top level of a schema takes; empty when it is not a plain object. */
export function keysOf(schema: z.ZodType): string[] {
  const def = schema.def as { shape?: Record<string, unknown>; innerType?: z.ZodType; in?: z.ZodType };
  if (def.shape) return Object.keys(def.shape);
  const inner = def.innerType ?? def.in;
  return inner ? keysOf(inner) : [];
}

/** Parses one part of a request; throws `invalid-request` that names every invalid field. */
export function parsePart<S extends z.ZodType>(schema: S, value: unknown, part: Part): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw refusal(result.error.issues, part, keysOf(schema));
}

function refusal(issues: readonly Issue[], part: Part, known: readonly string[]): DomainError {
  return invalidRequest(fieldProblems(issues, part, known));
}
