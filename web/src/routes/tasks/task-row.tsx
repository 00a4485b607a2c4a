import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Task } from '../../../../api/contract/tasks.ts';
import { Key } from '../../ui/facts.tsx';
import { Person } from '../../ui/person.tsx';
import { Due } from '../../ui/time.tsx';
import styles from './tasks.module.css';
import { useTaskState } from './use-task-state.ts';

/** One task with its box to tick, its incident, who has it (`plain` leaves that out) and when it is due. */
export function TaskRow({ task, plain = false }: { task: Task; plain?: boolean }) {
  const setState = useTaskState();
  const done = task.state !== 'open';
  return (
    <div className={styles.row} data-done={done || undefined}>
      <Checkbox checked={task.state === 'done'} onChange={() => setState(task, done ? 'open' : 'done')} aria-label={done ? `Reopen task: ${task.title}` : `Complete task: ${task.title}`} size="xs" />
      <span className={styles.title}>
        <bdi>{task.title}</bdi>
        <small>
          <Link to="/incidents/$incident" params={{ incident: task.incident.key }}>
            <Key>{task.incident.key}</Key> <bdi>{task.incident.title}</bdi>
          </Link>
        </small>
      </span>
      {task.kind === 'followUp' && <span className={styles.kind}>follow-up</span>}
      {!plain && (
        <span className={styles.who}>
          <Person person={task.assignee} nobody="nobody has it" />
        </span>
      )}
      <span className={styles.due}>{task.state === 'cancelled' ? 'cancelled' : done ? 'done' : task.dueAt === null ? <span className={styles.none}>no date</span> : <Due at={task.dueAt} prefix="due " near={86_400_000} />}</span>
    </div>
  );
}
