import { describeEvent } from '../incident/describe.ts';
import type { IncidentEvent } from '../incident/events.ts';
import type { IncidentState } from '../incident/state.ts';
import type { ReportBody } from '../incident/types.ts';

/** One line of the timeline as people read it; `text` is Markdown. */
export interface ReviewEvent {
  at: string;
  text: string;
  pinned: boolean;
}
/** A report that was posted. */
export interface ReviewReport {
  at: string;
  author: string;
  body: ReportBody;
}
/** Everything that the draft of a review is made from. */
export interface ReviewFacts {
  state: Pick<IncidentState, 'key' | 'title' | 'description' | 'resolution' | 'severity' | 'priority' | 'type' | 'reportedAt' | 'stages' | 'participants' | 'tasks'>;
  timeline: ReviewEvent[];
  reports: ReviewReport[];
  /** Cost as shown, e.g. `1,234.56 USD`; null when it has not been calculated. */
  costText: string | null;
}

/** The timeline and the reports of a ledger: what is important or was pinned, with the words that people put in place of ours. */
export function reviewFacts(state: ReviewFacts['state'], events: readonly IncidentEvent[], costText: string | null): ReviewFacts {
  const pinned = new Map<number, boolean>();
  const amended = new Map<number, string>();
  for (const event of events) {
    if (event.kind === 'event.pinned') pinned.set(event.data.seq, event.data.pinned);
    if (event.kind === 'event.amended') amended.set(event.data.seq, event.data.text);
  }
  const timeline = events.flatMap((event): ReviewEvent[] => {
    const { text, important } = describeEvent(event);
    const isPinned = pinned.get(event.seq) ?? false;
    return important || isPinned || event.kind === 'note.added' ? [{ at: event.at, text: amended.get(event.seq) ?? text, pinned: isPinned }] : [];
  });
  const reports = events.flatMap((event): ReviewReport[] => (event.kind === 'report.posted' ? [{ at: event.at, author: event.actor.name, body: event.data.report }] : []));
  return { state, timeline, reports, costText };
}
