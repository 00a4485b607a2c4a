import { createHash } from 'node:crypto';

/** A short fingerprint of settings: equal settings (whatever the order of their keys) have equal ones, and no secret can be read from it. */
export function versionOf(settings: unknown): string {
  const sorted = (_key: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256')
    .update(JSON.stringify(settings, sorted) ?? '')
    .digest('base64url');
}
