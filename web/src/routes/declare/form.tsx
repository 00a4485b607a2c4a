import { Button, Textarea, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { IncidentDetail } from '../../../../api/contract/incidents.ts';
import { routes } from '../../../../api/contract/index.ts';
import { storeIncident, useApi } from '../../api/hooks.ts';
import { useKeys } from '../../incident/use-keys.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { readStored, writeStored } from '../../ui/store.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import styles from './declare.module.css';
import { Details } from './details.tsx';
import { type DeclareValues, EMPTY, readDraft } from './draft.ts';
import { Similar, usePreview, WillHappen } from './preview.tsx';
import { createSender } from './send.ts';
import { SeverityChoice } from './severity-choice.tsx';

const DRAFT = 'dispatch.draft.declare';

type Props = { template: DeclareValues | undefined; reporter: boolean; onDeclared: (incident: IncidentDetail) => void };

/** The form that declares an incident: how bad, what, what is known; the rest folded, and what will happen beside it. */
export function DeclareForm({ template, reporter, onDeclared }: Props) {
  const client = useQueryClient();
  const [draft] = useState(() => (template ? undefined : readDraft(readStored(DRAFT))));
  const [restored, setRestored] = useState(draft !== undefined);
  const [attempt, setAttempt] = useState(0);
  const send = useRef(createSender());
  const done = useRef(false);
  const { form, submit, busy, problem } = useApiForm<DeclareValues>({
    initialValues: template ?? draft ?? EMPTY,
    validate: {
      title: (value: string) => (value.trim() === '' ? 'Say in a few words what is happening' : null),
      description: (value: string) => (value.trim() === '' ? 'Say in a sentence what you know so far' : null),
    },
    send: async (values) => {
      setAttempt(0);
      const incident = await send.current(values, setAttempt);
      done.current = true;
      writeStored(DRAFT, undefined);
      storeIncident(client, incident);
      onDeclared(incident);
    },
  });
  useDefaultSeverity(form.values.severity, (name) => form.setFieldValue('severity', name));
  const keep = useDebouncedCallback((values: DeclareValues) => {
    if (!done.current) writeStored(DRAFT, readDraft(JSON.stringify(values)) ? JSON.stringify(values) : undefined);
  }, 300);
  useEffect(() => keep(form.values), [form.values, keep]);
  const { data: preview, failed } = usePreview(form.values);
  const discard = (): void => {
    writeStored(DRAFT, undefined);
    setRestored(false);
    form.setValues({ ...EMPTY, severity: form.values.severity });
  };
  const keys = useKeys<HTMLFormElement>({ submit: () => submit() });
  return (
    <div className={styles.layout}>
      <form ref={keys} className={styles.form} onSubmit={submit} noValidate>
        {restored && (
          <Notice title="Your draft is back" action={<Button size="xs" onClick={discard}>Discard the draft</Button>}>
            <p>You had begun to declare something and not sent it.</p>
          </Notice>
        )}
        <SeverityChoice value={form.values.severity} onChange={(name) => form.setFieldValue('severity', name)} error={form.errors.severity} />
        <TextInput label="What is happening?" placeholder="Card payments are failing in EU" size="md" maxLength={250} autoFocus data-autofocus {...form.getInputProps('title')} />
        <Similar similar={preview?.similar ?? []} linked={!reporter} />
        <Textarea label="What do you know so far?" placeholder="Since when, who notices it, what you have seen. Markdown works." autosize minRows={3} maxRows={14} size="md" {...form.getInputProps('description')} />
        <Details form={form} reporter={reporter} />
        {problem && <ProblemNotice error={problem} title={problem.offline ? 'Not declared yet: Dispatch cannot be reached' : `Not declared: ${problem.title}`} />}
        <div className={styles.submit}>
          <Button type="submit" variant="filled" size="md" loading={busy}>
            {[reporter ? 'Report' : 'Declare', form.values.severity, 'incident'].filter((word) => word !== '').join(' ')}
          </Button>
          <span role="status">{busy && attempt > 0 ? `Dispatch did not answer; trying again (${attempt + 1} of 4). It will be one incident, however often this is sent.` : ''}</span>
        </div>
      </form>
      <WillHappen preview={preview} failed={failed} reporter={reporter} />
    </div>
  );
}

function useDefaultSeverity(value: string, choose: (name: string) => void): void {
  const { data } = useApi(routes.settings.severities.list, {});
  const usual = data?.data.find((severity) => severity.isDefault && severity.isEnabled)?.name;
  const known = data === undefined || data.data.some((severity) => severity.name === value);
  useEffect(() => {
    // A template or a draft may name a severity that no longer exists.
    if (usual !== undefined && (value === '' || !known)) choose(usual);
  });
}
