import { Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { AuditEntryView } from '../../../../api/contract/audit.ts';
import { addressOf } from '../../api/client.ts';
import { useApi, usePages } from '../../api/hooks.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { DateTimeInput } from '../../ui/date-time-input.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { followAfterProof } from '../../second-factor/step-up.ts';
import list from '../incidents/incidents.module.css';
import styles from './audit/audit.module.css';
import { EntryPanel } from './audit/entry-panel.tsx';
import { useAuditSearch } from './audit/use-audit-search.ts';
import { actionWords, SPANS, spanStart } from './audit/words.ts';
import settings from './settings.module.css';

const nameOf = ({ actor }: AuditEntryView): string => actor.label.replace(/ <.*>$/, '');

const COLUMNS: readonly Column<AuditEntryView>[] = [
  { id: 'at', header: 'When', width: 120, cell: (row) => <Time at={row.at} /> },
  {
    id: 'what',
    header: 'What',
    cell: (row) => (
      <>
        <button type="button" className={`${list.cardButton} ${list.title}`} data-open>
          {actionWords(row.action)}
        </button>
        <small className={list.under}>
          <bdi>{row.subject.label}</bdi>
        </small>
      </>
    ),
  },
  { id: 'who', header: 'Who', width: 220, from: 520, cell: (row) => <bdi title={row.actor.label}>{nameOf(row)}</bdi> },
  { id: 'from', header: 'From', width: 150, from: 760, cell: (row) => row.from.address ?? <span className={list.none}>–</span> },
];

/** Who changed what, when and from where; nobody can change it, and it can be taken away whole. */
export function AuditPage() {
  const { search, query, change } = useAuditSearch();
  const pages = usePages(routes.audit.list, { query: { ...query, limit: 50 } }, { keepPrevious: true });
  const actions = useApi(routes.audit.actions, {});
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const [open, setOpen] = useState<AuditEntryView | undefined>(undefined);
  const [text, setText] = useState(search.person ?? '');
  const find = useDebouncedCallback((person: string) => change({ person }), 250);
  const type = (value: string): void => {
    setText(value);
    find(value);
  };
  const filter = (name: 'person' | 'subject', value: string): void => {
    if (name === 'person') setText(value);
    change({ [name]: value });
  };
  const isFiltered = Object.keys(query).length > 0;
  return (
    <div className={list.layout}>
      <div className={list.list}>
        <Page title="Audit log" sub="who changed what, from where" actions={<ExportMenu query={query} />}>
          <div className={settings.bar}>
            <TextInput className={settings.search ?? ''} type="search" aria-label="Search by person" placeholder="Search name or e-mail of who did it" leftSection={<IconSearch size={15} aria-hidden="true" />} value={text} onChange={(event) => type(event.currentTarget.value)} />
            <FilterChips
              filters={[
                { id: 'action', label: 'What', value: search.action === undefined ? [] : [search.action], options: (actions.data?.data ?? []).map((value) => ({ value, label: actionWords(value) })) },
                { id: 'when', label: 'When', value: search.when === undefined ? [] : [search.when], options: [...SPANS, { value: 'between', label: 'between two times' }] },
                ...(search.subject === undefined ? [] : [{ id: 'subject', label: 'About', value: [search.subject], options: [{ value: search.subject, label: subjectName(rows, search.subject) }] }]),
              ]}
              onChange={(id, [value]) => change(id === 'when' ? { when: value ?? '', since: spanStart(value, Date.now()) ?? '', until: '' } : { [id]: value ?? '' })}
            />
          </div>
          {search.when === 'between' && (
            <div className={styles.period}>
              <DateTimeInput size="xs" label="From" value={search.since ?? null} onChange={(since) => change({ since: since ?? '' })} />
              <DateTimeInput size="xs" label="Until" value={search.until ?? null} onChange={(until) => change({ until: until ?? '' })} />
            </div>
          )}
          {pages.error && rows.length === 0 && <ProblemNotice error={pages.error} title="The audit log could not be loaded" onRetry={() => void pages.refetch()} />}
          {pages.isPending && !pages.isError && <Loading rows={8} height={20} gap={22} label="Loading the audit log" />}
          {pages.isSuccess && rows.length === 0 && <Empty title={isFiltered ? 'No entry matches' : 'Nothing was changed yet'}>Changes of settings, members, plugins, tokens and of who sees an incident are noted here, with their values before and after.</Empty>}
          {rows.length > 0 && <Entries rows={rows} selected={open?.id} onOpen={setOpen} />}
          {pages.hasNextPage && (
            <Button size="xs" mt="sm" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
              Load older entries
            </Button>
          )}
          <Chain />
        </Page>
      </div>
      <EntryPanel entry={open} onClose={() => setOpen(undefined)} onFilter={filter} />
    </div>
  );
}

const subjectName = (rows: readonly AuditEntryView[], subject: string): string => rows.find((row) => row.subject.id === subject)?.subject.label ?? subject;

function Entries({ rows, selected, onOpen }: { rows: readonly AuditEntryView[]; selected: string | undefined; onOpen: (row: AuditEntryView) => void }) {
  return (
    <DataTable
      label="Audit log"
      columns={COLUMNS}
      groups={[{ id: 'all', label: '', rows }]}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      onPeek={onOpen}
      selected={selected}
      card={(row) => (
        <>
          <div className={list.cardTop}>
            <button type="button" className={list.cardButton} data-open>
              {actionWords(row.action)}
            </button>
            <Time at={row.at} />
          </div>
          <div className={list.cardFacts}>
            <bdi>{row.subject.label}</bdi>
            <bdi>{nameOf(row)}</bdi>
          </div>
        </>
      )}
    />
  );
}

function ExportMenu({ query }: { query: Record<string, string | undefined> }) {
  const file = (format: 'csv' | 'jsonl'): string => addressOf(routes.audit.exportFile, { query: { ...query, format } });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload size={15} aria-hidden="true" />}>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={file('csv')} download onClick={followAfterProof}>
          As CSV, for spreadsheets
        </Menu.Item>
        <Menu.Item component="a" href={file('jsonl')} download onClick={followAfterProof}>
          As JSON Lines, for programs
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whether the log is as the product wrote it; asked for by hand, since it reads all of it. */
function Chain() {
  const [isAsked, setAsked] = useState(false);
  const { data, error, isFetching, refetch } = useApi(routes.audit.verify, {}, { enabled: isAsked });
  if (error) return <ProblemNotice error={error} title="The log could not be checked" onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Button size="xs" mt="md" loading={isFetching} onClick={() => setAsked(true)}>
        Check that nothing was changed
      </Button>
    );
  }
  if (data.intact) return <p className={styles.chain}>{data.entries === 1 ? 'One entry' : `${data.entries} entries`}, each sealed by the one after it. Nothing was changed since.</p>;
  return (
    <Notice tone="fail" title="The log was changed outside of the product">
      <p>Entry {data.firstBrokenSeq} or one before it is not what was written. Find out who has access to the database.</p>
    </Notice>
  );
}
