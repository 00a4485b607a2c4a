import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { useActions } from '../../shell/actions.ts';
import { Section } from '../../ui/page.tsx';
import { can } from '../abilities.ts';
import type { Incident, Task } from '../queries.ts';
import peopleStyles from '../people/people.module.css';
import { splitTasks } from './order.ts';
import { TaskForm } from './task-form.tsx';
import { TaskRow } from './task-row.tsx';
import styles from './tasks.module.css';

const FEW = 10;

/** The incident's tasks: open ones by due date, what is over folded away, a new one at the end. */
export function Tasks({ incident }: { incident: Incident }) {
  const { open, over } = splitTasks(incident.tasks);
  const [all, setAll] = useState(false);
  const shown = all ? open : open.slice(0, FEW);
  return (
    <Section title="Tasks" note={incident.tasksTotal > 0 ? `${over.length} of ${incident.tasks.length} done` : undefined}>
      {incident.tasks.length === 0 && <p style={{ color: 'var(--ink3)', fontSize: 'var(--text-small)' }}>Nothing to do is written down yet.</p>}
      {shown.map((task) => (
        <TaskRow key={task.id} incident={incident} task={task} tagged />
      ))}
      {open.length > FEW && (
        <UnstyledButton className={peopleStyles.add} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show fewer' : `Show all ${open.length} open tasks`}
        </UnstyledButton>
      )}
      {can(incident, 'manageTasks') && <AddTask incident={incident} kind={incident.stage === 'review' ? 'followUp' : 'response'} />}
      {over.length > 0 && (
        <details className={styles.fold}>
          <summary>{over.length} done or cancelled</summary>
          {over.map((task) => (
            <TaskRow key={task.id} incident={incident} task={task} tagged />
          ))}
        </details>
      )}
    </Section>
  );
}

/** Adds a task; `shortcut` makes it the one that the key t opens. */
export function AddTask({ incident, kind, shortcut = true }: { incident: Incident; kind: Task['kind']; shortcut?: boolean }) {
  const [open, setOpen] = useState(false);
  const send = useSend(routes.tasks.create);
  useActions(shortcut ? [{ id: 'incident.task', label: 'Add task', group: 'This incident', keys: 't', words: 'action item to-do', run: () => setOpen(true) }] : []);
  if (!open) {
    return (
      <UnstyledButton className={peopleStyles.add} onClick={() => setOpen(true)}>
        {kind === 'followUp' ? 'Add follow-up…' : 'Add task…'}
      </UnstyledButton>
    );
  }
  return (
    <TaskForm
      incident={incident}
      kind={kind}
      verb={kind === 'followUp' ? 'Add follow-up' : 'Add task'}
      initial={{ title: '', assigneeEmail: null, dueAt: null, description: '' }}
      onCancel={() => setOpen(false)}
      send={async (values) => {
        await send.mutateAsync({ params: { incident: incident.key }, body: { ...values, kind } });
        setOpen(false);
      }}
    />
  );
}
