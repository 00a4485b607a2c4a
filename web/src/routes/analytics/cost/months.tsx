import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Money } from '../../../ui/facts.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { formatMoney } from '../../../ui/money-format.ts';
import styles from './cost.module.css';
import type { InCurrency } from './totals.tsx';
import { monthsBetween, monthWord } from './words.ts';

// The charts are most of this page's code; they come when it is opened, and no other page carries them.
const MonthChart = lazy(() => import('./month-chart.tsx').then((module) => ({ default: module.MonthChart })));

type Group = NonNullable<InCurrency['by']['month']>[number];
/** One month with its sums; none = nothing was reported. */
export type Month = { month: string; sums: Group | undefined };

/** Costs by the month in which incidents were reported, as a chart or as the table it is made from. */
export function Months({ costs, now }: { costs: InCurrency; now: string }) {
  const [view, setView] = useState('chart');
  const groups = (costs.by.month ?? []).filter((group) => group.name !== null);
  const first = groups[0]?.name ?? now.slice(0, 7);
  const last = [groups.at(-1)?.name ?? '', now.slice(0, 7)].sort().at(-1) ?? '';
  const months = monthsBetween(first, last).map((month): Month => ({ month, sums: groups.find((group) => group.name === month) }));
  const most = groups.toSorted((a, b) => Number(b.total) - Number(a.total))[0];
  const summary = most === undefined ? 'No costs' : `Costs by month, ${monthWord(first)} to ${monthWord(last)}. The most was ${formatMoney(most.total, costs.currency)} in ${monthWord(most.name ?? '')}. The table has every month.`;
  return (
    <Section
      title="By month of the report"
      note={<SegmentedControl size="xs" value={view} onChange={setView} aria-label="Show months as" data={[{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }]} />}
    >
      {view === 'table' ? (
        <MonthTable months={months} currency={costs.currency} />
      ) : (
        <Suspense fallback={<Loading rows={1} height={240} label="Loading the chart" />}>
          <MonthChart months={months} currency={costs.currency} summary={summary} />
        </Suspense>
      )}
    </Section>
  );
}

function MonthTable({ months, currency }: { months: readonly Month[]; currency: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and holds nothing else that takes the focus.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Costs by month">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" data-number>Incidents</th>
            <th scope="col" data-number>People’s time</th>
            <th scope="col" data-number>Other</th>
            <th scope="col" data-number>Total</th>
            <th scope="col" data-number data-wide>Median</th>
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map(({ month, sums }) => (
            <tr key={month}>
              <th scope="row">{monthWord(month)}</th>
              <td data-number>{sums?.incidents ?? 0}</td>
              <td data-number><Money amount={sums?.response} currency={currency} /></td>
              <td data-number><Money amount={sums?.other} currency={currency} /></td>
              <td data-number><b><Money amount={sums?.total} currency={currency} /></b></td>
              <td data-number data-wide><Money amount={sums?.median} currency={currency} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
