import { Button, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { routes } from '../../../api/contract/index.ts';
import { call } from '../api/client.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { toastDone } from '../ui/toast.ts';
import { useApiForm } from '../ui/use-api-form.ts';
import styles from './account.module.css';

/** Changing one's password. */
export function PasswordSection() {
  const client = useQueryClient();
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (value: string) => (value === '' ? 'Enter your present password' : null),
      newPassword: (value: string) => (value.length < 12 ? 'Use at least 12 characters; a few words in a row are good' : null),
    },
    send: async (body) => {
      await call(routes.accounts.passwords.change, { body });
      form.reset();
      toastDone('Your password is changed. Every other session is ended.');
      await client.invalidateQueries({ queryKey: ['sessions.list'] });
    },
  });
  return (
    <Section title="Password">
      <form onSubmit={submit} noValidate className={styles.form}>
        {problem && <ProblemNotice error={problem} title={`Not changed: ${problem.title}`} />}
        <PasswordInput label="Current password" autoComplete="current-password" {...form.getInputProps('currentPassword')} />
        <PasswordInput label="New password" description="At least 12 characters. You are signed out everywhere else." autoComplete="new-password" {...form.getInputProps('newPassword')} />
        <Button type="submit" loading={busy}>
          Change the password
        </Button>
      </form>
    </Section>
  );
}
