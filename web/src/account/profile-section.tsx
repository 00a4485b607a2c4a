import { Button, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { routes } from '../../../api/contract/index.ts';
import { call, type OutputOf } from '../api/client.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Section } from '../ui/page.tsx';
import { toastDone } from '../ui/toast.ts';
import { useApiForm } from '../ui/use-api-form.ts';
import styles from './account.module.css';

type Profile = OutputOf<typeof routes.accounts.profile.get>;

const orNull = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text);

/** What colleagues see of one, and the zone in which mails tell times. */
export function ProfileSection({ profile }: { profile: Profile }) {
  const client = useQueryClient();
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { name: profile.name, title: profile.title ?? '', team: profile.team ?? '', timeZone: profile.timeZone },
    validate: { name: (value: string) => (value.trim() === '' ? 'Enter your name, as colleagues know it' : null) },
    send: async ({ name, title, team, timeZone }) => {
      const saved = await call(routes.accounts.profile.update, { body: { name, title: orNull(title), team: orNull(team), timeZone: orNull(timeZone) } });
      form.resetDirty();
      client.setQueryData(['profile.get', {}, {}], saved);
      await client.invalidateQueries({ queryKey: ['session.get'] });
      toastDone('Your profile is saved.');
    },
  });
  return (
    <Section title="Profile">
      <form onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} title={`Not saved: ${problem.title}`} />}
        <div className={styles.pair}>
          <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} />
          <TextInput label="E-mail address" value={profile.email} readOnly className={styles.fixed ?? ''} description="An administrator can change it." inputWrapperOrder={['label', 'input', 'description', 'error']} />
          <TextInput label="Job title" autoComplete="organization-title" {...form.getInputProps('title')} />
          <TextInput label="Team" {...form.getInputProps('team')} />
          <Select label="Time zone" description="Mails tell times in it." inputWrapperOrder={['label', 'input', 'description', 'error']} searchable clearable placeholder="UTC" data={Intl.supportedValuesOf('timeZone')} {...form.getInputProps('timeZone')} />
        </div>
        <Button type="submit" className={styles.foot ?? ''} loading={busy} disabled={!form.isDirty()}>
          Save the profile
        </Button>
      </form>
    </Section>
  );
}
