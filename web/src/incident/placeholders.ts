const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Puts today's values in the place of `{{placeholders}}`; one without a value stays as it is, so that a typing error is seen. */
export function fillPlaceholders(body: string, values: Readonly<Record<string, string>>): string {
  return body.replace(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole));
}

/** The names of the placeholders in a text that have no value. */
export function unknownPlaceholders(body: string, values: Readonly<Record<string, string>>): string[] {
  const names = [...body.matchAll(PLACEHOLDER)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
  return [...new Set(names)].filter((name) => !Object.hasOwn(values, name));
}
