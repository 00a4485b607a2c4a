import { Button, Textarea, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { DateTimeInput } from '../../ui/date-time-input.tsx';
import { useNow } from '../../ui/now.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { PersonSelect } from '../../ui/person-select.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import type { Incident, Task } from '../queries.ts';
import { useKeys } from '../use-keys.ts';
import { quickTimes } from './quick-times.ts';
import styles from './tasks.module.css';

/** What a task's form holds. */
export type TaskValues = { title: string; assigneeEmail: string | null; dueAt: string | null; description: string };

type Props = {
  initial: TaskValues;
  incident: Incident;
  verb: string;
  /** Follow-up tasks are due in days, tasks of a running incident in minutes. */
  kind: Task['kind'];
  send: (values: TaskValues) => Promise<unknown>;
  onCancel: () => void;
  extra?: React.ReactNode;
};

/** A task's title, who does it, until when, and what else there is to know; Escape cancels, Ctrl+Enter saves. */
export function TaskForm({ initial, verb, kind, send, onCancel, extra }: Props) {
  const { form, submit, busy, problem } = useApiForm<TaskValues>({
    initialValues: initial,
    validate: { title: (value: string) => (value.trim() === '' ? 'Say what is to be done' : value.trim().length > 250 ? 'At most 250 characters' : null) },
    send: (values) => send({ ...values, title: values.title.replace(/\s+/g, ' ').trim() }),
  });
  const [more, setMore] = useState(initial.description !== '');
  const now = useNow(60_000);
  const box = useKeys<HTMLFormElement>({ escape: onCancel, submit: () => submit() });
  const onTitleKey = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <form className={styles.form} ref={box} onSubmit={submit} aria-label={verb}>
      {problem && <ProblemNotice error={problem} />}
      <Textarea label="Task" placeholder="What is to be done" autosize minRows={1} maxRows={4} {...form.getInputProps('title')} autoFocus onKeyDown={onTitleKey} />
      <PersonSelect label="Assignee" placeholder="Nobody yet" value={form.values.assigneeEmail} onChange={(email) => form.setFieldValue('assigneeEmail', email)} error={form.errors.assigneeEmail} clearable allowNew />
      <div>
        <DateTimeInput label="Due" value={form.values.dueAt} onChange={(at) => form.setFieldValue('dueAt', at)} error={form.errors.dueAt} />
        <div className={styles.quick}>
          {quickTimes(kind, now).map((choice) => (
            <Button key={choice.label} size="xs" onClick={() => form.setFieldValue('dueAt', choice.at)}>
              {choice.label}
            </Button>
          ))}
          {form.values.dueAt !== null && (
            <Button size="xs" variant="subtle" onClick={() => form.setFieldValue('dueAt', null)}>
              No date
            </Button>
          )}
        </div>
      </div>
      {more ? (
        <Textarea label="Description" description="Markdown" autosize minRows={2} maxRows={10} {...form.getInputProps('description')} />
      ) : (
        <UnstyledButton style={{ color: 'var(--link)', justifySelf: 'start' }} onClick={() => setMore(true)}>
          Add a description
        </UnstyledButton>
      )}
      <div className={styles.buttons}>
        <Button type="submit" size="xs" variant="filled" loading={busy}>
          {verb}
        </Button>
        <Button size="xs" onClick={onCancel}>
          Cancel
        </Button>
        {extra}
      </div>
    </form>
  );
}
