import { describe, expect, it } from '@jest/globals';
import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { describeEvent } from '../../../../domain/incident/describe.ts';
import { costBlock, isTelling, publishWarnings, tasksBlock, timelineBlock } from '../../../../web/src/incident/postmortem/blocks.ts';
import { eventLine, timelineJson, timelineMarkdown } from '../../../../web/src/incident/timeline/export.ts';
import { EVENT_GROUPS, isAmendable, isCorrection, readShow } from '../../../../web/src/incident/timeline/kinds.ts';
import { byDay, isBackdated, ownWords, rowDetails, rowText } from '../../../../web/src/incident/timeline/row-text.ts';
import { withNewestEvents, withOlderEvents } from '../../../../web/src/incident/timeline/window.ts';

const AT = '2026-11-22T11:26:00.000Z';
const PERSON = { kind: 'person' as const, personId: '00000000-0000-4000-8000-000000000001', email: 'nadia@example.com', name: 'Nadia Rahman' };

function event(seq: number, over: Partial<TimelineEvent> = {}): TimelineEvent {
  const actor = { kind: 'person' as const, name: 'Nadia Rahman', email: 'nadia@example.com' };
  return { id: `e${seq}`, seq, kind: 'note.added', at: AT, recordedAt: AT, actor, text: `**Nadia Rahman** noted: note ${seq}`, amendedText: null, details: [], pinned: false, hash: 'f'.repeat(64), ...over };
}
const down = (from: number, to: number): TimelineEvent[] => Array.from({ length: from - to + 1 }, (_, index) => event(from - index));

describe('the loaded part of the timeline', () => {
  const known = { rows: down(200, 101), older: 'c101', total: 200 };

  it('renews the newest page and keeps what is behind it', () => {
    const next = withNewestEvents(known, { data: down(201, 142), nextCursor: 'c142', total: 201 });
    expect(next?.rows.map((row) => row.seq)).toEqual(down(201, 101).map((row) => row.seq));
    expect(next).toMatchObject({ older: 'c101', total: 201 });
  });

  it('asks for everything again when the newest page cannot tell what changed', () => {
    const page = { data: down(200, 141), nextCursor: 'c141' };
    expect(withNewestEvents(known, { ...page, total: 201 })).toBeUndefined();
    expect(withNewestEvents(known, { data: [event(201, { kind: 'event.pinned' }), ...down(200, 142)], nextCursor: 'c142', total: 201 })).toBeUndefined();
    expect(withNewestEvents(known, { data: down(400, 341), nextCursor: 'c341', total: 400 })).toBeUndefined();
  });

  it('adds older pages without doubling', () => {
    const next = withOlderEvents(known, { data: down(102, 90), nextCursor: null, total: 200 });
    expect(new Set(next.rows.map((row) => row.id)).size).toBe(next.rows.length);
    expect(next.rows.at(-1)?.seq).toBe(90);
    expect(next.older).toBeNull();
  });
});

describe('what a row says', () => {
  it('is the event’s own sentence, or what people wrote instead, led by whose event it is', () => {
    expect(rowText(event(1))).toBe('**Nadia Rahman** noted: note 1');
    expect(rowText(event(1, { amendedText: 'better words' }))).toBe('**Nadia Rahman**: better words');
    expect(rowText(event(1, { amendedText: 'x', actor: { kind: 'person', name: 'A*b', email: null } }))).toBe('**A\\*b**: x');
  });

  it('names the people of a reminder, which knows addresses only', () => {
    const names = new Map([['nadia_r@example.com', 'Nadia *R*']]);
    const reminder = event(1, { kind: 'reminder.sent', text: 'Nadia\\_R@example.com, zoe@example.com was reminded of a task' });
    expect(rowText(reminder, names)).toBe('**Nadia \\*R\\***, zoe@example.com was reminded of a task');
    expect(rowText(event(1, { text: 'wrote to nadia_r@example.com' }), names)).toBe('wrote to nadia_r@example.com');
  });

  it('corrects the words of a note as the server tells it, short or long', () => {
    const told = (text: string): TimelineEvent => {
      const description = describeEvent({ incidentId: 'i', seq: 1, key: 'k', kind: 'note.added', at: AT, recordedAt: AT, actor: PERSON, data: { text } });
      return event(1, { text: description.text, details: description.details });
    };
    expect(ownWords(told('short words'))).toBe('short words');
    expect(ownWords(told('- a list\n- of words'))).toBe('- a list\n- of words');
    expect(ownWords(event(1, { amendedText: 'corrected' }))).toBe('corrected');
    expect(rowDetails({ ...told('- a list\n- of words'), amendedText: 'short' })).toEqual([]);
  });

  it('says when it was written down much later than it happened', () => {
    expect(isBackdated(event(1, { recordedAt: '2026-11-22T11:40:00.000Z' }))).toBe(true);
    expect(isBackdated(event(1))).toBe(false);
  });

  it('stands under the day of the zone', () => {
    const rows = [event(2, { at: '2026-11-22T00:10:00.000Z' }), event(1, { at: '2026-11-21T23:50:00.000Z' })];
    expect(byDay(rows, Date.parse(AT), 'UTC').map((day) => day.label)).toEqual(['Today', 'Yesterday']);
    expect(byDay(rows, Date.parse(AT), 'Europe/Berlin')).toHaveLength(1);
  });
});

