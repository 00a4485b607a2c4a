const spaced = (text: string): string => text.replaceAll('-', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** An action as people read it: `incident.visibilityChanged` → `Incident visibility changed`. */
export function actionWords(action: string): string {
  const words = action.split('.').map(spaced).join(' ');
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\b(api|mfa)\b/gi, (name) => name.toUpperCase());
}

/** A value of before or after as text: texts as they are, nothing as a dash, everything else as JSON. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 1);
}

/** One changed field with its value before and after. */
export type ChangedField = { name: string; before: string; after: string };

/** The fields of an entry's before and after, side by side. */
export function changedFields(before: Record<string, unknown> | null, after: Record<string, unknown> | null): ChangedField[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((name) => ({ name: spaced(name), before: valueWords(before?.[name]), after: valueWords(after?.[name]) }));
}

const HOUR = 3_600_000;
/** Spans of time to look at, by their name in the address. */
export const SPANS: readonly { value: string; label: string; hours: number }[] = [
  { value: 'hour', label: 'the last hour', hours: 1 },
  { value: 'day', label: 'the last day', hours: 24 },
  { value: 'week', label: 'the last 7 days', hours: 7 * 24 },
  { value: 'month', label: 'the last 30 days', hours: 30 * 24 },
];

/** When a span began, ISO; undefined for none. */
export function spanStart(span: string | undefined, now: number): string | undefined {
  const found = SPANS.find(({ value }) => value === span);
  return found && new Date(now - found.hours * HOUR).toISOString();
}
