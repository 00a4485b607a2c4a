import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import styles from './cost.module.css';
import { ROLE_NAMES } from './model-form.ts';
import type { SketchRow, SketchValues } from './sketch.ts';

type Props = { value: SketchValues; byActivity: boolean; onChange: (value: SketchValues) => void };

const ROLES = ROLE_NAMES.map((role) => ({ value: role, label: role.charAt(0).toUpperCase() + role.slice(1) }));

/** An incident that never was: how long it is active, who takes part for how long, and whether it is reviewed. */
export function SketchForm({ value, byActivity, onChange }: Props) {
  const change = (id: number, changes: Partial<SketchRow>): void => onChange({ ...value, people: value.people.map((row) => (row.id === id ? { ...row, ...changes } : row)) });
  const add = (): void => onChange({ ...value, people: [...value.people, { id: Math.max(0, ...value.people.map(({ id }) => id)) + 1, role: 'participant', count: '1', hours: '', activities: '10' }] });
  return (
    <div className={styles.sketch}>
      <div className={styles.sketchHead}>
        <TextInput label="Hours it is active" inputMode="decimal" value={value.activeHours} onChange={(event) => onChange({ ...value, activeHours: event.currentTarget.value })} />
        <Switch label="It is reviewed" checked={value.review} onChange={(event) => onChange({ ...value, review: event.currentTarget.checked })} />
      </div>
      <div className={styles.sketchRows} role="group" aria-label="People">
        <span aria-hidden="true">People</span>
        <span aria-hidden="true">Role</span>
        <span aria-hidden="true">{byActivity ? 'Activities' : 'Hours each'}</span>
        <span />
        {value.people.map((row, i) => (
          <SketchLine key={row.id} row={row} number={i + 1} byActivity={byActivity} onChange={(changes) => change(row.id, changes)} onRemove={() => onChange({ ...value, people: value.people.filter(({ id }) => id !== row.id) })} />
        ))}
      </div>
      <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={add}>
        Add people
      </Button>
    </div>
  );
}

type LineProps = { row: SketchRow; number: number; byActivity: boolean; onChange: (changes: Partial<SketchRow>) => void; onRemove: () => void };

function SketchLine({ row, number, byActivity, onChange, onRemove }: LineProps) {
  const name = (what: string): string => `${what}, row ${number}`;
  return (
    <>
      <TextInput aria-label={name('How many people')} inputMode="numeric" value={row.count} onChange={(event) => onChange({ count: event.currentTarget.value })} />
      <Select aria-label={name('Role')} data={ROLES} value={row.role} onChange={(role) => role !== null && onChange({ role })} />
      {byActivity ? (
        <TextInput aria-label={name('Activities of each')} inputMode="numeric" value={row.activities} onChange={(event) => onChange({ activities: event.currentTarget.value })} />
      ) : (
        <TextInput aria-label={name('Hours of each')} inputMode="decimal" placeholder="all" value={row.hours} onChange={(event) => onChange({ hours: event.currentTarget.value })} />
      )}
      <ActionIcon aria-label={name('Remove people')} onClick={onRemove}>
        <IconX size={15} aria-hidden="true" />
      </ActionIcon>
    </>
  );
}
