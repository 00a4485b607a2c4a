const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An ISO time as people read it, e.g. `12 May 2026, 14:03 UTC`. Text that is no time comes back as it is. */
export function moment(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}, ${clock(iso)} UTC`;
}

/** The time of day of an ISO time in UTC, e.g. `14:03`. */
export function clock(iso: string): string {
  return new Date(iso).toISOString().slice(11, 16);
}

/** The day of an ISO time in UTC, e.g. `12 May 2026`. */
export function day(iso: string): string {
  return moment(iso).split(',')[0] ?? iso;
}

/** The time between two ISO times, in the two largest units: `45 s`, `2 h 14 m`, `3 d 4 h`. Never negative. */
export function lasting(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair([hours, 'h'], [minutes % 60, 'm']);
  return pair([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

function pair(large: [number, string], small: [number, string]): string {
  return small[0] === 0 ? large.join(' ') : `${large.join(' ')} ${small.join(' ')}`;
}
