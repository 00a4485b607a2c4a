import type { IncidentEvent, NewEvent } from './events.ts';

/** What numbering needs to know. */
export interface Numbering {
  incidentId: string;
  /** The version that the first of the events follows. */
  version: number;
  /** ISO; also `at` of events that carry none. */
  recordedAt: string;
  /** Key of the n-th (0, 1, …) event unless it carries one; must be unique in the incident. */
  keyOf(event: NewEvent, n: number, seq: number): string;
}

/** Turns new events into rows of the ledger: seq counts on from the version, key and times are filled in. */
export function numbered(events: readonly NewEvent[], numbering: Numbering): IncidentEvent[] {
  const { incidentId, version, recordedAt, keyOf } = numbering;
  return events.map((event, n): IncidentEvent => {
    const seq = version + n + 1;
    return { ...event, incidentId, seq, key: event.key ?? keyOf(event, n, seq), at: event.at ?? recordedAt, recordedAt };
  });
}
