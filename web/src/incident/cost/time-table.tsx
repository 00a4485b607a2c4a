import { Fragment } from 'react';
import type { CostLineView, CostView } from '../../../../api/contract/cost-view.ts';
import { Money } from '../../ui/facts.tsx';
import { formatDecimal, formatMoney } from '../../ui/money-format.ts';
import { Time } from '../../ui/time.tsx';
import styles from './cost.module.css';
import { groupLines, hoursInWords, isLimited, type PersonLines } from './groups.ts';
import { useMoment } from './use-moment.ts';

/** People's time, line by line, so that somebody can multiply it again: hours × multiplier × rate = amount. */
export function TimeTable({ cost }: { cost: CostView }) {
  const { people, review } = groupLines(cost);
  const { currency } = cost;
  if (cost.lines.length === 0) return <p className={styles.quiet}>Nothing counted yet. Time counts while somebody holds a role that costs and the incident is active.</p>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col" data-number>
            Hours
          </th>
          <th scope="col" data-number>
            <span className="visually-hidden">Multiplier</span>×
          </th>
          <th scope="col" data-number>
            Rate
          </th>
          <th scope="col" data-number>
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Fragment key={person.email}>
            <PersonRow person={person} />
            {person.lines.map((line) => (
              <LineRow key={keyOf(line)} line={line} currency={currency} />
            ))}
            {isLimited(person) && <DaysRow person={person} />}
          </Fragment>
        ))}
        {review.length > 0 && (
          <tr data-head>
            <th scope="rowgroup" colSpan={5}>
              Review <span>counted once</span>
            </th>
          </tr>
        )}
        {review.map((line) => (
          <LineRow key={keyOf(line)} line={line} currency={currency} who={cost.people.find(({ email }) => email === line.email)?.name ?? line.email ?? 'nobody'} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            People’s time
          </th>
          <td data-number>
            <b>
              <Money amount={cost.total} currency={currency} exact />
            </b>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

const keyOf = ({ email, label, from }: CostLineView): string => [email, label, from].join('\n');

function PersonRow({ person }: { person: PersonLines }) {
  return (
    <tr data-head>
      <th scope="rowgroup" colSpan={5}>
        <bdi title={person.email}>{person.name}</bdi> {person.team !== null && <span>{person.team}</span>}
      </th>
    </tr>
  );
}

function LineRow({ line, currency, who }: { line: CostLineView; currency: string; who?: string }) {
  const when = useMoment();
  const notes = [
    ...(line.from === null ? [] : [`by the prices since ${when(line.from)}`]),
    ...(line.engagedHours === line.hours ? [] : [`held for ${hoursInWords(line.engagedHours)}; the rest is over the limit of later days`]),
  ];
  return (
    <>
      <tr>
        <th scope="row">
          {line.label}
          {who !== undefined && (
            <>
              , <bdi>{who}</bdi>
            </>
          )}
        </th>
        <td data-number title={hoursInWords(line.hours)}>
          {formatDecimal(line.hours, 4)}
        </td>
        <td data-number>{formatDecimal(line.multiplier, 3)}</td>
        <td data-number title={line.rate === '' ? undefined : `${line.rate} ${currency}`}>
          {line.rate === '' ? '–' : formatMoney(line.rate, currency, 'minor')}
        </td>
        <td data-number>
          <Money amount={line.amount} currency={currency} exact />
        </td>
      </tr>
      {notes.length > 0 && (
        <tr data-days>
          <td colSpan={5}>
            <small>{notes.join('; ')}</small>
          </td>
        </tr>
      )}
    </>
  );
}

function DaysRow({ person }: { person: PersonLines }) {
  return (
    <tr data-days>
      <td colSpan={5} aria-label={`Days of ${person.name}`}>
        <details>
          <summary>Day by day</summary>
          <ul>
            {person.days.map((day) => (
              <li key={day.firstDay}>
                <span>{day.firstDay === day.lastDay ? `Day ${day.firstDay}` : `Days ${day.firstDay} to ${day.lastDay}, each`}</span>
                <span title="24 hours from the report on">
                  from <Time at={day.from} as="exact" />
                </span>
                <b>
                  {hoursInWords(day.engagedHours)}
                  {day.engagedHours !== day.countedHours && `, of which ${hoursInWords(day.countedHours)} count`}
                </b>
              </li>
            ))}
          </ul>
        </details>
      </td>
    </tr>
  );
}
