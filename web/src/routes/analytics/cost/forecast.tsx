import { SegmentedControl } from '@mantine/core';
import { routes } from '../../../../../api/contract/index.ts';
import type { CostForecast } from '../../../../../api/contract/cost.ts';
import { useApi } from '../../../api/hooks.ts';
import { Money } from '../../../ui/facts.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { formatMoney } from '../../../ui/money-format.ts';
import { useZone } from '../../../ui/preferences.ts';
import styles from './cost.module.css';

type Props = { filters: Record<string, string | undefined>; currency: string | undefined; ahead: string | undefined; onAhead: (value: string) => void };
type InCurrency = CostForecast['currencies'][number];

/** What the incidents of this month or quarter will have cost: a range, what it is made of, and how it was found. */
export function Forecast({ filters, currency, ahead, onAhead }: Props) {
  const zone = useZone();
  const period = ahead === 'quarter' ? 'quarter' : 'month';
  const { reportedAfter: _after, stage: _stage, ...rest } = filters;
  const { data, error, refetch } = useApi(routes.cost.forecast, { query: { ...rest, period, timeZone: zone } }, { keepPrevious: true });
  const found = data?.currencies.find((one) => one.currency === currency) ?? (currency === undefined ? data?.currencies[0] : undefined);
  return (
    <Section
      title={`This ${period}`}
      note={<SegmentedControl size="xs" value={period} onChange={onAhead} aria-label="Look ahead to the end of the" data={[{ value: 'month', label: 'Month' }, { value: 'quarter', label: 'Quarter' }]} />}
    >
      {error && <ProblemNotice error={error} title="The forecast could not be made" onRetry={() => void refetch()} />}
      {!error && !data && <Loading rows={4} height={22} gap={16} label="Loading the forecast" />}
      {data && !found && <p className={styles.quiet}>Nothing was reported that a forecast could rest on.</p>}
      {data && found && <Outlook forecast={data} found={found} />}
    </Section>
  );
}

function Outlook({ forecast, found }: { forecast: CostForecast; found: InCurrency }) {
  const { currency, total, soFar, open, coming } = found;
  const money = (amount: string): string => formatMoney(amount, currency);
  const { daysLeft, kind } = forecast.period;
  return (
    <div className={styles.forecast}>
      <p className={styles.likely}>
        <b>
          <Money amount={total.likely} currency={currency} />
        </b>
        <span>
          {coming === null ? 'so far and from what is open' : 'likely'}, between {money(total.low)} and {money(total.high)}
        </span>
      </p>
      <RangeBar found={found} />
      <table className={styles.table}>
        <tbody>
          <tr>
            <th scope="row">Cost so far, {found.incidents} {found.incidents === 1 ? 'incident' : 'incidents'}</th>
            <td data-number>{money(soFar)}</td>
          </tr>
          <tr>
            <th scope="row">
              {open.incidents === 0 ? 'No incident is open' : `${open.incidents} still open, now ${money(open.perHour)} an hour`}
            </th>
            <td data-number>+ {money(open.likely)}</td>
          </tr>
          <tr>
            <th scope="row">
              New incidents in {daysLeft} {daysLeft === 1 ? 'day' : 'days'}
            </th>
            <td data-number>{coming === null ? 'unknown' : `+ ${money(coming.likely)}`}</td>
          </tr>
        </tbody>
      </table>
      <details className={styles.how}>
        <summary>How sure is this?</summary>
        {coming === null ? (
          <p>
            There is too little past to say anything about new incidents: {found.historyIncidents} incidents in {found.historyDays} days. It takes ten, and twice as many days as are left. New ones are left out, so the true cost will be higher.
          </p>
        ) : (
          <p>
            New incidents: in the past {found.historyDays} days there are {found.stretches} stretches of {daysLeft} days. In half of them the incidents reported cost less than {money(coming.likely)}, in one of ten less than {money(coming.low)}, in one of ten more than {money(coming.high)}.
          </p>
        )}
        <p>
          Open incidents: those of the same severity that had lasted as long went on for a while; the middle half of them gives {money(open.low)} to {money(open.high)}.
          {open.leftOut > 0 && ` ${open.leftOut} more are open and were left out.`}
          {forecast.earlierOpen > 0 && ` ${forecast.earlierOpen} reported before this ${kind} are open too; they count where they were reported.`}
        </p>
        <p>The ends of both ranges are added up, so the whole range is rather too wide than too narrow. A single severe incident can still go past it.</p>
      </details>
    </div>
  );
}

// Widths are geometry; the amounts beside it are exact.
function RangeBar({ found }: { found: InCurrency }) {
  const end = Math.max(Number(found.total.high), Number(found.soFar), 1) * 1.04;
  const at = (amount: string): string => `${(Number(amount) / end) * 100}%`;
  return (
    <div className={styles.range} aria-hidden="true">
      <span data-so-far style={{ width: at(found.soFar) }} />
      <span data-between style={{ insetInlineStart: at(found.total.low), width: `${((Number(found.total.high) - Number(found.total.low)) / end) * 100}%` }} />
      <span data-likely style={{ insetInlineStart: at(found.total.likely) }} />
    </div>
  );
}
