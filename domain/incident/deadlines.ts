import { between, DAY, HOUR, latest, MINUTE, plus } from '../time.ts';
import { reviewDueAt } from './review.ts';
import { lastHolderOf } from './roles.ts';
import type { IncidentState } from './state.ts';
import { REPORT_KINDS, type ReportKind } from './types.ts';

/** Kinds of things that happen by themselves at a time. */
export type DeadlineKind = 'report' | 'stale' | 'close' | 'task' | 'review';

/** Something that will happen by itself at `at` (ISO) unless somebody acts before. `id` is also the reminder's id in the state. */
export interface Deadline {
  id: string;
  kind: DeadlineKind;
  at: string;
  /** What people read, without the incident's title, e.g. `Remind Nadia of a tactical report`. */
  title: string;
  /** Why, e.g. `every 30 minutes while active`; null when the title says it all. */
  detail: string | null;
  /** For `report`: which. */
  report: ReportKind | null;
  /** For `task`: which. */
  taskId: string | null;
}

/** What is known beside the ledger: the time of the last activity elsewhere (the conversation), ISO. */
export interface Noted {
  lastActivityAt: string | null;
}

/**
 * Everything that will happen by itself, earliest first; times are absolute, may lie in the past (then it is due now), and move on
 * when the ledger says that a reminder was sent. Pure: the same state gives the same deadlines.
 */
export function nextDeadlines(state: IncidentState, noted: Noted = { lastActivityAt: null }): Deadline[] {
  const all = [...REPORT_KINDS.flatMap((kind) => reportDeadline(state, kind)), ...stageDeadlines(state, noted), ...reviewDeadline(state), ...taskDeadlines(state)];
  return all.sort((a, b) => between(b.at, a.at) || (a.id < b.id ? -1 : 1));
}

const blank = { detail: null, report: null, taskId: null };

function stageSince(state: IncidentState): string {
  return state.stages.at(-1)?.from ?? state.declaredAt;
}

function nameOf(state: IncidentState, ...roles: ('commander' | 'liaison' | 'reporter')[]): string {
  for (const role of roles) {
    const holder = lastHolderOf(state, role);
    if (holder) return holder.name;
  }
  return 'the participants';
}

const counted = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** One reminder a period after the last report, reminder or start of the stage; a snooze puts it off, a new report ends the snooze. */
function reportDeadline(state: IncidentState, kind: ReportKind): Deadline[] {
  const minutes = kind === 'tactical' ? state.priority.tacticalReportMinutes : state.priority.executiveReportMinutes;
  if (state.stage !== 'active' || minutes === null) return [];
  const reminder = state.reminders[`report/${kind}`];
  const natural = plus(latest(stageSince(state), state.reports[kind].lastAt, reminder?.lastAt), minutes * MINUTE);
  const who = kind === 'tactical' ? nameOf(state, 'commander') : nameOf(state, 'liaison', 'commander');
  const article = kind === 'tactical' ? 'a tactical' : 'an executive';
  const detail = `${minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute')} after the last one while active`;
  return [{ ...blank, id: `report/${kind}`, kind: 'report', at: latest(natural, reminder?.snoozedUntil), title: `Remind ${who} of ${article} report`, detail, report: kind }];
}

/** Active without activity: ask whether it is stable. Stable for long: ask to close. Asked again after the same time. */
function stageDeadlines(state: IncidentState, noted: Noted): Deadline[] {
  const who = nameOf(state, 'commander');
  if (state.stage === 'active') {
    const hours = state.project.staleHours ?? 24;
    const quietSince = latest(stageSince(state), state.lastActivityAt, noted.lastActivityAt, state.reminders['stale']?.lastAt);
    return [{ ...blank, id: 'stale', kind: 'stale', at: plus(quietSince, hours * HOUR), title: `Ask ${who} whether it is stable`, detail: `after ${hours} hours without activity` }];
  }
  if (state.stage !== 'stable') return [];
  const hours = state.project.closeHours ?? 72;
  const since = latest(stageSince(state), state.reminders['close']?.lastAt);
  return [{ ...blank, id: 'close', kind: 'close', at: plus(since, hours * HOUR), title: `Ask ${who} to close it`, detail: `after ${hours} hours in stable` }];
}

/** The postmortem is due: the day before, then daily until it is published. */
function reviewDeadline(state: IncidentState): Deadline[] {
  if (state.stage !== 'review' || state.postmortem?.state === 'published') return [];
  const dueAt = reviewDueAt(state);
  const since = stageSince(state);
  const dayBefore = plus(dueAt, -DAY);
  const first = between(since, dayBefore) > 0 ? dayBefore : latest(dueAt, since);
  const remindedAt = state.reminders['review']?.lastAt ?? null;
  const isFirst = remindedAt === null || between(remindedAt, since) > 0;
  const who = state.postmortem?.owner.name ?? nameOf(state, 'commander', 'reporter');
  return [{ ...blank, id: 'review', kind: 'review', at: isFirst ? first : plus(remindedAt, DAY), title: `Remind ${who} of the postmortem`, detail: `due ${dueAt.slice(0, 10)}` }];
}

/** Open tasks with a due date: once when due, then daily while overdue; a new due date counts from the start. */
function taskDeadlines(state: IncidentState): Deadline[] {
  return state.tasks.flatMap((task): Deadline[] => {
    if (task.state !== 'open' || task.dueAt === null) return [];
    const reminded = task.remindedAt !== null && between(task.dueAt, task.remindedAt) >= 0;
    const at = reminded && task.remindedAt !== null ? plus(task.remindedAt, DAY) : task.dueAt;
    const who = task.assignee?.name ?? nameOf(state, 'commander', 'reporter');
    return [{ ...blank, id: `task/${task.taskId}`, kind: 'task', at, title: `Remind ${who} of a task`, detail: `due ${task.dueAt.slice(0, 10)}`, taskId: task.taskId }];
  });
}
