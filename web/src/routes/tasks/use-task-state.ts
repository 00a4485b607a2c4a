import type { QueryClient } from '@tanstack/react-query';
import { routes } from '../../../../api/contract/index.ts';
import type { Task } from '../../../../api/contract/tasks.ts';
import { useSend } from '../../api/hooks.ts';
import { toastFailed } from '../../ui/toast.ts';
import { toastUndo } from '../../ui/undo-toast.tsx';

type Pages = { pages: { data: Task[] }[] } | { data: Task[] };

function patch(client: QueryClient, id: string, change: Partial<Task>): () => void {
  const before = client.getQueriesData<Pages>({ queryKey: ['tasks.list'] });
  const swap = (tasks: Task[]): Task[] => tasks.map((task) => (task.id === id ? { ...task, ...change } : task));
  client.setQueriesData<Pages>({ queryKey: ['tasks.list'] }, (held) => {
    if (held === undefined) return held;
    if ('pages' in held) return { ...held, pages: held.pages.map((page) => ({ ...page, data: swap(page.data) })) };
    return { ...held, data: swap(held.data) };
  });
  return () => before.forEach(([key, data]) => client.setQueryData(key, data));
}

/** Completes or reopens a task at once on screen, with Undo; when the API refuses, it goes back and says why. */
export function useTaskState(): (task: Task, state: 'open' | 'done') => void {
  const { mutate } = useSend(routes.tasks.update, {
    optimistic: (client, input) => patch(client, input.params.id, input.body.state === undefined ? {} : { state: input.body.state }),
    onFailed: (problem) => toastFailed('The task was not changed', problem.detail ?? problem.title),
  });
  return (task, state) => {
    mutate({ params: { id: task.id }, body: { state } });
    if (state === 'done') toastUndo(`“${task.title}” is done.`, () => mutate({ params: { id: task.id }, body: { state: 'open' } }));
  };
}
