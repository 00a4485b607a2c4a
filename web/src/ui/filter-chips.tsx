import { Button, Checkbox, Menu, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconCheck, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './filter-chips.module.css';

/** One thing to filter by: its values, which are chosen, whether several may be, and whether it hides behind "Filter" until used. */
export type Filter = {
  id: string;
  label: string;
  options: readonly { value: string; label: string }[];
  value: readonly string[];
  many?: boolean;
  extra?: boolean;
  /** The word shown while nothing is chosen; "any" unless told. */
  none?: string;
};

type Props = { filters: readonly Filter[]; /** Chips that order instead of filter; they stand apart and are not cleared. */ order?: readonly Filter[]; onChange: (id: string, value: string[]) => void };

/** Filters as chips that say what they hold ("Stage active, stable"); those not in use and marked `extra` wait behind "+ Filter". */
export function FilterChips({ filters, order, onChange }: Props) {
  const [added, setAdded] = useState<string | undefined>(undefined);
  const shown = filters.filter((filter) => filter.extra !== true || filter.value.length > 0 || filter.id === added);
  const waiting = filters.filter((filter) => !shown.includes(filter));
  const used = filters.some((filter) => filter.value.length > 0);
  return (
    <div className={styles.chips} role="group" aria-label="Filters">
      {shown.map((filter) => (
        <FilterChip key={filter.id} filter={filter} open={filter.id === added} onChange={(value) => onChange(filter.id, value)} onClose={() => setAdded(undefined)} />
      ))}
      {waiting.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <UnstyledButton className={styles.chip}>
              <IconPlus size={13} aria-hidden="true" /> Filter
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {waiting.map((filter) => (
              <Menu.Item key={filter.id} onClick={() => setAdded(filter.id)}>
                {filter.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {used && (
        <Button variant="subtle" size="xs" onClick={() => filters.forEach((filter) => filter.value.length > 0 && onChange(filter.id, []))}>
          Clear filters
        </Button>
      )}
      {order !== undefined && <span className={styles.gap} />}
      {order?.map((filter) => (
        <FilterChip key={filter.id} filter={filter} open={false} onChange={(value) => onChange(filter.id, value)} onClose={() => undefined} />
      ))}
    </div>
  );
}

function FilterChip(props: { filter: Filter; open: boolean; onChange: (value: string[]) => void; onClose: () => void }) {
  const { filter, onChange, onClose } = props;
  const [open, setOpen] = useState(props.open);
  const names = filter.value.map((value) => filter.options.find((option) => option.value === value)?.label ?? value);
  const toggle = (next: boolean): void => {
    setOpen(next);
    if (!next) onClose();
  };
  return (
    <Popover opened={open} onChange={toggle} position="bottom-start" trapFocus returnFocus shadow="md">
      <span className={styles.pair} data-used={names.length > 0 || undefined}>
        <Popover.Target>
          <UnstyledButton className={styles.chip} onClick={() => toggle(!open)} aria-expanded={open}>
            {filter.label} <b>{names.length === 0 ? (filter.none ?? 'any') : names.length > 2 ? `${names.length} chosen` : names.join(', ')}</b>
          </UnstyledButton>
        </Popover.Target>
        {names.length > 0 && (
          <UnstyledButton className={styles.clear} onClick={() => onChange([])} aria-label={`Clear ${filter.label}`}>
            <IconX size={12} aria-hidden="true" />
          </UnstyledButton>
        )}
      </span>
      <Popover.Dropdown aria-label={filter.label}>
        <Choices filter={filter} onChange={onChange} onDone={() => toggle(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ filter, onChange, onDone }: { filter: Filter; onChange: (value: string[]) => void; onDone: () => void }) {
  const [search, setSearch] = useState('');
  const found = filter.options.filter((option) => option.label.toLocaleLowerCase().includes(search.toLocaleLowerCase()));
  const pick = (value: string): void => {
    if (filter.many !== true) {
      onChange(filter.value.includes(value) ? [] : [value]);
      onDone();
      return;
    }
    onChange(filter.value.includes(value) ? filter.value.filter((each) => each !== value) : [...filter.value, value]);
  };
  return (
    <div className={styles.choices}>
      {filter.options.length > 8 && <TextInput aria-label={`Find ${filter.label}`} placeholder="Find" value={search} onChange={(event) => setSearch(event.currentTarget.value)} data-autofocus />}
      <div className={styles.options}>
        {found.map((option) =>
          filter.many === true ? (
            <Checkbox key={option.value} size="xs" label={option.label} checked={filter.value.includes(option.value)} onChange={() => pick(option.value)} className={styles.option} />
          ) : (
            <UnstyledButton key={option.value} className={styles.option} onClick={() => pick(option.value)} aria-pressed={filter.value.includes(option.value)}>
              <span>{option.label}</span>
              {filter.value.includes(option.value) && <IconCheck size={14} aria-hidden="true" />}
            </UnstyledButton>
          ),
        )}
        {found.length === 0 && <p className={styles.none}>Nothing matches</p>}
      </div>
    </div>
  );
}
