import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Notice } from '../../../ui/notice.tsx';
import { PersonSelect } from '../../../ui/person-select.tsx';
import styles from './cost.module.css';
import { ROLE_NAMES } from './model-form.ts';
import type { OverrideRow } from './rate-form.ts';

type Props = { rows: readonly OverrideRow[]; faults: Record<string, ReactNode>; onChange: (rows: OverrideRow[]) => void };

const KINDS = [
  { value: 'role', label: 'Role' },
  { value: 'team', label: 'Team' },
  { value: 'email', label: 'Person' },
] as const;
const ROLES = ROLE_NAMES.map((role) => ({ value: role, label: role.charAt(0).toUpperCase() + role.slice(1) }));

/** Other annual costs for some: the most particular one counts, a person before their team before the role. */
export function Overrides({ rows, faults, onChange }: Props) {
  const change = (id: number, changes: Partial<OverrideRow>): void => onChange(rows.map((row) => (row.id === id ? { ...row, ...changes } : row)));
  const retarget = (id: number, by: string | null): void => {
    const kind = KINDS.find(({ value }) => value === by)?.value;
    if (kind !== undefined) change(id, { by: kind, target: kind === 'role' ? 'commander' : '' });
  };
  const add = (): void => onChange([...rows, { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, by: 'role', target: 'commander', annualEmployeeCost: '' }]);
  return (
    <div className={styles.overrides} role="group" aria-label="Other rates">
      {rows.map((row, i) => (
        <div key={row.id} className={styles.override}>
          <div>
            <Select aria-label={`What other rate ${i + 1} is for`} data={[...KINDS]} value={row.by} onChange={(by) => retarget(row.id, by)} />
          </div>
          <div data-target>
            <Target row={row} number={i + 1} error={faults[`target.${row.id}`]} onChange={(target) => change(row.id, { target })} />
          </div>
          <TextInput aria-label={`Annual cost of other rate ${i + 1}`} placeholder="A year" inputMode="decimal" value={row.annualEmployeeCost} error={faults[`cost.${row.id}`]} onChange={(event) => change(row.id, { annualEmployeeCost: event.currentTarget.value })} />
          <ActionIcon aria-label={`Remove other rate ${i + 1}`} onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}>
            <IconX size={15} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={add}>
        Add another rate
      </Button>
      {rows.some(({ by }) => by === 'email') && (
        <Notice tone="wait" title="A person’s rate can be worked out">
          Everybody who sees an incident sees its hours and amounts. Prefer rates of roles or teams.
        </Notice>
      )}
    </div>
  );
}

function Target({ row, number, error, onChange }: { row: OverrideRow; number: number; error: ReactNode; onChange: (target: string) => void }) {
  const label = `Who other rate ${number} is for`;
  if (row.by === 'role') return <Select aria-label={label} data={ROLES} value={row.target} onChange={(role) => role !== null && onChange(role)} />;
  if (row.by === 'email') return <PersonSelect aria-label={label} value={row.target === '' ? null : row.target} error={error} onChange={(email) => onChange(email ?? '')} />;
  return <TextInput aria-label={label} placeholder="Name of the team" value={row.target} error={error} onChange={(event) => onChange(event.currentTarget.value)} />;
}
