import type { OutputOf } from '../../api/client.ts';
import type { routes } from '../../../../api/contract/index.ts';
import type { Task } from '../queries.ts';

/** The two kinds of report. */
export type ReportKind = 'tactical' | 'executive';
/** A posted report. */
export type Report = OutputOf<typeof routes.timeline.reports>['data'][number];

type Field = { name: string; label: string; hint: string };

/** What each kind of report asks for, and who reads it. */
export const REPORTS: Record<ReportKind, { title: string; audience: string; fields: readonly Field[] }> = {
  tactical: {
    title: 'Tactical',
    audience: 'For those who work on it: it goes to the conversation and the tactical group.',
    fields: [
      { name: 'conditions', label: 'Conditions', hint: 'What is the case now, and since when?' },
      { name: 'actions', label: 'Actions', hint: 'What is being done, by whom?' },
      { name: 'needs', label: 'Needs', hint: 'What is missing to go on?' },
    ],
  },
  executive: {
    title: 'Executive',
    audience: 'For those who want to know: it goes to the notifications group.',
    fields: [
      { name: 'currentStatus', label: 'Current status', hint: 'One sentence without technical words' },
      { name: 'overview', label: 'Overview', hint: 'What happened and whom it affects' },
      { name: 'nextSteps', label: 'Next steps', hint: 'What happens next, and when you write again' },
    ],
  },
};

/** What a new report begins with: the last one of its kind, since most of it is still true. */
export function startFrom(kind: ReportKind, reports: readonly Report[]): Record<string, string> {
  const last = reports.find((report) => report.kind === kind);
  return Object.fromEntries(REPORTS[kind].fields.map(({ name }) => [name, last?.fields.find((field) => field.name === name)?.text ?? '']));
}

/** Open tasks as a Markdown list, for the actions of a report. */
export function taskList(tasks: readonly Task[]): string {
  return tasks
    .filter((task) => task.state === 'open')
    .map((task) => `- ${task.title}${task.assignee === null ? '' : ` (${task.assignee.name})`}`)
    .join('\n');
}

/** The report as the API takes it. */
export function reportBody(kind: ReportKind, values: Record<string, string>) {
  const text = (name: string): string => (values[name] ?? '').trim();
  return kind === 'tactical' ? { kind, conditions: text('conditions'), actions: text('actions'), needs: text('needs') } : { kind, currentStatus: text('currentStatus'), overview: text('overview'), nextSteps: text('nextSteps') };
}
