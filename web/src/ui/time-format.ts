const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The clock on screen ticks every 10 s, so what has just happened lies a little ahead of it. */
const BEHIND = 12 * SECOND;

const two = (value: number): string => String(value).padStart(2, '0');

/** Writes a length of time the way people say it: `34 s`, `12 min`, `2 h 14 m`, `1 d 03 h`, `41 d`; milliseconds in, negative counts as none. */
export function formatDuration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return `${Math.floor(length / HOUR)} h ${two(Math.floor((length % HOUR) / MINUTE))} m`;
  if (length < 14 * DAY) return `${Math.floor(length / DAY)} d ${two(Math.floor((length % DAY) / HOUR))} h`;
  return `${Math.floor(length / DAY)} d`;
}

/** Writes a chosen length of whole minutes without what is nought: `30 min`, `2 h`, `1 h 30 min`, `3 d`. */
export function formatSpan(minutes: number): string {
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ];
  const told = parts.filter(([count]) => count > 0);
  return told.length === 0 ? '0 min' : told.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** Writes a short length in full precision, for machines' work: `420 ms`, `2.1 s`, then as formatDuration does. */
export function formatWork(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 10 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  return formatDuration(milliseconds);
}

/** How late something is, in one unit, since nobody plans by the minutes of an overdue week: `12 min`, `3 h`, `4 d`. */
export const formatLateness = (milliseconds: number): string => coarse(Math.max(0, milliseconds));

function coarse(length: number): string {
  if (length < HOUR) return `${Math.max(1, Math.floor(length / MINUTE))} min`;
  if (length < DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} d`;
}

/** Says when something is as seen from `now`: `just now`, `5 min ago`, `in 6 min`, `3 h ago`, and a date beyond 30 days; `zone` is IANA. */
export function formatRelative(at: string, now: number, zone: string): string {
  const distance = now - Date.parse(at);
  if (Number.isNaN(distance)) return '–';
  if (Math.abs(distance) < 45 * SECOND) return distance >= -BEHIND ? 'just now' : 'in a moment';
  if (Math.abs(distance) >= 30 * DAY) return formatDate(at, now, zone);
  return distance > 0 ? `${coarse(distance)} ago` : `in ${coarse(-distance)}`;
}

/** The date without the time: `3 Mar`, with the year when it is not the current one. */
export function formatDate(at: string, now: number, zone: string): string {
  const year = (value: number): string => new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: zone }).format(value);
  const moment = Date.parse(at);
  const other = year(moment) !== year(now);
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...(other ? { year: 'numeric' } : {}), timeZone: zone }).format(moment);
}

/** The exact moment, for hovering and copying: `Sun 22 Nov 2026, 11:26:04 UTC+1`. */
export function formatExact(at: string, zone: string): string {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return 'unknown time';
  const date = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }).format(moment);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone }).format(moment);
  return `${date.replace(',', '')}, ${time} ${zoneName(zone, moment)}`;
}

/** The time of day, `11:26`, in the zone. */
export function formatClock(at: string, zone: string): string {
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return '–';
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(moment);
}

/** A heading for a day of a timeline: `Today`, `Yesterday`, else `Fri 20 Nov 2026`. */
export function formatDay(at: string, now: number, zone: string): string {
  const day = (value: number): string => new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: zone }).format(value);
  const moment = Date.parse(at);
  if (day(moment) === day(now)) return 'Today';
  if (day(moment) === day(now - DAY)) return 'Yesterday';
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: zone }).format(moment).replace(',', '');
}

/** The zone's offset at that moment as people read it: `UTC`, `UTC+1`, `UTC+5:30`. */
export function zoneName(zone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(moment);
  return (parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC').replace(/^UTC[+-]0$/, 'UTC');
}
