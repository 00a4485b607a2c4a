import type { Meeting, VendorPerson } from '../../plugins/contract.ts';

const LONGEST_LINE = 75;

/**
 * A meeting as an iCalendar object (RFC 5545), to go along with a mail. The same `uid` with a higher `sequence` moves the entry that people
 * have; `cancelled` takes it away.
 */
export function calendarEntry(
  meeting: Meeting,
  options: { organizer: VendorPerson; now: string; cancelled?: boolean },
): { method: 'REQUEST' | 'CANCEL'; ics: string } {
  const method = options.cancelled ? 'CANCEL' : 'REQUEST';
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Dispatch//Incidents//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${escapeText(meeting.uid)}`,
    `SEQUENCE:${meeting.sequence}`,
    `DTSTAMP:${stamp(options.now)}`,
    `DTSTART:${stamp(meeting.startsAt)}`,
    `DTEND:${stamp(meeting.endsAt)}`,
    `SUMMARY:${escapeText(meeting.title)}`,
    ...(meeting.description === '' ? [] : [`DESCRIPTION:${escapeText(meeting.description)}`]),
    ...(meeting.url === null
      ? []
      : [`LOCATION:${escapeText(meeting.url)}`, `URL:${meeting.url.replace(/[\r\n]/g, '')}`]),
    `STATUS:${options.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `ORGANIZER;CN=${parameter(options.organizer.name)}:mailto:${address(options.organizer.email)}`,
    ...meeting.attendees.map(
      (person) =>
        `ATTENDEE;CN=${parameter(person.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${address(person.email)}`,
    ),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return { method, ics: lines.map(folded).join('\r\n') + '\r\n' };
}

/** UTC, basic format. */
function stamp(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}

/** A parameter value: quoted, and quotes themselves are not allowed inside (RFC 5545 section 3.2). */
function parameter(text: string): string {
  return `"${text.replace(/["\r\n]/g, ' ').trim()}"`;
}

function address(email: string): string {
  return email.replace(/[\s<>"]/g, '');
}

/** Lines have at most 75 bytes; longer ones go on after a line break and a space, never inside a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    // The space that begins a continued line counts.
    const room = parts.length === 0 ? LONGEST_LINE : LONGEST_LINE - 1;
    if (Buffer.byteLength(part + character) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