describe('the filter of the timeline', () => {
  it('reads groups and pinned out of the address and forgets the rest', () => {
    expect(readShow('notes,pinned,nonsense')).toEqual({ kinds: ['note.added', 'message.imported'], pinned: true, groups: ['notes'] });
    expect(readShow(undefined)).toEqual({ kinds: undefined, pinned: false, groups: [] });
  });

  it('has every kind in one group', () => {
    const kinds = EVENT_GROUPS.flatMap((group) => group.kinds);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.filter(isCorrection)).toEqual(['event.pinned', 'event.amended']);
    expect(kinds.filter(isAmendable)).toEqual(['note.added', 'message.imported']);
  });
});

describe('exports and blocks', () => {
  const report = event(2, { kind: 'report.posted', at: '2026-11-21T10:00:00.000Z', text: '**Nadia Rahman** posted a tactical report', pinned: true, details: [{ label: 'Actions', text: '- fail over\n- watch' }] });
  const pin = event(3, { kind: 'event.pinned', text: 'pinned event 2' });
  const incident = { id: 'i', key: 'INC-1', title: 'Payments fail' };

  it('writes an event as one item, lists inside it as clauses', () => {
    expect(eventLine(report, 'UTC')).toBe('- **10:00** **Nadia Rahman** posted a tactical report ★\n  - Actions: fail over; watch');
  });

  it('writes the timeline as Markdown, oldest first, without what is about the timeline itself', () => {
    const text = timelineMarkdown(incident, [pin, event(1), report], { zone: 'UTC', now: Date.parse(AT) });
    expect(text).toContain('# Timeline of INC-1: Payments fail\n\nTimes in UTC (UTC), 2 events.\n\n## Sat 21 Nov 2026\n\n- **10:00**');
    expect(text.indexOf('21 Nov')).toBeLessThan(text.indexOf('22 Nov'));
    expect(text).not.toContain('Today');
    expect(text).not.toContain('pinned event');
  });

  it('writes every event with its hash as JSON', () => {
    const parsed = JSON.parse(timelineJson(incident, [pin, report])) as { events: TimelineEvent[] };
    expect(parsed.events.map((each) => [each.seq, each.hash.length])).toEqual([[2, 64], [3, 64]]);
  });

  it('chooses what tells the incident shortly', () => {
    expect([event(1), report, pin, event(4, { kind: 'step.succeeded' }), event(5, { kind: 'step.failed', pinned: true })].map(isTelling)).toEqual([true, true, false, false, true]);
    expect(timelineBlock([event(1)], 'UTC')).toBe('- **11:26** **Nadia Rahman** noted: note 1');
    expect(timelineBlock([event(1), report], 'UTC')).toContain('**Sat 21 Nov 2026**\n\n- **10:00**');
  });

  it('writes tasks as a table that no title can break, and cost as a sentence', () => {
    const task = { id: 't', incident, title: 'Pipe | and\nbreak', description: '', kind: 'followUp' as const, state: 'open' as const, assignee: null, dueAt: null, overdue: false, createdAt: AT, updatedAt: AT };
    const options = { zone: 'UTC', now: Date.parse(AT) };
    expect(tasksBlock([task], options).split('\n')).toEqual(['| Task | Who | Due | State |', '| --- | --- | --- | --- |', '| Pipe \\| and break | nobody yet | – | open |']);
    expect(costBlock({ total: '3412.080000', currency: 'USD', asOf: AT }, options)).toContain('**$3,412**');
    expect(publishWarnings([task])).toEqual(['1 follow-up has nobody assigned.', '1 follow-up has no due date, so nobody is reminded.']);
    expect(publishWarnings([])).toHaveLength(1);
    expect(publishWarnings([{ ...task, state: 'done' }])).toEqual([]);
  });
});
