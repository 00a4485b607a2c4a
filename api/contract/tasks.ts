import { z } from 'zod';
import { TASK_KINDS, TASK_STATES } from '../../domain/incident/types.ts';
import { Email, Id, IdParams, IncidentParams, Line, ListParam, PageQuery, Person, Text, Time, listOf, pageOf } from './common.ts';
import { defineRoute } from './route.ts';

/** An action item of an incident. */
export const Task = z.object({
  id: Id,
  incident: z.object({ id: Id, key: z.string(), title: z.string() }),
  title: z.string(),
  description: z.string(),
  kind: z.enum(TASK_KINDS),
  state: z.enum(TASK_STATES),
  assignee: Person.nullable(),
  dueAt: Time.nullable(),
  overdue: z.boolean(),
  createdAt: Time,
  updatedAt: Time,
});
/** See {@link Task}. */
export type Task = z.infer<typeof Task>;
const CreateTaskBody = z.strictObject({
  title: Line(250),
  description: Text(10_000).default(''),
  kind: z.enum(TASK_KINDS).optional(),
  assigneeEmail: Email.nullable().optional(),
  dueAt: Time.nullable().optional(),
});
const UpdateTaskBody = z
  .strictObject({ title: Line(250).optional(), description: Text(10_000).optional(), state: z.enum(TASK_STATES).optional(), assigneeEmail: Email.nullable().optional(), dueAt: Time.nullable().optional() })
  .refine((b) => Object.keys(b).length > 0, 'name at least one field to change');

const tag = 'Tasks';
/** Routes about tasks. */
export const tasks = {
  list: defineRoute({ id: 'tasks.list', method: 'get', path: '/tasks', access: 'member', tag, summary: 'Tasks of all incidents the caller may see', query: PageQuery.extend({ state: ListParam, assignee: ListParam, overdue: z.stringbool().optional(), q: z.string().max(200).optional() }), response: pageOf(Task) }),
  listOfIncident: defineRoute({ id: 'tasks.listOfIncident', method: 'get', path: '/incidents/:incident/tasks', access: { incident: 'view' }, tag, summary: 'Tasks of an incident', params: IncidentParams, response: listOf(Task) }),
  create: defineRoute({ id: 'tasks.create', method: 'post', path: '/incidents/:incident/tasks', access: { incident: 'manageTasks' }, tag, summary: 'Create a task', params: IncidentParams, body: CreateTaskBody, response: Task, status: 201 }),
  update: defineRoute({ id: 'tasks.update', method: 'patch', path: '/tasks/:id', access: 'member', tag, summary: 'Change a task (needs manageTasks on its incident, or being its assignee)', params: IdParams, body: UpdateTaskBody, response: Task }),
} as const;
