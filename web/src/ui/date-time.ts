const two = (value: number): string => String(value).padStart(2, '0');

/** A moment (ISO) as a browser's date-and-time field holds it, in the viewer's zone or, for `UTC`, in UTC. */
export function toFieldTime(at: string, zone: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  if (zone === 'UTC') return date.toISOString().slice(0, 16);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment (ISO) that a date-and-time field holds; undefined when it is empty or half filled in. */
export function fromFieldTime(text: string, zone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const date = new Date(zone === 'UTC' ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
