import type { IncidentState, IncidentTask, Participant } from '../../domain/incident/state.ts';

const MOST_LINES = 50;
const clock = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
const roles = (p: Participant): string[] => p.roles.filter((r) => r.to === null).map((r) => r.role);
const holder = (state: IncidentState, role: string): string => state.participants.find((p) => p.removedAt === null && roles(p).includes(role))?.name ?? 'nobody';

// People write names and titles; in Markdown they must read as written.
const plain = (text: string): string => text.replaceAll(/[\\`*_[\]<>#|~]/g, '\\$&');

/** The tasks as `/list-tasks` numbers them: in the order in which they were created. */
export function tasksInOrder(state: IncidentState): IncidentTask[] {
  return state.tasks.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
}

function taskLine(task: IncidentTask, number: number): string {
  const who = task.assignee ? `, ${plain(task.assignee.name)}` : '';
  const due = task.dueAt && task.state === 'open' ? `, due ${clock(task.dueAt)}` : '';
  const mark = { open: '', done: ' ✓', cancelled: ' (cancelled)' }[task.state];
  return `${number}. ${plain(task.title)}${who}${due}${mark}`;
}

/** Markdown list of the tasks with their numbers. */
export function tasksText(state: IncidentState): string {
  const tasks = tasksInOrder(state);
  if (tasks.length === 0) return 'There are no tasks yet. `/task "<title>" @assignee due 2h` creates one.';
  const more = tasks.length > MOST_LINES ? `\n\n… and ${tasks.length - MOST_LINES} more on the incident's page.` : '';
  return tasks.slice(0, MOST_LINES).map((task, i) => taskLine(task, i + 1)).join('\n') + more;
}

/** Markdown list of the present participants with their roles. */
export function participantsText(state: IncidentState): string {
  const here = state.participants.filter((p) => p.removedAt === null);
  const lines = here.slice(0, MOST_LINES).map((p) => `- ${plain(p.name)} (${p.email})${roles(p).length > 0 ? `: ${roles(p).join(', ')}` : ''}`);
  return `${here.length === 1 ? 'One participant' : `${here.length} participants`}:\n\n${lines.join('\n')}`;
}

/** Where the incident stands, as a few lines of Markdown. */
export function summaryText(state: IncidentState): string {
  const open = state.tasks.filter((t) => t.state === 'open').length;
  const stuck = Object.entries(state.steps).filter(([, s]) => s.state === 'failed').map(([id]) => `\`${id}\``);
  const since = state.stages.at(-1)?.from ?? state.declaredAt;
  return [
    `**${state.key} ${plain(state.title)}**`,
    `- ${state.stage} since ${clock(since)}, ${plain(state.severity.name)}, ${plain(state.priority.name)}, ${plain(state.type.name)}`,
    `- Commander: ${plain(holder(state, 'commander'))}; reported ${clock(state.reportedAt)}`,
    `- ${open === 1 ? 'One open task' : `${open} open tasks`} of ${state.tasks.length}, ${state.participants.filter((p) => p.removedAt === null).length} participants`,
    ...(stuck.length > 0 ? [`- Steps that wait for a person: ${stuck.join(', ')}. \`/retry <step>\` or \`/skip <step>\``] : []),
  ].join('\n');
}
