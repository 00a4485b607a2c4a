import type { Task } from '../queries.ts';

/** Tasks as people work through them: the open ones by their due date (those without one last), then what is over, the latest first. */
export function splitTasks(tasks: readonly Task[]): { open: Task[]; over: Task[] } {
  const due = (task: Task): string => task.dueAt ?? '9999';
  return {
    open: tasks.filter((task) => task.state === 'open').sort((a, b) => due(a).localeCompare(due(b)) || a.createdAt.localeCompare(b.createdAt)),
    over: tasks.filter((task) => task.state !== 'open').sort((a, b) => b.updatedAt.localeCompare(a.updatedAt)),
  };
}

/** Whether the due date of an open task has passed; the API's word counts until the next answer, the clock after it. */
export function isLate(task: Pick<Task, 'state' | 'dueAt'>, now: number): boolean {
  return task.state === 'open' && task.dueAt !== null && Date.parse(task.dueAt) < now;
}
