import { PLACEHOLDERS } from './placeholders.ts';

export { documentValues } from './document-values.ts';
export { PLACEHOLDERS } from './placeholders.ts';

const MOST_ADDED = 1_000_000;
const PATTERN = /\{\{\s*([\w.-]+)\s*\}\}/g;

/**
 * The template with `{{ name }}` replaced by `values[name]`. Logic-less and one pass: a value that itself holds braces is not looked into.
 * A name without a value stays visible as it is, so that a typing error is seen. Values make a text at most a million characters longer: placeholders
 * after that stay as they are, so that one that is written thousands of times fills no memory.
 */
export function renderTemplate(template: string, values: Readonly<Record<string, string>>): string {
  let room = MOST_ADDED;
  return template.replace(PATTERN, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? whole) : whole;
    if (value.length > room) return whole;
    room -= value.length;
    return value;
  });
}

/** The names of the placeholders in a text, each once, in their order. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(PATTERN)].flatMap((match) => match[1] ?? []))];
}

/** The placeholders of a template that no value will ever fill; what a settings page warns of. */
export function unknownPlaceholders(template: string): string[] {
  const known = new Set(PLACEHOLDERS.flatMap((placeholder) => [placeholder.name, ...placeholder.aliases]));
  return placeholdersOf(template).filter((name) => !known.has(name) && !name.startsWith('tag_'));
}
