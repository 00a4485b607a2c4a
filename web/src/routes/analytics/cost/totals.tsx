import type { CostAnalytics } from '../../../../../api/contract/cost.ts';
import { Money } from '../../../ui/facts.tsx';
import { formatDecimal } from '../../../ui/money-format.ts';
import styles from './cost.module.css';
import { KIND_WORDS } from './words.ts';

/** All costs in one currency. */
export type InCurrency = CostAnalytics['currencies'][number];

/** The sums of everything shown, each with the word that says what it is. */
export function Totals({ costs }: { costs: InCurrency }) {
  const { currency } = costs;
  const kinds = costs.otherByKind.map(({ kind }) => KIND_WORDS[kind]?.toLowerCase() ?? kind).join(', ');
  const facts = [
    { name: 'Total', value: <Money amount={costs.total} currency={currency} />, note: `${costs.incidents} ${costs.incidents === 1 ? 'incident' : 'incidents'}` },
    { name: 'People’s time', value: <Money amount={costs.response} currency={currency} />, note: `${formatDecimal(costs.hours, 0)} hours` },
    { name: 'Other costs', value: <Money amount={costs.other} currency={currency} />, note: kinds === '' ? 'none entered' : kinds },
    { name: 'Median incident', value: <Money amount={costs.median} currency={currency} />, note: 'half cost less' },
    { name: 'Costliest', value: <Money amount={costs.most} currency={currency} />, note: costs.costliest[0]?.key ?? '–' },
  ];
  return (
    <dl className={styles.totals}>
      {facts.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b>
            <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
