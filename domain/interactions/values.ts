import type { FormValues } from './types.ts';

/** Reading the values of a submitted form; what is wrong is noted at its field. */
export interface ValueReader {
  /** True when the form had this field, filled in or not. */
  has(name: string): boolean;
  /** Trimmed text; empty when there is none. */
  text(name: string): string;
  /** Text that must be there. */
  needed(name: string): string;
  /** The first of a list, or the text; null = nothing chosen. */
  one(name: string): string | null;
  list(name: string): string[];
  /** True when it is ticked. */
  flag(name: string): boolean;
  /** One of these. */
  among<T extends string>(name: string, allowed: readonly T[]): T | null;
  errors: Record<string, string>;
}

/** A reader over values. */
export function readValues(values: FormValues): ValueReader {
  const errors: Record<string, string> = {};
  const list = (name: string): string[] => {
    const value = values[name];
    if (Array.isArray(value)) return value.filter((one) => one !== '');
    return typeof value === 'string' && value !== '' ? [value] : [];
  };
  const text = (name: string): string => {
    const value = values[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    errors,
    has: (name) => values[name] !== undefined,
    text,
    list,
    flag: (name) => values[name] === true,
    needed(name) {
      const value = text(name);
      if (value === '') errors[name] = 'Please fill this in.';
      return value;
    },
    one: (name) => list(name)[0] ?? null,
    among(name, allowed) {
      const value = list(name)[0];
      const found = allowed.find((one) => one === value) ?? null;
      if (found === null) errors[name] = `Choose one of: ${allowed.join(', ')}.`;
      return found;
    },
  };
}

/** The fields of a problem as messages at the fields of a form; what belongs to none stands at the form as a whole. */
export function fieldErrors(problem: { message: string; fields: readonly { pointer: string; detail: string }[] }, names: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { pointer, detail } of problem.fields) {
    const name = pointer.split('/')[1] ?? '';
    if (names.includes(name)) errors[name] = `${name.charAt(0).toUpperCase()}${name.slice(1)} ${detail}`;
  }
  return Object.keys(errors).length > 0 ? errors : { form: problem.message };
}
