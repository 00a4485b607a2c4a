import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { formatMoney } from '../../../ui/money-format.ts';
import styles from './cost.module.css';
import type { Month } from './months.tsx';
import { monthWord } from './words.ts';

const SERIES = [
  { name: 'response', label: 'People’s time', color: 'var(--accent)' },
  { name: 'other', label: 'Other costs', color: 'var(--ink3)' },
];

/** Bars by month, time and other costs on top of each other. Heights are drawn from numbers; what is written is the API's exact text. */
export function MonthChart({ months, currency, summary }: { months: readonly Month[]; currency: string; summary: string }) {
  // A refund larger than what was spent would hang below the axis of a stack; the tip and the table say it.
  const data = months.map(({ month, sums }) => ({ month, response: Number(sums?.response ?? 0), other: Math.max(0, Number(sums?.other ?? 0)) }));
  const hasOther = months.some(({ sums }) => sums !== undefined && Number(sums.other) !== 0);
  return (
    <div className={styles.chart} role="img" aria-label={summary}>
      <BarChart
        h={252}
        data={data}
        dataKey="month"
        type="stacked"
        series={hasOther ? SERIES : SERIES.slice(0, 1)}
        withLegend={hasOther}
        legendProps={{ verticalAlign: 'top', height: 30 }}
        gridAxis="x"
        tickLine="none"
        gridColor="var(--line)"
        textColor="var(--ink3)"
        strokeDasharray="0"
        maxBarWidth={44}
        barProps={{ isAnimationActive: false, radius: 2 }}
        cursorFill="var(--hover)"
        xAxisProps={{ tickFormatter: (month: string) => monthWord(month, true), interval: 'preserveStartEnd', minTickGap: 8 }}
        yAxisProps={{ width: 58 }}
        valueFormatter={(value) => formatMoney(value, currency)}
        tooltipAnimationDuration={0}
        tooltipProps={{ content: ({ label }) => <Tip month={months.find(({ month }) => month === label)} currency={currency} /> }}
      />
    </div>
  );
}

function Tip({ month, currency }: { month: Month | undefined; currency: string }) {
  if (month === undefined) return null;
  const { sums } = month;
  return (
    <div className={styles.tip}>
      <strong>{monthWord(month.month)}</strong>
      {sums === undefined ? (
        <span>no incident reported</span>
      ) : (
        <>
          <b>{formatMoney(sums.total, currency, 'minor')}</b>
          <span>
            {sums.incidents} {sums.incidents === 1 ? 'incident' : 'incidents'}, median {formatMoney(sums.median, currency, 'minor')}
          </span>
          {Number(sums.other) !== 0 && <span>of it other costs {formatMoney(sums.other, currency, 'minor')}</span>}
        </>
      )}
    </div>
  );
}
