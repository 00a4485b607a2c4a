import type { TimelineEvent } from '../../../../api/contract/timeline.ts';
import { formatMoney } from '../../ui/money-format.ts';
import { formatDate } from '../../ui/time-format.ts';
import { type Incident, type Task } from '../queries.ts';
import { EVENT_GROUPS } from '../timeline/kinds.ts';
import { eventLine } from '../timeline/export.ts';
import { byDay } from '../timeline/row-text.ts';

const TELLING = new Set(['stages', 'reports', 'notes']);

/** Whether an event belongs into a short telling of the incident: pinned ones, stages, reports and notes do. */
export function isTelling(event: Pick<TimelineEvent, 'kind' | 'pinned'>): boolean {
  return event.pinned || EVENT_GROUPS.some((group) => TELLING.has(group.id) && group.kinds.includes(event.kind));
}

/** The chosen events as a Markdown list, oldest first, under their days when there are several. */
export function timelineBlock(events: readonly TimelineEvent[], zone: string): string {
  const inOrder = [...events].sort((a, b) => a.at.localeCompare(b.at) || a.seq - b.seq);
  // Seen from long ago every day is a date, never "Today": the document is read later.
  const days = byDay(inOrder, 0, zone);
  return days.map((day) => `${days.length > 1 ? `**${day.label}**\n\n` : ''}${day.rows.map((event) => eventLine(event, zone)).join('\n')}`).join('\n\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
const STATES: Record<Task['state'], string> = { open: 'open', done: 'done', cancelled: 'cancelled' };

/** Tasks as a Markdown table: what, who, until when, and where it stands. */
export function tasksBlock(tasks: readonly Task[], options: { zone: string; now: number }): string {
  const lines = tasks.map((task) => `| ${cell(task.title)} | ${cell(task.assignee?.name ?? 'nobody yet')} | ${task.dueAt === null ? '–' : formatDate(task.dueAt, options.now, options.zone)} | ${STATES[task.state]} |`);
  return ['| Task | Who | Due | State |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

/** What the incident cost, as a sentence. */
export function costBlock(cost: NonNullable<Incident['cost']>, options: { zone: string; now: number }): string {
  return `The incident cost **${formatMoney(cost.total, cost.currency)}** in people’s time (calculated ${formatDate(cost.asOf, options.now, options.zone)}).`;
}

/** What speaks against publishing now; people may publish all the same. */
export function publishWarnings(tasks: readonly Task[]): string[] {
  const open = tasks.filter((task) => task.kind === 'followUp' && task.state === 'open');
  const count = (found: readonly Task[], one: string, many: string): string[] => (found.length === 0 ? [] : [found.length === 1 ? `1 follow-up has ${one}.` : `${found.length} follow-ups have ${many}.`]);
  const none = tasks.some((task) => task.kind === 'followUp') ? [] : ['There is no follow-up: is there really nothing to change?'];
  return [...none, ...count(open.filter((task) => task.assignee === null), 'nobody assigned', 'nobody assigned'), ...count(open.filter((task) => task.dueAt === null), 'no due date, so nobody is reminded', 'no due date, so nobody is reminded')];
}
