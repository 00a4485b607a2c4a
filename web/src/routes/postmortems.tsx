import { Button, SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { routes } from '../../../api/contract/index.ts';
import type { OutputOf } from '../api/client.ts';
import { usePages } from '../api/hooks.ts';
import { LiveIndicator } from '../shell/live-indicator.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Key } from '../ui/facts.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { nameOf, Person } from '../ui/person.tsx';
import { SeverityBadge } from '../ui/severity.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { Due, Time } from '../ui/time.tsx';
import styles from './incidents/incidents.module.css';

type Row = OutputOf<typeof routes.documents.postmortems>['data'][number];

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'published', label: 'Published' },
  { value: 'all', label: 'All' },
] as const;

const WORDS: Record<Row['state'], string> = { drafting: 'Drafting', scheduled: 'Meeting set', published: 'Published' };

function When({ row }: { row: Row }) {
  if (row.publishedAt !== null) return <Time at={row.publishedAt} />;
  return <Due at={row.dueAt} near={2 * 86_400_000} />;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: 'severity', header: 'Severity', width: 104, cell: (row) => <SeverityBadge name={row.incident.severity} rank={row.incident.severityRank} /> },
  { id: 'key', header: 'Key', width: 88, cell: (row) => <Key>{row.incident.key}</Key> },
  {
    id: 'title',
    header: 'Incident',
    cell: (row) => (
      <Link to="/incidents/$incident/postmortem" params={{ incident: row.incident.key }} className={styles.title} title={row.incident.title}>
        <bdi>{row.incident.title}</bdi>
      </Link>
    ),
  },
  { id: 'state', header: 'State', width: 110, from: 560, cell: (row) => <span style={{ color: row.state === 'published' ? 'var(--ok)' : 'var(--review)' }}>{WORDS[row.state]}</span> },
  { id: 'owner', header: 'Owner', width: 150, from: 700, cell: (row) => <Person person={row.owner} plain nobody="nobody yet" /> },
  { id: 'meeting', header: 'Meeting', width: 116, from: 980, cell: (row) => (row.meetingAt === null ? <span className={styles.none}>–</span> : <Time at={row.meetingAt} />) },
  { id: 'tasks', header: 'Tasks', width: 66, number: true, from: 1060, cell: (row) => (row.tasksTotal === 0 ? <span className={styles.none}>–</span> : `${row.tasksTotal - row.tasksOpen} / ${row.tasksTotal}`) },
  { id: 'due', header: 'Due', width: 124, number: true, cell: (row) => <When row={row} /> },
];

/** The reviews of closed incidents: those due first, or those published. */
export function PostmortemsPage() {
  const search = useSearch({ from: '/app/postmortems' });
  const navigate = useNavigate({ from: '/postmortems' });
  const state = STATES.find((each) => each.value === search.state)?.value ?? 'open';
  const list = usePages(routes.documents.postmortems, { query: { state, limit: 50 } }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title="Postmortems" sub={state === 'open' && rows.some((row) => row.overdue) ? `${rows.filter((row) => row.overdue).length} overdue` : undefined} actions={<LiveIndicator />}>
      <SegmentedControl mb="sm" data={[...STATES]} value={state} onChange={(next) => void navigate({ search: { state: next }, replace: true })} aria-label="Which postmortems" />
      {list.error && rows.length === 0 && <ProblemNotice error={list.error} title="The postmortems could not be loaded" onRetry={() => void list.refetch()} />}
      {list.isPending && !list.isError && <Loading rows={6} height={22} gap={22} label="Loading postmortems" />}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={state === 'open' ? 'No review is open' : 'Nothing is published yet'} action={<LinkButton to="/incidents" search={{ stage: 'review' }}>Open incidents in review</LinkButton>}>
          When an incident closes and its type asks for a postmortem, its document, its meeting and its date appear here by themselves.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Postmortems"
          columns={COLUMNS}
          groups={[{ id: 'all', label: '', rows }]}
          rowKey={(row) => row.incident.key}
          onOpen={(row) => void navigate({ to: '/incidents/$incident/postmortem', params: { incident: row.incident.key } })}
          card={(row) => (
            <>
              <div className={styles.cardTop}>
                <SeverityBadge name={row.incident.severity} rank={row.incident.severityRank} />
                <Key>{row.incident.key}</Key>
                <When row={row} />
              </div>
              <Link to="/incidents/$incident/postmortem" params={{ incident: row.incident.key }} className={styles.cardTitle}>
                {row.incident.title}
              </Link>
              <div className={styles.cardFacts}>
                <span>{WORDS[row.state]}</span>
                <span>{row.owner ? nameOf(row.owner) : 'nobody yet'}</span>
              </div>
            </>
          )}
        />
      )}
      {list.hasNextPage && (
        <Button size="xs" mt="sm" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          Load more postmortems
        </Button>
      )}
    </Page>
  );
}
