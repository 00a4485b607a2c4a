/** One second in milliseconds. */
export const SECOND = 1000;
/** One minute in milliseconds. */
export const MINUTE = 60 * SECOND;
/** One hour in milliseconds. */
export const HOUR = 60 * MINUTE;
/** One day (24 hours) in milliseconds. */
export const DAY = 24 * HOUR;

/** The same moment as an ISO string in UTC with milliseconds; null when `text` is not a time. */
export function toIso(text: string): string | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** `time` moved by `milliseconds` (may be negative), as ISO. */
export function plus(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** The later of the given ISO times; null and undefined are ignored, the first must be a time. */
export function latest(first: string, ...others: (string | null | undefined)[]): string {
  return others.reduce<string>((best, time) => (time && between(best, time) > 0 ? time : best), first);
}

/** The earlier of the given ISO times; null and undefined are ignored, the first must be a time. */
export function earliest(first: string, ...others: (string | null | undefined)[]): string {
  return others.reduce<string>((best, time) => (time && between(best, time) < 0 ? time : best), first);
}

/** True when `time` is at or before `now`. */
export function isDue(time: string, now: string): boolean {
  return between(time, now) >= 0;
}
