const ALLOWED = new Set(['http:', 'https:', 'mailto:']);

/** Returns the address when a person may safely follow it (http, https, mailto, or a path or anchor of our own), else undefined. */
export function safeLink(address: string | undefined): string | undefined {
  const text = address?.trim() ?? '';
  if (text === '') return undefined;
  if (text.startsWith('#') || (text.startsWith('/') && !/^\/[/\\]/.test(text))) return text;
  try {
    return ALLOWED.has(new URL(text).protocol) ? text : undefined;
  } catch {
    return undefined;
  }
}
