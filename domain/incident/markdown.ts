/**
 * Plain text as Markdown that shows exactly it, in one line: everything that would format, link, or become HTML is escaped, and so is what
 * only means something at the beginning of a line.
 */
export function escapeMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line
    .replace(/[\\`*_[\]<>~|&]|\{(?=\{)|!(?=\[)/g, '\\$&')
    .replace(/^([#+-]|\d+(?=[.)]))/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** Escaped and bold; nothing at all for an empty text, because `****` would show. */
export function bold(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped === '' ? '' : `**${escaped}**`;
}

/** A Markdown link with the label escaped. Only http, https and mailto addresses become links; anything else is the label alone. */
export function markdownLink(label: string, url: string | null | undefined): string {
  const address = safeUrl(url);
  return address === null ? escapeMarkdown(label) : `[${escapeMarkdown(label)}](${address})`;
}

/** The address when it is http, https or mailto, with the characters that would end a Markdown link encoded; else null. */
export function safeUrl(url: string | null | undefined): string | null {
  if (!url || !/^(https?:\/\/|mailto:)\S+$/i.test(url)) return null;
  return url.replace(/[()<>"'`\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Names as a sentence lists them: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The beginning of a text, at most `most` characters, cut between characters as people see them and marked with an ellipsis. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
