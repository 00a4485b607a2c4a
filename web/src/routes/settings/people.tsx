import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type RefObject, useRef, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { OutputOf } from '../../api/client.ts';
import { usePages } from '../../api/hooks.ts';
import { ACCESS_LEVELS, useMay } from '../../api/session.ts';
import { useActions } from '../../shell/actions.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Tag } from '../../ui/facts.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Person } from '../../ui/person.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import list from '../incidents/incidents.module.css';
import { PersonEditor } from './people/person-editor.tsx';
import styles from './settings.module.css';

type Row = OutputOf<typeof routes.settings.people.list>['data'][number];

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', width: 260, cell: (row) => (
      <button type="button" className={list.cardButton} data-open>
        <Person person={row} />
      </button>
    ) },
  { id: 'email', header: 'E-mail', from: 560, cell: (row) => <span title={row.email}>{row.email}</span> },
  { id: 'team', header: 'Job and team', width: 300, from: 820, cell: (row) => <bdi>{[row.title, row.team].filter((part) => part !== null && part !== '').join(', ') || '–'}</bdi> },
  { id: 'access', header: 'Access level', width: 130, cell: (row) => <Standing row={row} /> },
];

const STATES = [
  { value: 'member', label: 'members' },
  { value: 'deactivated', label: 'deactivated' },
  { value: 'named', label: 'known by name only' },
];

/** What somebody is here: their access level, unless they cannot sign in. */
function Standing({ row }: { row: Row }) {
  if (!row.isActive) return <Tag>deactivated</Tag>;
  if (!row.isMember) return <Tag title="Named in incidents, but not let in: they cannot sign in">name only</Tag>;
  return row.accessLevel === 'member' ? 'member' : <strong>{row.accessLevel}</strong>;
}

/** The members of the organization and what each may do, and who is known by name from incidents; new ones are added or invited here. */
export function PeoplePage() {
  const search = useSearch({ from: '/app/settings/people' });
  const { q, level, state } = search;
  const admin = useMay('manageMembers');
  const pages = usePages(routes.settings.people.list, { query: { q, accessLevel: level, state: STATES.some(({ value }) => value === state) ? (state as 'member') : undefined, limit: 50 } }, { keepPrevious: true });
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const [open, setOpen] = useState<Row | 'new' | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useActions([
    { id: 'people.search', label: 'Search people', group: 'Lists', keys: '/', run: () => input.current?.focus() },
    ...(admin ? [{ id: 'people.add', label: 'Add person', group: 'Set up', run: () => setOpen('new') }] : []),
  ]);
  return (
    <Page
      title="Members"
      actions={
        <>
          <LiveIndicator />
          {admin && (
            <Button variant="filled" onClick={() => setOpen('new')}>
              Add person
            </Button>
          )}
        </>
      }
    >
      <Filters search={search} input={input} />
      {pages.error && rows.length === 0 && <ProblemNotice error={pages.error} title="The people could not be loaded" onRetry={() => void pages.refetch()} />}
      {pages.isPending && !pages.isError && <Loading rows={8} height={20} gap={22} label="Loading people" />}
      {pages.isSuccess && rows.length === 0 && <Empty title="Nobody matches">Search for a part of the name or of the address.</Empty>}
      {rows.length > 0 && (
        <DataTable
          label="Members"
          columns={COLUMNS}
          groups={[{ id: 'all', label: '', rows }]}
          rowKey={(row) => row.id}
          onOpen={setOpen}
          card={(row) => <PersonCard row={row} />}
        />
      )}
      {pages.hasNextPage && (
        <Button size="xs" mt="sm" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
          Load more people
        </Button>
      )}
      <PersonEditor person={open} onClose={() => setOpen(undefined)} />
    </Page>
  );
}

function Filters({ search, input }: { search: { q?: string; level?: string; state?: string }; input: RefObject<HTMLInputElement | null> }) {
  const { q, level, state } = search;
  const navigate = useNavigate({ from: '/settings/people' });
  const change = (name: 'q' | 'level' | 'state', text: string): void => {
    void navigate({
      search: ({ [name]: _before, ...rest }) => (text === '' ? rest : { ...rest, [name]: text }),
      replace: true,
    });
  };
  const find = useDebouncedCallback((text: string) => change('q', text), 250);
  return (
    <div className={styles.bar}>
      <TextInput ref={input} className={styles.search ?? ''} type="search" aria-label="Search people" placeholder="Search name or e-mail" leftSection={<IconSearch size={15} aria-hidden="true" />} defaultValue={q ?? ''} onChange={(event) => find(event.currentTarget.value)} />
      <FilterChips
        filters={[
          { id: 'level', label: 'Access level', value: level === undefined ? [] : level.split(','), many: true, options: ACCESS_LEVELS.map((value) => ({ value, label: value })) },
          { id: 'state', label: 'State', value: state === undefined ? [] : [state], options: STATES },
        ]}
        onChange={(id, value) => change(id === 'level' ? 'level' : 'state', value.join(','))}
      />
    </div>
  );
}

function PersonCard({ row }: { row: Row }) {
  return (
    <>
      <button type="button" className={list.cardButton} data-open>
        <Person person={row} />
      </button>
      <div style={{ color: 'var(--ink3)', fontSize: 'var(--text-small)', marginLeft: 32 }}>
        {row.email} · <Standing row={row} />
      </div>
    </>
  );
}
