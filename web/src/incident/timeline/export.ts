import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { formatClock, zoneName } from '../../ui/time-format.ts';
import { isCorrection } from './kinds.ts';
import { byDay, rowDetails, rowText } from './row-text.ts';

// Seen from long ago every day is a date, never "Today": the file is read later.
const BEFORE_ALL = 0;

// A list inside a line becomes clauses.
const oneLine = (text: string): string => text.trim().replace(/^[-*] +/, '').replace(/\s*\n\s*[-*] +/g, '; ').replace(/\s*\n\s*/g, ' ');

/** An event as one item of a Markdown list, its details below it; the time is in the zone. */
export function eventLine(event: TimelineEvent, zone: string): string {
  const details = rowDetails(event).map(({ label, text: value }) => `  - ${label}: ${oneLine(value)}`);
  return [`- **${formatClock(event.at, zone)}** ${oneLine(rowText(event))}${event.pinned ? ' ★' : ''}`, ...details].join('\n');
}

/** The timeline as Markdown, oldest first under its days; rows about the timeline itself are left out. */
export function timelineMarkdown(incident: { key: string; title: string }, events: readonly TimelineEvent[], options: { zone: string; now: number }): string {
  const inOrder = events.filter((event) => !isCorrection(event.kind)).sort((a, b) => a.at.localeCompare(b.at) || a.seq - b.seq);
  const days = byDay(inOrder, BEFORE_ALL, options.zone);
  const head = [`# Timeline of ${incident.key}: ${incident.title}`, `Times in ${options.zone} (${zoneName(options.zone, options.now)}), ${inOrder.length} events.`];
  return `${[...head, ...days.map((day) => `## ${day.label}\n\n${day.rows.map((event) => eventLine(event, options.zone)).join('\n')}`)].join('\n\n')}\n`;
}

/** The timeline as JSON: every event as the API sends it, oldest first, with the ledger's hashes. */
export function timelineJson(incident: { id: string; key: string; title: string }, events: readonly TimelineEvent[]): string {
  const inOrder = [...events].sort((a, b) => a.seq - b.seq);
  return `${JSON.stringify({ incident: { id: incident.id, key: incident.key, title: incident.title }, events: inOrder }, null, 2)}\n`;
}

/** Hands a text to the person as a file. */
export function download(name: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by then; keeping it would keep the text in memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
