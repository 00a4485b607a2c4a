const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds that a `Retry-After` header (RFC 9110 section 10.2.3: seconds, or an HTTP date) asks for, at most a day; null when it is
 * absent or unreadable. A date in the past is 0.
 */
export function retryAfterMs(header: string | null | undefined, now: Date): number | null {
  const value = header?.trim();
  if (!value) return null;
  const asked = /^\d+(\.\d+)?$/.test(value) ? Math.ceil(Number(value) * 1000) : untilDate(value, now);
  return asked === null ? null : Math.min(asked, LONGEST_MS);
}

function untilDate(value: string, now: Date): number | null {
  // A sign or a bare word would be taken for a year by Date.parse.
  if (!/^[A-Za-z]{3,9},? /.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
