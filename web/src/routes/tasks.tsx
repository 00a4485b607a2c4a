import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { routes } from '../../../api/contract/index.ts';
import { usePages } from '../api/hooks.ts';
import { useSession } from '../api/session.ts';
import { useActions } from '../shell/actions.ts';
import { LiveIndicator } from '../shell/live-indicator.tsx';
import { Empty } from '../ui/empty.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Loading } from '../ui/skeleton.tsx';
import { TaskRow } from './tasks/task-row.tsx';
import styles from './tasks/tasks.module.css';

const SHOWS = [
  { value: 'mine', label: 'Mine' },
  { value: 'open', label: 'All open' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'done', label: 'Done' },
];

const EMPTY: Record<string, { title: string; text: string }> = {
  mine: { title: 'No task is yours', text: 'Tasks come from incidents: open one and give somebody, or yourself, something to do.' },
  open: { title: 'No task is open', text: 'Tasks come from incidents: open one and give somebody something to do.' },
  overdue: { title: 'Nothing is overdue', text: 'A task with a date that has passed shows here, and its owner is reminded every day.' },
  done: { title: 'Nothing is done yet', text: 'Completed tasks gather here.' },
};

/** Tasks of all incidents: mine, all, overdue, done. */
export function TasksPage() {
  const search = useSearch({ from: '/app/tasks' });
  const navigate = useNavigate({ from: '/tasks' });
  const { person } = useSession();
  const show = SHOWS.some((each) => each.value === search.show) ? (search.show ?? 'mine') : 'mine';
  const query = { q: search.q, limit: 50, state: show === 'done' ? 'done,cancelled' : 'open', ...(show === 'mine' ? { assignee: person.email } : {}), ...(show === 'overdue' ? { overdue: true } : {}) };
  const list = usePages(routes.tasks.list, { query }, { keepPrevious: true });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const input = useRef<HTMLInputElement>(null);
  const find = useDebouncedCallback((q: string) => void navigate({ search: (before) => ({ ...(before.show ? { show: before.show } : {}), ...(q === '' ? {} : { q }) }), replace: true }), 250);
  useActions([{ id: 'tasks.search', label: 'Search tasks', group: 'Lists', keys: '/', run: () => input.current?.focus() }]);
  const words = EMPTY[show] ?? { title: 'Nothing here', text: '' };
  return (
    <Page title="Tasks" actions={<LiveIndicator />}>
      <div className={styles.bar}>
        <SegmentedControl data={SHOWS} value={show} onChange={(next) => void navigate({ search: (before) => ({ ...before, show: next }), replace: true })} aria-label="Which tasks" />
        <TextInput ref={input} className={styles.search ?? ''} type="search" aria-label="Search tasks" placeholder="Search tasks" leftSection={<IconSearch size={15} aria-hidden="true" />} defaultValue={search.q ?? ''} onChange={(event) => find(event.currentTarget.value)} />
      </div>
      {list.error && rows.length === 0 && <ProblemNotice error={list.error} title="The tasks could not be loaded" onRetry={() => void list.refetch()} />}
      {list.isPending && !list.isError && <Loading rows={7} height={22} gap={22} label="Loading tasks" />}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={search.q === undefined ? words.title : 'No task matches'} action={<LinkButton to="/incidents">Open incidents</LinkButton>}>
          {search.q === undefined ? words.text : 'Search for fewer words, or look at all tasks.'}
        </Empty>
      )}
      {rows.map((task) => (
        <TaskRow key={task.id} task={task} plain={show === 'mine'} />
      ))}
      {list.hasNextPage && (
        <div className={styles.more}>
          <Button size="xs" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            Load more tasks
          </Button>
        </div>
      )}
    </Page>
  );
}
