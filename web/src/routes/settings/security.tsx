import { Button, NumberInput, Radio } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { routes } from '../../../../api/contract/index.ts';
import { call, type OutputOf } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import list from '../../account/account.module.css';
import styles from '../../second-factor/second-factor.module.css';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Tag } from '../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Person } from '../../ui/person.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { toastDone } from '../../ui/toast.ts';
import { useApiForm } from '../../ui/use-api-form.ts';

type Policy = OutputOf<typeof routes.secondFactor.policy>;

const POLICIES = [
  { value: 'off', label: 'Nobody', about: 'Sensitive actions ask for nothing. People who have a second factor still give it when they sign in with a password.' },
  { value: 'enrolled', label: 'Whoever has a second factor', about: 'People decide by themselves whether they set one up.' },
  { value: 'required', label: 'Managers and above must have one', about: 'They are led to set one up, and cannot do what is sensitive before. Others as they like.' },
] as const;

/** How the organization keeps itself safe: whom it asks for a second factor, and who has one. */
export function SecurityPage() {
  const { data, error, refetch } = useApi(routes.secondFactor.policy, {});
  return (
    <Page title="Security" lead="Sensitive actions are those that could open the door to others: changing access levels, tokens, integrations and these settings, exporting the audit log or people’s data, and making a restricted incident open." actions={<LiveIndicator />} narrow>
      {error && !data && <ProblemNotice error={error} title="The settings could not be loaded" onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} height={30} gap={18} />}
      {data && <PolicyForm policy={data} />}
      {data && <Coverage coverage={data.coverage} />}
    </Page>
  );
}

function PolicyForm({ policy }: { policy: Policy }) {
  const client = useQueryClient();
  const { form, submit, busy, problem } = useApiForm<{ policy: string; stepUpMinutes: number | string }>({
    initialValues: { policy: policy.policy, stepUpMinutes: policy.stepUpMinutes },
    validate: { stepUpMinutes: (value: number | string) => (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 240 ? null : 'Enter 1 to 240 minutes') },
    send: async ({ policy: chosen, stepUpMinutes }) => {
      const saved = await call(routes.secondFactor.setPolicy, { body: { policy: chosen as Policy['policy'], stepUpMinutes: Number(stepUpMinutes) } });
      client.setQueryData(['secondFactor.policy', {}, {}], saved);
      form.resetDirty();
      await client.invalidateQueries({ queryKey: ['secondFactor.status'] });
      toastDone('Saved.');
    },
  });
  return (
    <Section title="Second factor">
      <form onSubmit={submit} noValidate className={styles.policy}>
        {problem && <ProblemNotice error={problem} title={`Not saved: ${problem.title}`} />}
        <Radio.Group label="Who is asked for it before a sensitive action?" {...form.getInputProps('policy')}>
          <div className={styles.radios}>
            {POLICIES.map(({ value, label, about }) => (
              <Radio key={value} value={value} label={label} description={about} />
            ))}
          </div>
        </Radio.Group>
        <NumberInput label="A proof counts for" description="In the same session. 1 to 240 minutes." inputWrapperOrder={['label', 'input', 'description', 'error']} min={1} max={240} allowDecimal={false} suffix=" minutes" maw={320} disabled={form.getValues().policy === 'off'} {...form.getInputProps('stepUpMinutes')} />
        <Button type="submit" loading={busy} disabled={!form.isDirty()}>
          Save
        </Button>
      </form>
    </Section>
  );
}

function Coverage({ coverage: { needed, enrolled, missing } }: { coverage: Policy['coverage'] }) {
  return (
    <Section title="Managers and above" note={`${enrolled} of ${needed} ${needed === 1 ? 'has' : 'have'} a second factor`}>
      {missing.length === 0 ? (
        <Notice tone="ok" title="Everybody who can do harm has a second factor" />
      ) : (
        <ul className={list.rows}>
          {missing.map((person) => (
            <li key={person.id}>
              <span className={list.title}>
                <Person person={person} /> <Tag>{person.accessLevel}</Tag>
              </span>
              <span className={list.text}>{person.email} · no second factor</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
