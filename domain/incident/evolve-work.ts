import type { EventData, IncidentEvent } from './events.ts';
import type { IncidentState, IncidentTask, ReminderStatus } from './state.ts';

/** The kinds of event about reports, tasks, reminders and the postmortem. */
export type WorkEventKind = 'report.posted' | 'report.snoozed' | 'task.created' | 'task.updated' | 'reminder.sent' | 'postmortem.scheduled' | 'postmortem.published';

const NO_REMINDER: ReminderStatus = { count: 0, lastAt: null, snoozedUntil: null };

/** Folds reports, tasks, reminders and the postmortem. */
export function evolveWork(state: IncidentState, event: IncidentEvent<WorkEventKind>): IncidentState {
  switch (event.kind) {
    case 'report.posted': {
      const { kind } = event.data.report;
      const reports = { ...state.reports, [kind]: { count: state.reports[kind].count + 1, lastAt: event.at } };
      return withReminder({ ...state, reports }, `report/${kind}`, { snoozedUntil: null });
    }
    case 'report.snoozed':
      return withReminder(state, `report/${event.data.kind}`, { snoozedUntil: event.data.until });
    case 'task.created':
      return { ...state, tasks: [...state.tasks, { ...event.data, state: 'open', createdAt: event.at, updatedAt: event.at, remindedAt: null }] };
    case 'task.updated': {
      const { taskId, changes } = event.data;
      return { ...state, tasks: state.tasks.map((t) => (t.taskId === taskId ? changed(t, changes, event.at) : t)) };
    }
    case 'reminder.sent':
      return reminded(state, event);
    case 'postmortem.scheduled': {
      const { owner, meetingAt, dueAt } = event.data;
      return { ...state, postmortem: { state: 'scheduled', owner, meetingAt, dueAt, publishedAt: null } };
    }
    case 'postmortem.published': {
      const plan = state.postmortem ?? { owner: event.data.by, meetingAt: event.at, dueAt: event.at };
      return { ...state, postmortem: { ...plan, state: 'published', publishedAt: event.at } };
    }
  }
}

function withReminder(state: IncidentState, id: string, change: Partial<ReminderStatus>): IncidentState {
  return { ...state, reminders: { ...state.reminders, [id]: { ...(state.reminders[id] ?? NO_REMINDER), ...change } } };
}

function reminded(state: IncidentState, event: IncidentEvent<'reminder.sent'>): IncidentState {
  const id = event.data.reminder;
  const count = (state.reminders[id]?.count ?? 0) + 1;
  const next = withReminder(state, id, { count, lastAt: event.at });
  if (!id.startsWith('task/')) return next;
  return { ...next, tasks: next.tasks.map((t) => (id === `task/${t.taskId}` ? { ...t, remindedAt: event.at } : t)) };
}

function changed(task: IncidentTask, changes: EventData['task.updated']['changes'], at: string): IncidentTask {
  return {
    ...task,
    state: changes.state ?? task.state,
    title: changes.title ?? task.title,
    description: changes.description ?? task.description,
    assignee: changes.assignee === undefined ? task.assignee : changes.assignee,
    dueAt: changes.dueAt === undefined ? task.dueAt : changes.dueAt,
    updatedAt: at,
  };
}
