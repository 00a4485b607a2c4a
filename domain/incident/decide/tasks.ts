import { DomainError } from '../../errors.ts';
import type { CommandData } from '../commands.ts';
import type { NewEvent } from '../events.ts';
import { personRef, presentParticipant } from '../roles.ts';
import type { IncidentState } from '../state.ts';
import type { Actor, PersonRef } from '../types.ts';
import { invalid, wellFormed } from './timeline.ts';

/** Creates a task; whoever is to do it joins the incident if they have not. */
export function createTask(state: IncidentState, task: CommandData['createTask'], actor: Actor): NewEvent[] {
  if (task.title.trim() === '') throw invalid('/title', 'may not be empty');
  if (state.tasks.some((t) => t.taskId === task.taskId)) throw new DomainError('conflict', 'A task with this id exists already.');
  const dueAt = task.dueAt === null ? null : wellFormed(task.dueAt, '/dueAt');
  const assignee = task.assignee && personRef(task.assignee);
  return [...joining(state, assignee, actor), { kind: 'task.created', actor, data: { ...task, dueAt, assignee } }];
}

/** Changes a task's named fields; those that already have the wished value are left out, and nothing happens when none is left. */
export function updateTask(state: IncidentState, { taskId, changes }: CommandData['updateTask'], actor: Actor): NewEvent[] {
  const task = state.tasks.find((t) => t.taskId === taskId);
  if (!task) throw new DomainError('not-found', 'The incident has no such task.', [{ pointer: 'path:id', detail: 'is not a task of this incident' }]);
  if (changes.title?.trim() === '') throw invalid('/title', 'may not be empty');
  const wished: CommandData['updateTask']['changes'] = {};
  if (changes.state !== undefined && changes.state !== task.state) wished.state = changes.state;
  if (changes.title !== undefined && changes.title !== task.title) wished.title = changes.title;
  if (changes.description !== undefined && changes.description !== task.description) wished.description = changes.description;
  if (changes.assignee !== undefined && changes.assignee?.personId !== task.assignee?.personId) wished.assignee = changes.assignee && personRef(changes.assignee);
  const dueAt = changes.dueAt ? wellFormed(changes.dueAt, '/dueAt') : changes.dueAt;
  if (dueAt !== undefined && dueAt !== task.dueAt) wished.dueAt = dueAt;
  if (Object.keys(wished).length === 0) return [];
  return [...joining(state, wished.assignee ?? null, actor), { kind: 'task.updated', actor, data: { taskId, title: wished.title ?? task.title, changes: wished } }];
}

function joining(state: IncidentState, person: PersonRef | null, actor: Actor): NewEvent[] {
  if (!person || presentParticipant(state, { personId: person.personId })) return [];
  return [{ kind: 'participant.added', actor, data: { person, role: 'participant', source: { kind: 'added' } } }];
}
