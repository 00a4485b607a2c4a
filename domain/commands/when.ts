const UNITS: Record<string, number> = { m: 60_000, min: 60_000, mins: 60_000, h: 3_600_000, hr: 3_600_000, hrs: 3_600_000, d: 86_400_000, day: 86_400_000, days: 86_400_000, w: 604_800_000 };
const LONGEST = 366 * 86_400_000;

/** Milliseconds of a duration such as `30m`, `2h`, `1h30m`, `3d`, `1w`; null when it is none, zero, or longer than a year. */
export function parseDuration(text: string): number | null {
  const lower = text.toLowerCase().replaceAll(/\s+/g, '');
  if (!/^(\d{1,5}[a-z]+)+$/.test(lower)) return null;
  let total = 0;
  for (const [, count, unit] of lower.matchAll(/(\d+)([a-z]+)/g)) {
    const size = UNITS[unit ?? ''];
    if (size === undefined) return null;
    total += Number(count) * size;
  }
  return total > 0 && total <= LONGEST ? total : null;
}

function endOfDay(day: string): string | null {
  const at = new Date(`${day}T23:59:00.000Z`);
  // A day that does not exist (31 April) would roll over into the next month.
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? null : at.toISOString();
}

/** A moment as people write it: a duration from `now`, `today`, `tomorrow`, a date (end of that day, UTC) or an ISO time (UTC unless it says otherwise). Null when it is none. */
export function parseWhen(text: string, now: string): string | null {
  const word = text.trim().toLowerCase();
  const start = Date.parse(now);
  const duration = parseDuration(word);
  if (duration !== null) return new Date(start + duration).toISOString();
  if (word === 'today') return endOfDay(new Date(start).toISOString().slice(0, 10));
  if (word === 'tomorrow') return endOfDay(new Date(start + 86_400_000).toISOString().slice(0, 10));
  if (/^\d{4}-\d{2}-\d{2}$/.test(word)) return endOfDay(word);
  const iso = /^(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2})(:\d{2}(\.\d{1,3})?)?(z|[+-]\d{2}:\d{2})?$/.exec(word);
  if (!iso || endOfDay(iso[1] ?? '') === null) return null;
  const at = new Date(`${iso[1]}T${iso[2]}${iso[3] ?? ':00'}${(iso[5] ?? 'z').toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
