import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { routes } from '../../../api/contract/index.ts';
import type { OutputOf } from '../api/client.ts';
import { usePages } from '../api/hooks.ts';
import { useMay } from '../api/session.ts';
import { LiveIndicator } from '../shell/live-indicator.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Key } from '../ui/facts.tsx';
import { FilterChips } from '../ui/filter-chips.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import styles from './incidents/incidents.module.css';
import { DeliveryPanel } from './outbox/delivery-panel.tsx';
import { DELIVERY_STATES, DeliveryState } from './outbox/delivery-state.tsx';

type Row = OutputOf<typeof routes.settings.deliveries.list>['data'][number];

const COLUMNS: readonly Column<Row>[] = [
  { id: 'state', header: 'State', width: 118, cell: (row) => <DeliveryState state={row.state} /> },
  { id: 'to', header: 'To', width: 210, from: 560, cell: (row) => <bdi title={row.recipient}>{row.recipientName || row.recipient}</bdi> },
  {
    id: 'subject',
    header: 'Subject',
    cell: (row) => (
      <>
        <button type="button" className={`${styles.cardButton} ${styles.title}`} title={row.subject} data-open>
          <bdi>{row.subject}</bdi>
        </button>
        {row.lastError !== null && row.state !== 'sent' && (
          <small className={styles.under} style={{ color: 'var(--fail)' }}>
            {row.lastError}
          </small>
        )}
      </>
    ),
  },
  { id: 'incident', header: 'Incident', width: 96, from: 700, cell: (row) => (row.incident ? <Key>{row.incident.key}</Key> : <span className={styles.none}>–</span>) },
  { id: 'at', header: 'When', width: 110, number: true, cell: (row) => <Time at={row.sentAt ?? row.createdAt} /> },
];

/** Every message that went out, or could not: who was told what, and when. */
export function OutboxPage() {
  const search = useSearch({ from: '/app/outbox' });
  const admin = useMay('admin');
  const change = useChange();
  const list = usePages(routes.settings.deliveries.list, { query: { state: search.state, q: search.q, limit: 50 } }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const find = useDebouncedCallback((q: string) => change('q', q), 250);
  const close = useCallback(() => change('open', ''), [change]);
  return (
    <div className={styles.layout}>
      <div className={styles.list}>
        <Page title="Outbox" sub={admin ? 'every message of the organization' : 'messages to you'} actions={<LiveIndicator />}>
          <div className={styles.bar}>
            <TextInput className={styles.search ?? ''} type="search" aria-label="Search messages" placeholder="Search subject or recipient" leftSection={<IconSearch size={15} aria-hidden="true" />} defaultValue={search.q ?? ''} onChange={(event) => find(event.currentTarget.value)} />
            <FilterChips filters={[{ id: 'state', label: 'State', value: search.state === undefined ? [] : [search.state], options: DELIVERY_STATES }]} onChange={(_id, value) => change('state', value[0] ?? '')} />
          </div>
          {list.error && rows.length === 0 && <ProblemNotice error={list.error} title="The outbox could not be loaded" onRetry={() => void list.refetch()} />}
          {list.isPending && !list.isError && <Loading rows={8} height={20} gap={22} label="Loading messages" />}
          {list.isSuccess && rows.length === 0 && (
            <Empty title={search.q === undefined && search.state === undefined ? 'Nothing was sent yet' : 'No message matches'}>Mails about incidents, roles, tasks and reminders are listed here with what became of them. Without a mail server they wait here to be read.</Empty>
          )}
          {rows.length > 0 && <Messages rows={rows} selected={search.open} onOpen={(row) => change('open', row.id)} />}
          {list.hasNextPage && (
            <Button size="xs" mt="sm" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
              Load more messages
            </Button>
          )}
        </Page>
      </div>
      <DeliveryPanel id={search.open} onClose={close} />
    </div>
  );
}

function useChange(): (name: 'state' | 'q' | 'open', value: string) => void {
  const navigate = useNavigate({ from: '/outbox' });
  return useCallback(
    (name, value) =>
      void navigate({
        search: (before) => {
          const { [name]: _removed, ...rest } = before;
          return value === '' ? rest : { ...rest, [name]: value };
        },
        replace: true,
      }),
    [navigate],
  );
}

function Messages({ rows, selected, onOpen }: { rows: readonly Row[]; selected: string | undefined; onOpen: (row: Row) => void }) {
  return (
    <DataTable
      label="Messages"
      columns={COLUMNS}
      groups={[{ id: 'all', label: '', rows }]}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      onPeek={onOpen}
      selected={selected}
      card={(row) => (
        <>
          <div className={styles.cardTop}>
            <DeliveryState state={row.state} />
            <Time at={row.sentAt ?? row.createdAt} />
          </div>
          <button type="button" className={styles.cardButton} data-open>
            {row.subject}
          </button>
          <div className={styles.cardFacts}>
            <bdi>{row.recipientName || row.recipient}</bdi>
            {row.incident && <Key>{row.incident.key}</Key>}
          </div>
        </>
      )}
    />
  );
}
