/** A time from the database (Date, or text inside JSON) as an ISO string in UTC with milliseconds. */
export function iso(value: Date | string): string {
  return (typeof value === 'string' ? new Date(value) : value).toISOString();
}

/** Like {@link iso}; null stays null. */
export function isoOrNull(value: Date | string | null): string | null {
  return value === null ? null : iso(value);
}

/** JSON that PostgreSQL can store as `jsonb`: no NUL characters and no halves of surrogate pairs, which it refuses. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? storableText(inner) : inner));
}

/** Text that PostgreSQL can store; see {@link storableJson}. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

/** Escapes `%`, `_` and `\` so that the text is searched for as it is with `like`. */
export function likeText(text: string): string {
  return storableText(text).replaceAll(/[\\%_]/g, '\\$&');
}

/** The text without line breaks, cut at a word to at most `max` characters, with `…` when something was cut. */
export function excerpt(text: string, max: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= max) return line;
  const cut = line.slice(0, max - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > max * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
