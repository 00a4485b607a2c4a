// oxlint-disable-next-line no-control-regex -- these are the characters that must go.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML (and MJML) that shows exactly it, in text and in quoted attributes; control characters that XML forbids are dropped. */
export function escapeHtml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => HTML[character] ?? '');
}

/** The address as an attribute value when it is http, https or mailto; else null. */
export function safeHref(url: string): string | null {
  return /^(https?:\/\/|mailto:)[^\s]+$/i.test(url.trim()) ? escapeHtml(url.trim()) : null;
}

/** A title as a mail subject carries it: one line, at most `most` characters, cut between characters as people see them. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
