import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { routes } from '../../../../api/contract/index.ts';
import { keyOf } from '../../api/hooks.ts';
import { useSession } from '../../api/session.ts';
import { toastUndo } from '../../ui/undo-toast.tsx';
import { can } from '../abilities.ts';
import { type Incident, patchIncident, type Task, useCommand } from '../queries.ts';


function counted(incident: Incident, tasks: Task[]): Incident {
  return { ...incident, tasks, tasksTotal: tasks.length, tasksOpen: tasks.filter((task) => task.state === 'open').length };
}

function patchTask(client: QueryClient, key: string, { id, state }: Pick<Task, 'id' | 'state'>): () => void {
  return patchIncident(client, key, (known) =>
    counted(
      known,
      known.tasks.map((task) => (task.id === id ? { ...task, state, overdue: state === 'open' && task.overdue } : task)),
    ),
  );
}

/** Whether the viewer may change a task: those who manage the incident's tasks, and who has it. */
export function useMayChange(incident: Incident): (task: Task) => boolean {
  const { person } = useSession();
  return (task) => can(incident, 'manageTasks') || task.assignee?.id === person.id;
}

/** Ticks a task off, opens it again or cancels it: shown at once, taken back when refused; ticking off offers to undo. */
export function useTaskState(incident: Incident): (task: Task, state: Task['state']) => void {
  const client = useQueryClient();
  const send = useCommand(routes.tasks.update, 'The task was not changed', {
    optimistic: (cache, { params, body }) => (body.state === undefined ? undefined : patchTask(cache, incident.key, { id: params.id, state: body.state })),
    // The path names the task only, so the incident that shows it is renewed by name.
    onDone: () => renewIncident(client, incident.key),
  });
  const change = (task: Task, state: Task['state']): void => send.mutate({ params: { id: task.id }, body: { state } });
  return (task, state) => {
    change(task, state);
    if (state !== 'open') toastUndo(`${state === 'done' ? 'Done' : 'Cancelled'}: ${task.title.length > 60 ? `${task.title.slice(0, 60)}…` : task.title}`, () => change(task, task.state));
  };
}

/** Reads the incident again after something about it changed by a path that does not name it. */
export function renewIncident(client: QueryClient, key: string): void {
  void client.invalidateQueries({ queryKey: keyOf(routes.incidents.get, { params: { incident: key } }) });
}
