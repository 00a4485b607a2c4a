import type { IncidentEvent } from '../events.ts';
import { bold, listed } from '../markdown.ts';
import { moment } from '../moments.ts';
import type { TaskState } from '../types.ts';
import { actorOf, details, said, who, type Description } from './words.ts';

/** A new task, for whom and until when. */
export function describeTaskCreated({ actor, data }: IncidentEvent<'task.created'>): Description {
  const forWhom = data.assignee ? ` for ${who(data.assignee)}` : '';
  const what = data.kind === 'followUp' ? 'the follow-up' : 'the task';
  return said(`${actorOf(actor)} created ${what} ${bold(data.title)}${forWhom}`, {
    details: details(['Due', data.dueAt && moment(data.dueAt)], ['Description', data.description]),
  });
}

const STATE_WORDS: Record<TaskState, string> = {
  open: 'reopened',
  done: 'completed',
  cancelled: 'cancelled',
};

/** What changed about a task; a change of state leads the sentence. */
export function describeTaskUpdated({
  actor,
  data: { title, changes },
}: IncidentEvent<'task.updated'>): Description {
  const parts: string[] = [];
  if (changes.title !== undefined) parts.push(`renamed it to ${bold(changes.title)}`);
  if (changes.assignee !== undefined)
    parts.push(
      changes.assignee === null ? 'assigned it to nobody' : `assigned it to ${who(changes.assignee)}`,
    );
  if (changes.dueAt !== undefined)
    parts.push(changes.dueAt === null ? 'removed its due time' : `set it due ${moment(changes.dueAt)}`);
  if (changes.description !== undefined) parts.push('rewrote its description');
  const fields = details(['Description', changes.description]);
  const task = `the task ${bold(title)}`;
  if (changes.state !== undefined) {
    const more = parts.length === 0 ? '' : ` and ${listed(parts)}`;
    return said(`${actorOf(actor)} ${STATE_WORDS[changes.state]} ${task}${more}`, { details: fields });
  }
  if (parts.length === 0) return said(`${actorOf(actor)} saved ${task} unchanged`);
  return said(`${actorOf(actor)} changed ${task}: ${listed(parts)}`, { details: fields });
}
