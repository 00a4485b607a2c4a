import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { FilterChips } from '../../ui/filter-chips.tsx';
import type { Incident } from '../queries.ts';
import { useView } from '../use-view.ts';
import { EVENT_GROUPS, readShow } from './kinds.ts';
import { LedgerBadge } from './ledger.tsx';
import styles from './timeline.module.css';

/** What the timeline shows: kinds of event, only pinned ones, a text to find; kept in the address. */
export function TimelineFilters({ incident }: { incident: Incident }) {
  const { search, set } = useView();
  const shown = readShow(search.show);
  const [text, setText] = useState(search.q ?? '');
  const apply = useDebouncedCallback((q: string) => set({ q: q.trim() }), 250);
  const show = (groups: readonly string[], pinned: boolean): void => set({ show: [...groups, ...(pinned ? ['pinned'] : [])].join(',') });
  const filters = [
    { id: 'kind', label: 'Show', many: true, value: shown.groups, options: EVENT_GROUPS.map((group) => ({ value: group.id, label: group.label })) },
    { id: 'pinned', label: 'Pinned', value: shown.pinned ? ['pinned'] : [], options: [{ value: 'pinned', label: 'only' }] },
  ];
  return (
    <div className={styles.tools}>
      <TextInput
        className={styles.search}
        size="xs"
        aria-label="Find in the timeline"
        placeholder="Find in the timeline"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          apply(event.currentTarget.value);
        }}
      />
      <FilterChips filters={filters} onChange={(id, value) => (id === 'pinned' ? show(shown.groups, value.length > 0) : show(value, shown.pinned))} />
      <LedgerBadge incident={incident} />
    </div>
  );
}
