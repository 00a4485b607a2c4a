import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { OutputOf } from '../../api/client.ts';
import { usePages } from '../../api/hooks.ts';
import { useMay } from '../../api/session.ts';
import { useActions } from '../../shell/actions.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Tag } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Person } from '../../ui/person.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import list from '../incidents/incidents.module.css';
import { PersonEditor } from './people/person-editor.tsx';
import styles from './settings.module.css';

type Row = OutputOf<typeof routes.settings.people.list>['data'][number];

const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => (
      <button type="button" className={list.cardButton} data-open>
        <Person person={row} />
      </button>
    ) },
  { id: 'email', header: 'E-mail', from: 560, cell: (row) => <span title={row.email}>{row.email}</span> },
  { id: 'team', header: 'Team', width: 180, from: 760, cell: (row) => <bdi>{[row.title, row.team].filter((part) => part !== null && part !== '').join(', ') || '–'}</bdi> },
  { id: 'access', header: 'Access level', width: 120, cell: (row) => (row.isActive ? row.accessLevel : <Tag>deactivated</Tag>) },
];

/** The people of the organization and what each may do; new ones are added or invited here. */
export function PeoplePage() {
  const { q } = useSearch({ from: '/app/settings/people' });
  const navigate = useNavigate({ from: '/settings/people' });
  const admin = useMay('admin');
  const pages = usePages(routes.settings.people.list, { query: { q, limit: 50 } }, { keepPrevious: true });
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const [open, setOpen] = useState<Row | 'new' | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const find = useDebouncedCallback((text: string) => void navigate({ search: text === '' ? {} : { q: text }, replace: true }), 250);
  useActions([
    { id: 'people.search', label: 'Search people', group: 'Lists', keys: '/', run: () => input.current?.focus() },
    ...(admin ? [{ id: 'people.add', label: 'Add person', group: 'Set up', run: () => setOpen('new') }] : []),
  ]);
  return (
    <Page
      title="People"
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
      <div className={styles.bar}>
        <TextInput ref={input} className={styles.search ?? ''} type="search" aria-label="Search people" placeholder="Search name or e-mail" leftSection={<IconSearch size={15} aria-hidden="true" />} defaultValue={q ?? ''} onChange={(event) => find(event.currentTarget.value)} />
      </div>
      {pages.error && rows.length === 0 && <ProblemNotice error={pages.error} title="The people could not be loaded" onRetry={() => void pages.refetch()} />}
      {pages.isPending && !pages.isError && <Loading rows={8} height={20} gap={22} label="Loading people" />}
      {pages.isSuccess && rows.length === 0 && <Empty title="Nobody matches">Search for a part of the name or of the address.</Empty>}
      {rows.length > 0 && (
        <DataTable
          label="People"
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

function PersonCard({ row }: { row: Row }) {
  return (
    <>
      <button type="button" className={list.cardButton} data-open>
        <Person person={row} />
      </button>
      <div style={{ color: 'var(--ink3)', fontSize: 'var(--text-small)', marginLeft: 32 }}>
        {row.email} · {row.isActive ? row.accessLevel : 'deactivated'}
      </div>
    </>
  );
}
