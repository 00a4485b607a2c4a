/** Why something did not work, as one line for the log: an outage needs no stack trace. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
