import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import type { Incident, Step } from '../queries.ts';
import styles from './automation.module.css';

/** Asks for the resource that a person made by hand in place of the step: what it is called at its provider, its link, its name. */
export function SupplyForm({ incident, step, onDone }: { incident: Incident; step: Step; onDone: () => void }) {
  const send = useSend(routes.incidents.supplyStep, { onDone });
  const { form, submit, busy, problem } = useApiForm({
    initialValues: { url: '', externalId: '', name: '' },
    validate: { externalId: (value: string, values) => (value.trim() === '' && values.url.trim() === '' ? 'Give a link, or the id it has at its provider' : null) },
    send: ({ url, externalId, name }) => {
      const link = url.trim();
      // A link alone is enough to find a thing again, so it stands in for an id that nobody knows by heart.
      const body = { externalId: externalId.trim() || link, ...(link === '' ? {} : { url: link }), ...(name.trim() === '' ? {} : { name: name.trim() }) };
      return send.mutateAsync({ params: { incident: incident.key, step: step.id }, body });
    },
  });
  return (
    <form className={styles.form} onSubmit={submit} aria-label={`Enter what replaces “${step.title}”`} noValidate>
      {problem && <ProblemNotice error={problem} />}
      <TextInput label="Link" placeholder="https://" type="url" {...form.getInputProps('url')} autoFocus />
      <TextInput label="Id at its provider" placeholder="e.g. PAY-8841" {...form.getInputProps('externalId')} />
      <TextInput label="Name (may stay empty)" {...form.getInputProps('name')} maxLength={200} />
      <div className={styles.buttons}>
        <Button type="submit" size="xs" variant="filled" loading={busy}>
          Use this instead
        </Button>
        <Button size="xs" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Asks why the incident goes on without a step. */
export function SkipForm({ step, onSkip, onCancel }: { step: Step; onSkip: (reason: string) => void; onCancel: () => void }) {
  const [reason, setReason] = useState('');
  const go = (event: React.FormEvent): void => {
    event.preventDefault();
    onSkip(reason);
  };
  return (
    <form className={styles.form} onSubmit={go} aria-label={`Skip “${step.title}”`}>
      <TextInput label="Why is it not needed?" description="For the timeline; may stay empty." maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autoFocus />
      <div className={styles.buttons}>
        <Button type="submit" size="xs" variant="filled">
          Skip
        </Button>
        <Button size="xs" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
