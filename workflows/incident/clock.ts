/** The workflow's time as ISO; Temporal makes it the same in every replay. */
export function now(): string {
  return new Date().toISOString();
}
