import type { CommandResult } from '../../domain/incident/commands.ts';
import type { ReportBody, ReportKind, TaskKind, TaskState } from '../../domain/incident/types.ts';
import { requireAbility } from '../auth/admit.ts';
import type { IncidentHandle } from '../http/handler.ts';
import { idFor, inputTime, personBy, send, type Acting } from './acting.ts';

/** Posts a report; answers its id. */
export async function postReport(acting: Acting, incident: IncidentHandle, report: ReportBody): Promise<CommandResult & { reportId: string }> {
  requireAbility(incident.abilities, 'post');
  const reportId = idFor(acting, 'report');
  return { ...(await send(acting, incident.id, { name: 'postReport', data: { reportId, report } })), reportId };
}

/** Puts the next reminder for a report off until a time. */
export function snoozeReport(acting: Acting, incident: IncidentHandle, snooze: { kind: ReportKind; until: string }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'post');
  return send(acting, incident.id, { name: 'snoozeReport', data: snooze });
}

/** Adds a note to the timeline; `at` null = now. */
export function addNote(acting: Acting, incident: IncidentHandle, note: { text: string; at: string | null }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'post');
  return send(acting, incident.id, { name: 'addNote', data: { text: note.text, at: note.at === null ? null : inputTime(note.at, '/at') } });
}

/** Pins or unpins an event of the timeline. */
export function pinEvent(acting: Acting, incident: IncidentHandle, pin: { seq: number; pinned: boolean }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'edit');
  return send(acting, incident.id, { name: 'pinEvent', data: pin });
}

/** Replaces what people read of an event. */
export function amendEvent(acting: Acting, incident: IncidentHandle, amend: { seq: number; text: string }): Promise<CommandResult> {
  requireAbility(incident.abilities, 'edit');
  return send(acting, incident.id, { name: 'amendEvent', data: amend });
}

/** A new task as people write it. */
export interface NewTask {
  title: string;
  description: string;
  kind: TaskKind | undefined;
  assigneeEmail: string | null | undefined;
  dueAt: string | null | undefined;
}

/** Creates a task; answers its id. Without a kind it is a follow-up once the incident is closed. */
export async function createTask(acting: Acting, incident: IncidentHandle, task: NewTask): Promise<CommandResult & { taskId: string }> {
  requireAbility(incident.abilities, 'manageTasks');
  const taskId = idFor(acting, 'task');
  const isOver = incident.facts.stage === 'closed' || incident.facts.stage === 'review';
  const assignee = task.assigneeEmail ? await personBy(acting, task.assigneeEmail) : null;
  const data = { taskId, title: task.title, description: task.description, kind: task.kind ?? (isOver ? ('followUp' as const) : ('response' as const)), assignee, dueAt: task.dueAt ? inputTime(task.dueAt, '/dueAt') : null };
  return { ...(await send(acting, incident.id, { name: 'createTask', data })), taskId };
}

/** Changes of a task as people write them. */
export interface TaskChange {
  title?: string | undefined;
  description?: string | undefined;
  state?: TaskState | undefined;
  assigneeEmail?: string | null | undefined;
  dueAt?: string | null | undefined;
}

/** Changes a task; needs `manageTasks`, unless the caller found that the viewer is its assignee. */
export async function updateTask(acting: Acting, incident: IncidentHandle, update: { taskId: string; change: TaskChange; isAssignee: boolean }): Promise<CommandResult> {
  if (!update.isAssignee) requireAbility(incident.abilities, 'manageTasks');
  const { assigneeEmail, dueAt, title, description, state } = update.change;
  const assignee = typeof assigneeEmail === 'string' ? await personBy(acting, assigneeEmail) : assigneeEmail;
  const changes = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(state === undefined ? {} : { state }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(dueAt === undefined ? {} : { dueAt: dueAt === null ? null : inputTime(dueAt, '/dueAt') }),
  };
  return send(acting, incident.id, { name: 'updateTask', data: { taskId: update.taskId, changes } });
}
