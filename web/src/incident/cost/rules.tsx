import type { CostPeriod, CostView } from '../../../../api/contract/cost-view.ts';
import { formatDecimal, formatMoney } from '../../ui/money-format.ts';
import { Time } from '../../ui/time.tsx';
import { formatDuration } from '../../ui/time-format.ts';
import styles from './cost.module.css';
import { useMoment } from './use-moment.ts';

/** What the amounts follow from: rates, model, when the incident was active, and whether prices are kept. */
export function Rules({ cost }: { cost: CostView }) {
  const { periods, active, currency, pinned } = cost;
  return (
    <dl className={styles.rules}>
      <dt>Active</dt>
      <dd>
        {active.length === 0 && 'never, so no hours count'}
        {active.map(({ from, to }) => (
          <span key={from}>
            <Time at={from} as="exact" /> to <Time at={to} as="exact" />, {formatDuration(Date.parse(to) - Date.parse(from))}
          </span>
        ))}
      </dd>
      {periods.map((period, i) => (
        <Period key={period.from} period={period} before={periods[i - 1]} currency={currency} only={periods.length === 1} />
      ))}
      <dt>Rounding</dt>
      <dd>Each line is rounded for reading. The sum is calculated exactly and rounded once, so it may differ from the lines by a few cents.</dd>
      {pinned && (
        <>
          <dt>Kept</dt>
          <dd>The incident is over and keeps these prices, whatever rates come later, until an administrator re-rates it.</dd>
        </>
      )}
    </dl>
  );
}

function Period({ period, before, currency, only }: { period: CostPeriod; before: CostPeriod | undefined; currency: string; only: boolean }) {
  const { rates, model, from } = period;
  const when = useMoment();
  const words = modelInWords(model);
  return (
    <>
      <dt>{only ? 'Prices' : before === undefined ? 'At first' : `Since ${when(from)}`}</dt>
      <dd>
        <span>
          {formatMoney(rates.annualEmployeeCost, currency)} a year ÷ {formatDecimal(rates.businessHoursPerYear)} h = <b>{formatMoney(rates.perHour, currency, 'minor')}</b> an hour
          {rates.hasOverrides && '; some roles, teams or people have rates of their own, which stand in their lines'}
        </span>
        {(before === undefined || modelInWords(before.model) !== words) && <span>{words}</span>}
      </dd>
    </>
  );
}

function modelInWords(model: CostPeriod['model']): string {
  const review = `The review counts ${formatDecimal(model.reviewPreparationHours)} h for its owner and ${formatDecimal(model.reviewMeetingHours)} h for each person who held a role that costs.`;
  if (model.kind === 'activity') return `Each activity counts ${formatDecimal(model.responseSeconds)} seconds; what overlaps counts once. ${review}`;
  const multipliers = Object.entries(model.multipliers).map(([role, value]) => `${role} × ${formatDecimal(value, 3)}`).join(', ');
  return `${multipliers}; of two roles held at once the heavier counts. After the first 24 hours at most ${formatDecimal(model.laterDayHours)} h a day count for each person. ${review}`;
}
