import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { addressOf } from '../../api/client.ts';
import { useApi } from '../../api/hooks.ts';
import { LiveIndicator } from '../../shell/live-indicator.tsx';
import { Empty } from '../../ui/empty.tsx';
import { type Filter, FilterChips } from '../../ui/filter-chips.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useZone } from '../../ui/preferences.ts';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { useIncidentFilters } from '../incidents/filters.ts';
import { Breakdown } from './cost/breakdown.tsx';
import { Costliest } from './cost/costliest.tsx';
import styles from './cost/cost.module.css';
import { Forecast } from './cost/forecast.tsx';
import { Months } from './cost/months.tsx';
import { type CostSearch, DEFAULT_PERIOD, filtersOf, PERIODS } from './cost/search.ts';
import { type InCurrency, Totals } from './cost/totals.tsx';

/** What incidents cost: by month, type, severity, service and team, what is to be expected, and which cost most. */
export function CostPage() {
  const search = useSearch({ from: '/app/analytics/cost' });
  const navigate = useNavigate({ from: '/analytics/cost' });
  const zone = useZone();
  const [now] = useState(() => Date.now());
  const filters = filtersOf(search, now);
  const { data, error, isPlaceholderData, refetch } = useApi(routes.cost.analytics, { query: { ...filters, timeZone: zone } }, { keepPrevious: true });
  const change = (id: string, values: readonly string[]): void =>
    void navigate({ search: (before) => Object.fromEntries(Object.entries({ ...before, [id]: values.join(',') }).filter(([, value]) => value !== '')) as CostSearch, replace: true });
  const chips = useIncidentFilters(search, []);
  const chosen = data?.currencies.find(({ currency }) => currency === search.currency) ?? data?.currencies[0];
  return (
    <Page
      title="Cost"
      sub={data && <>as of <Time at={data.asOf} as="clock" /></>}
      actions={
        <>
          <LiveIndicator />
          <ExportMenu filters={filters} />
        </>
      }
    >
      <div className={styles.bar}>
        <FilterChips filters={[periodChip(search), ...chips]} onChange={change} />
        {data && data.currencies.length > 1 && (
          <SegmentedControl size="xs" aria-label="Currency" value={chosen?.currency ?? ''} onChange={(value) => change('currency', [value])} data={data.currencies.map(({ currency }) => currency)} />
        )}
      </div>
      {error && <ProblemNotice error={error} title="The costs could not be added up" onRetry={() => void refetch()} />}
      {!error && !data && <Loading rows={7} height={26} gap={20} label="Adding up the costs" />}
      {data && !chosen && <NoCosts uncosted={data.uncosted} />}
      {data && chosen && (
        <div className={isPlaceholderData ? styles.stale : undefined}>
          <Totals costs={chosen} />
          <Parts costs={chosen} filters={filters} ahead={search.ahead} asOf={data.asOf} onAhead={(value) => change('ahead', [value === 'month' ? '' : value])} />
          <Footnotes uncosted={data.uncosted} currencies={data.currencies.map(({ currency }) => currency)} />
        </div>
      )}
    </Page>
  );
}

function periodChip(search: CostSearch): Filter {
  return { id: 'period', label: 'Reported', none: DEFAULT_PERIOD.label.toLowerCase(), value: search.period === undefined ? [] : [search.period], options: PERIODS.map(({ value, label }) => ({ value, label })) };
}

type PartsProps = { costs: InCurrency; filters: Record<string, string | undefined>; ahead: string | undefined; asOf: string; onAhead: (value: string) => void };

function Parts({ costs, filters, ahead, asOf, onAhead }: PartsProps) {
  const { by, currency } = costs;
  const only = (name: 'type' | 'severity' | 'project') => (value: string) => (
    <Link from="/analytics/cost" to="." search={(before: CostSearch) => ({ ...before, [name]: value })} title={`Show only ${value}`}>
      <bdi>{value}</bdi>
    </Link>
  );
  const common = { currency, unnamed: '', last: 'median' as const };
  return (
    <>
      <div className={styles.top}>
        <Months costs={costs} now={asOf} />
        <Forecast filters={filters} currency={currency} ahead={ahead} onAhead={onAhead} />
      </div>
      <div className={styles.parts}>
        <Breakdown {...common} title="By type" groups={by.type} link={only('type')} />
        <Breakdown {...common} title="By severity" groups={by.severity} link={only('severity')} />
        <Breakdown {...common} title="By service" groups={by.service} unnamed="No service" />
        <Breakdown {...common} title="By team" groups={by.team} unnamed="No team" last="hours" />
        {(by.project?.length ?? 0) > 1 && <Breakdown {...common} title="By project" groups={by.project} link={only('project')} />}
      </div>
      <Costliest costs={costs} />
    </>
  );
}

function ExportMenu({ filters }: { filters: Record<string, string | undefined> }) {
  const href = (format: 'csv' | 'jsonl'): string => addressOf(routes.cost.exportFile, { query: { ...filters, format } });
  return (
    <Menu>
      <Menu.Target>
        <Button leftSection={<IconDownload size={15} aria-hidden="true" />}>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>What is filtered here, one incident a line</Menu.Label>
        <Menu.Item component="a" href={href('csv')} download>
          CSV, for spreadsheets
        </Menu.Item>
        <Menu.Item component="a" href={href('jsonl')} download>
          JSON Lines, for programs
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NoCosts({ uncosted }: { uncosted: number }) {
  if (uncosted > 0) return <Empty title="No cost is known yet">{uncosted} incidents match. Their cost is calculated every five minutes.</Empty>;
  return <Empty title="No incident matches">Take a filter away, or look further back. Restricted incidents that you are not part of are never counted.</Empty>;
}

function Footnotes({ uncosted, currencies }: { uncosted: number; currencies: readonly string[] }) {
  return (
    <ul className={styles.notes}>
      <li>An incident counts in the month it was reported, with all it has cost since.</li>
      <li>One that names several services counts whole in each of them. Teams are those of the people whose time it took; other costs belong to no team.</li>
      {currencies.length > 1 && <li>Amounts in {currencies.join(' and ')} are never added up: choose the currency above.</li>}
      {uncosted > 0 && <li>{uncosted} more match, but their cost is not calculated yet.</li>}
    </ul>
  );
}
