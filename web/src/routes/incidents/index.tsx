import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { IncidentSummary } from '../../../../api/contract/incidents.ts';
import { useActions } from '../../shell/actions.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { type Filter, FilterChips } from '../../ui/filter-chips.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { STAGE_WORDS } from '../../ui/stage.tsx';
import { IncidentCard } from './card.tsx';
import { columnsOf } from './columns.tsx';
import { useIncidentFilters } from './filters.ts';
import styles from './incidents.module.css';
import { IncidentPeek } from './peek.tsx';
import { SORTS } from './query.ts';
import { type IncidentSearch, withValue } from './search.ts';
import { type IncidentGroup, useIncidentGroups } from './use-incident-groups.ts';
import { LinkButton } from '../../ui/link-button.tsx';

const GROUPED = columnsOf(true);
const UNGROUPED = columnsOf(false);

/** All incidents: found, filtered, sorted and grouped by the address, so that a link shows somebody else the same list. */
export function IncidentsPage() {
  const search = useSearch({ from: '/app/incidents' });
  const navigate = useNavigate({ from: '/incidents' });
  const list = useIncidentGroups(search);
  const rows = list.groups.flatMap((group) => group.rows);
  const filters = useIncidentFilters(search, [...new Set(rows.flatMap((row) => row.tags))]);
  const change = useCallback((name: keyof IncidentSearch, value: string) => void navigate({ search: (before) => withValue(before, name, value), replace: true }), [navigate]);
  const filtered = filters.some((filter) => filter.value.length > 0) || search.q !== undefined;
  const open = (row: IncidentSummary): void => void navigate({ to: '/incidents/$incident', params: { incident: row.key } });
  const closePeek = useCallback(() => change('peek', ''), [change]);
  return (
    <div className={styles.layout}>
      <div className={styles.list}>
        <Page
          title="Incidents"
          sub={countsInWords(list.groups)}
          actions={
            <>
              <LiveIndicator />
              <LinkButton to="/declare" variant="filled" visibleFrom="sm">
                Declare incident
              </LinkButton>
            </>
          }
        >
          <div className={styles.bar}>
            <SearchBox value={search.q ?? ''} onChange={(value) => change('q', value)} />
            <FilterChips filters={filters} order={orderChips(search)} onChange={(id, value) => change(id as keyof IncidentSearch, value.join(','))} />
          </div>
          {list.error && <ProblemNotice error={list.error} title="The incidents could not be loaded" onRetry={list.again} />}
          {list.loading && rows.length === 0 && <Loading rows={9} height={22} gap={24} label="Loading incidents" />}
          {!list.loading && !list.error && rows.length === 0 && <Nothing filtered={filtered} onClear={() => void navigate({ search: {}, replace: true })} />}
          {rows.length > 0 && (
            <div className={list.stale ? styles.stale : undefined}>
              <DataTable
                label="Incidents"
                columns={search.group === 'none' ? UNGROUPED : GROUPED}
                groups={list.groups.filter((group) => group.rows.length > 0).map((group) => ({ id: group.stage ?? 'all', label: group.stage ? `${groupWord(group.stage)} · ${group.total}` : '', rows: group.rows, foot: <More group={group} /> }))}
                rowKey={(row) => row.key}
                card={(row) => <IncidentCard row={row} grouped={search.group !== 'none'} />}
                onOpen={open}
                onPeek={(row) => change('peek', search.peek === row.key ? '' : row.key)}
                selected={search.peek}
                sort={search.sort}
                onSort={(sort) => change('sort', sort)}
              />
            </div>
          )}
        </Page>
      </div>
      <IncidentPeek incident={search.peek} onClose={closePeek} />
    </div>
  );
}

/** Sorting and grouping, as chips beside the filters so that a phone has them too. */
function orderChips(search: IncidentSearch): Filter[] {
  return [
    { id: 'sort', label: 'Sort', none: 'by urgency', value: search.sort === undefined ? [] : [search.sort], options: SORTS.map(({ value, label }) => ({ value, label: `by ${label}` })) },
    { id: 'group', label: 'Group', none: 'by stage', value: search.group === 'none' ? ['none'] : [], options: [{ value: 'none', label: 'not at all' }] },
  ];
}

const groupWord = (stage: keyof typeof STAGE_WORDS): string => (stage === 'review' ? 'In review and reviewed' : STAGE_WORDS[stage]);

function countsInWords(groups: readonly IncidentGroup[]): string {
  const first = groups[0];
  if (groups.length === 1 && first?.stage === undefined) return first?.total ? `${first.total} found` : '';
  const count = (...stages: string[]): number => groups.filter((group) => stages.includes(group.stage ?? '')).reduce((sum, group) => sum + group.total, 0);
  const parts: [number, string][] = [
    [count('active'), 'active'],
    [count('stable'), 'stable'],
    [count('review', 'closed'), 'over'],
  ];
  return parts.filter(([total]) => total > 0).map(([total, word]) => `${total} ${word}`).join(', ');
}

function More({ group }: { group: IncidentGroup }) {
  if (!group.more) return null;
  return (
    <div className={styles.more}>
      <Button size="xs" onClick={group.more} loading={group.loadingMore}>
        Load more of {group.total}
      </Button>
    </div>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty title="No incident matches" action={<Button onClick={onClear}>Clear search and filters</Button>}>
        Take a filter away, or search for fewer words. Restricted incidents that you are not part of are never shown.
      </Empty>
    );
  }
  return (
    <Empty title="No incidents yet" action={<LinkButton to="/declare" variant="filled">Declare incident</LinkButton>}>
      When something breaks, declare it: the people, the channel and the documents it needs are made within seconds. A trial one can be closed right away.
    </Empty>
  );
}

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next);
  }, 250);
  useEffect(() => {
    // The address also changes by itself, with Back or with "Clear"; what was typed here last is not overwritten.
    if (value !== sent.current) setText((sent.current = value));
  }, [value]);
  useActions([{ id: 'incidents.search', label: 'Search incidents', group: 'Lists', keys: '/', run: () => input.current?.focus() }]);
  const set = (next: string): void => {
    setText(next);
    send(next);
  };
  return (
    <TextInput
      ref={input}
      className={styles.search ?? ''}
      type="search"
      aria-label="Search incidents"
      placeholder="Search title, text or key"
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      rightSection={text !== '' && <CloseButton size="sm" aria-label="Clear the search" onClick={() => set('')} />}
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
