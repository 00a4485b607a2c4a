import { Button, Group, Select, TextInput } from '@mantine/core';
import type { OtherCost } from '../../../../api/contract/cost-view.ts';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { DateTimeInput } from '../../ui/date-time-input.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import type { Incident } from '../queries.ts';
import styles from './cost.module.css';

/** The kinds of other costs as people say them. */
export const KIND_LABELS: Record<OtherCost['kind'], string> = { vendor: 'Vendor', credits: 'Credits to customers', downtime: 'Downtime', opportunity: 'Missed business', other: 'Other' };
const KINDS = Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label }));

const AMOUNT = /^-?\d{1,12}([.,]\d{1,4})?$/;

type Props = { incident: Incident; currency: string; line?: OtherCost; onDone: () => void };
type Values = { kind: OtherCost['kind']; amount: string; note: string; at: string | null };

/** Adds a cost besides people's time, or changes one. Negative amounts are money that came back. */
export function OtherCostForm({ incident, currency, line, onDone }: Props) {
  const add = useSend(routes.cost.lines.add);
  const change = useSend(routes.cost.lines.change);
  const { form, submit, busy, problem } = useApiForm<Values>({
    initialValues: { kind: line?.kind ?? 'vendor', amount: line?.amount ?? '', note: line?.note ?? '', at: line?.at ?? null },
    validate: {
      amount: (amount: string) => (AMOUNT.test(amount.trim()) ? null : 'An amount, e.g. 1250.00'),
      note: (note: string) => (note.trim() === '' ? 'Say what it was for' : null),
    },
    send: async ({ kind, amount, note, at }) => {
      const body = { kind, amount: amount.trim().replace(',', '.'), note: note.trim(), ...(at === null ? {} : { at }) };
      if (line === undefined) await add.mutateAsync({ params: { incident: incident.key }, body });
      else await change.mutateAsync({ params: { incident: incident.key, id: line.id }, body });
      onDone();
    },
  });
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      {problem && <ProblemNotice error={problem} title="The cost was not stored" />}
      <div className={styles.formFields}>
        <TextInput label="Amount" inputMode="decimal" placeholder="1250.00" rightSection={<span className={styles.unit}>{currency}</span>} rightSectionWidth={52} data-autofocus {...form.getInputProps('amount')} />
        <Select label="Kind" data={KINDS} {...form.getInputProps('kind')} />
        <TextInput className={styles.formWide ?? ''} label="What for" placeholder="Emergency support of the database vendor" maxLength={500} {...form.getInputProps('note')} />
        <DateTimeInput className={styles.formWide ?? ''} label="When" description="Now when empty." value={form.values.at} error={form.errors.at} onChange={(at) => form.setFieldValue('at', at)} />
      </div>
      <Group gap={8}>
        <Button type="submit" variant="filled" size="xs" loading={busy}>
          {line === undefined ? 'Add cost' : 'Save cost'}
        </Button>
        <Button size="xs" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
