/** Exit codes of the worker's programs; the same numbers as the other commands', see docs/operations.md. */
export const EXIT = { ok: 0, failed: 1, configuration: 78, portBusy: 4, temporal: 8 } as const;
