/** The kinds of other costs as people say them. */
export const KIND_WORDS: Record<string, string> = { vendor: 'Vendor', credits: 'Credits to customers', downtime: 'Downtime', opportunity: 'Missed business', other: 'Other' };

/** A month of the calendar (`2026-11`) in words: `Nov 2026`, short `Nov`, with the year in January. */
export function monthWord(month: string, short = false): string {
  const moment = Date.parse(`${month}-15T12:00:00Z`);
  if (Number.isNaN(moment)) return month;
  const hasYear = !short || month.endsWith('-01');
  return new Intl.DateTimeFormat('en-GB', { month: 'short', ...(hasYear ? { year: 'numeric' } : {}), timeZone: 'UTC' }).format(moment);
}

/** Every month from the first to the last, so that one without incidents is seen as such. At most 36, the last ones. */
export function monthsBetween(first: string, last: string): string[] {
  const number = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const name = (n: number): string => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  const [from, to] = [number(first), number(last)];
  const count = Math.min(36, Math.max(0, to - from + 1));
  return Array.from({ length: count }, (_, i) => name(to - count + 1 + i));
}
