import { Button, Checkbox, UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { initialsOf } from '../../ui/initials.ts';
import { useNow } from '../../ui/now.ts';
import { nameOf } from '../../ui/person.tsx';
import { useZone } from '../../ui/preferences.ts';
import { formatDuration, formatExact, formatRelative } from '../../ui/time-format.ts';
import type { Incident, Task } from '../queries.ts';
import { isLate } from './order.ts';
import { TaskForm } from './task-form.tsx';
import styles from './tasks.module.css';
import { renewIncident, useMayChange, useTaskState } from './use-task-commands.ts';

function DueWord({ task }: { task: Task }) {
  const now = useNow();
  const zone = useZone();
  if (task.dueAt === null) return null;
  const late = isLate(task, now);
  const text = late ? `${formatDuration(now - Date.parse(task.dueAt))} late` : formatRelative(task.dueAt, now, zone);
  return (
    <time dateTime={task.dueAt} title={`due ${formatExact(task.dueAt, zone)}`} style={late ? { color: 'var(--fail)' } : undefined}>
      {text}
    </time>
  );
}

/** One task: tick it off, see who has it and until when; pressed, its words are edited in place. */
export function TaskRow({ incident, task, tagged = false }: { incident: Incident; task: Task; tagged?: boolean }) {
  const [editing, setEditing] = useState(false);
  const setState = useTaskState(incident);
  const may = useMayChange(incident)(task);
  const over = task.state !== 'open';
  if (editing) return <EditTask incident={incident} task={task} onDone={() => setEditing(false)} onState={setState} />;
  return (
    <div className={styles.task}>
      <Checkbox className={styles.check} size="xs" checked={task.state === 'done'} indeterminate={task.state === 'cancelled'} disabled={!may} onChange={() => setState(task, over ? 'open' : 'done')} aria-label={`${over ? 'Open again' : 'Done'}: ${task.title}`} />
      <div className={styles.cell}>
      {may ? (
        <UnstyledButton className={styles.title} data-over={over || undefined} onClick={() => setEditing(true)} title={task.description === '' ? 'Edit the task' : task.description}>
          <bdi>{task.title}</bdi>
        </UnstyledButton>
      ) : (
        <bdi className={styles.title} data-over={over || undefined} title={task.description}>
          {task.title}
        </bdi>
      )}
        {tagged && task.kind === 'followUp' && <small>follow-up</small>}
      </div>
      <span className={styles.side}>
        {task.state === 'cancelled' && <span>cancelled</span>}
        {task.assignee && (
          <span title={nameOf(task.assignee)}>
            <span aria-hidden="true">{initialsOf(task.assignee.name, task.assignee.email)}</span>
            <span className="visually-hidden">{nameOf(task.assignee)}</span>
          </span>
        )}
        {!over && <DueWord task={task} />}
      </span>
    </div>
  );
}

function EditTask({ incident, task, onDone, onState }: { incident: Incident; task: Task; onDone: () => void; onState: (task: Task, state: Task['state']) => void }) {
  const client = useQueryClient();
  const send = useSend(routes.tasks.update);
  const finish = (state: Task['state']): void => {
    onDone();
    onState(task, state);
  };
  return (
    <TaskForm
      incident={incident}
      kind={task.kind}
      verb="Save task"
      initial={{ title: task.title, assigneeEmail: task.assignee?.email ?? null, dueAt: task.dueAt, description: task.description }}
      onCancel={onDone}
      send={async (values) => {
        // Only what was changed is sent, so that somebody else's change of another field survives.
        const body = {
          ...(values.title === task.title ? {} : { title: values.title }),
          ...(values.assigneeEmail === (task.assignee?.email ?? null) ? {} : { assigneeEmail: values.assigneeEmail }),
          ...(values.dueAt === task.dueAt ? {} : { dueAt: values.dueAt }),
          ...(values.description === task.description ? {} : { description: values.description }),
        };
        if (Object.keys(body).length > 0) await send.mutateAsync({ params: { id: task.id }, body });
        renewIncident(client, incident.key);
        onDone();
      }}
      extra={
        task.state === 'open' && (
          <Button size="xs" variant="subtle" color="danger" onClick={() => finish('cancelled')} style={{ marginLeft: 'auto' }}>
            Cancel the task
          </Button>
        )
      }
    />
  );
}
