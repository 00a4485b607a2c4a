import { abilitiesOf } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { TASK_STATES } from '../../domain/incident/types.ts';
import { listTasks, taskById, tasksOfIncident } from '../../models/read/tasks.ts';
import { openIncident } from '../auth/admit.ts';
import { createTask, updateTask } from '../commands/work.ts';
import type { routes } from '../contract/index.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { invalidRequest } from '../http/problem.ts';

type Routes = (typeof routes)['tasks'];

async function taskAnswer(call: Pick<Call<Routes['update']>, 'deps' | 'viewer'>, id: string): Promise<Answer<Routes['update']>> {
  const task = await taskById(call.deps.db, id);
  const isHidden = !task || abilitiesOf(call.viewer, task.access).length === 0;
  if (isHidden) throw new DomainError('not-found', `There is no task ${id}.`);
  return task;
}

async function update(call: Call<Routes['update']>): Promise<Answer<Routes['update']>> {
  const { deps, viewer, params, body } = call;
  const task = await taskAnswer(call, params.id);
  const incident = await openIncident(deps, viewer, task.incident.id);
  await updateTask(call, incident, { taskId: params.id, change: body, isAssignee: task.assignee?.id === viewer.personId });
  return taskAnswer(call, params.id);
}

/** Tasks of all incidents, and of one. */
export const tasks: Handlers<Routes> = {
  async list({ deps, viewer, query }) {
    const unknown = (query.state ?? []).find((state) => !(TASK_STATES as readonly string[]).includes(state));
    if (unknown !== undefined) throw invalidRequest([{ pointer: 'query:state', detail: `"${unknown.slice(0, 60)}" is none of ${TASK_STATES.join(', ')}` }]);
    return listTasks(deps.db, viewer, query);
  },
  listOfIncident: async ({ deps, incident }) => ({ data: await tasksOfIncident(deps.db, incident.id) }),
  async create(call) {
    const { title, description, kind, assigneeEmail, dueAt } = call.body;
    const { taskId } = await createTask(call, call.incident, { title, description, kind, assigneeEmail, dueAt });
    return taskAnswer(call, taskId);
  },
  update,
};
