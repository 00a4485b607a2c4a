import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Money } from '../../../ui/facts.tsx';
import { Section } from '../../../ui/page.tsx';
import { formatDecimal } from '../../../ui/money-format.ts';
import styles from './cost.module.css';
import type { InCurrency } from './totals.tsx';

type Group = NonNullable<InCurrency['by']['type']>[number];
type Props = {
  title: string;
  note?: ReactNode;
  groups: readonly Group[] | undefined;
  currency: string;
  /** What those without a name are called. */
  unnamed: string;
  /** The column that follows the total. */
  last: 'median' | 'hours';
  /** Makes a name a way to see only it. */
  link?: (name: string) => ReactNode;
};

const FIRST = 8;

/** Costs of parts, the largest first: a table whose bars show at a glance what the numbers say exactly. */
export function Breakdown({ title, note, groups: given, currency, unnamed, last, link }: Props) {
  const [all, setAll] = useState(false);
  const groups = given ?? [];
  const shown = all ? groups : groups.slice(0, FIRST);
  const most = Math.max(...groups.map((group) => Number(group.total)), 0);
  if (groups.length === 0) return null;
  return (
    <Section title={title} note={note}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{title.replace(/^By /, '').replace(/^./, (letter) => letter.toUpperCase())}</th>
            <th scope="col" data-number>Incidents</th>
            <th scope="col" data-number data-wide>{last === 'median' ? 'Median' : 'Hours'}</th>
            <th scope="col" data-number>Total</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((group) => (
            <tr key={group.name ?? ''}>
              <th scope="row">
                <span className={styles.part}>{group.name === null ? <i>{unnamed}</i> : (link?.(group.name) ?? <bdi>{group.name}</bdi>)}</span>
                <span className={styles.share} style={{ width: `${most > 0 ? Math.max(0, (Number(group.total) / most) * 100) : 0}%` }} />
              </th>
              <td data-number>{group.incidents}</td>
              <td data-number data-wide>{last === 'median' ? <Money amount={group.median} currency={currency} /> : formatDecimal(group.hours, 0)}</td>
              <td data-number>
                <b>
                  <Money amount={group.total} currency={currency} />
                </b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {groups.length > FIRST && (
        <Button size="xs" mt={8} variant="subtle" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${groups.length}`}
        </Button>
      )}
    </Section>
  );
}
