import type { OutputOf } from '../../../api/client.ts';
import type { routes } from '../../../../../api/contract/index.ts';
import { Money } from '../../../ui/facts.tsx';
import { addDecimals, formatDecimal } from '../../../ui/money-format.ts';
import styles from './cost.module.css';

type Answer = OutputOf<typeof routes.cost.simulate>;
type Cost = Answer['after'];
type Line = Cost['lines'][number];

/** What stands in one row: the same kind of time now and as tried, of all people together. */
type Row = { label: string; before: string | null; after: string | null; hours: string };

const isSketched = ({ email }: Line): boolean => email?.endsWith('@sketch.example') === true;

// People of a sketch have no names: those who cost alike stand in one row.
function sketchRows(lines: readonly Line[]): Row[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = [line.label, line.hours, line.amount].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((alike) => ({ label: alike.length === 1 ? (alike[0]?.label ?? '') : `${alike.length} × ${alike[0]?.label ?? ''}`, before: null, after: addDecimals(alike.map(({ amount }) => amount)), hours: addDecimals(alike.map(({ hours }) => hours)) }));
}

function rowsOf(now: Cost | null, then: Cost): Row[] {
  if (now === null && then.lines.some(isSketched)) return sketchRows(then.lines);
  const keyOf = ({ label, email, from }: Line): string => [label, email, from].join('\n');
  const before = new Map((now?.lines ?? []).map((line) => [keyOf(line), line]));
  const after = new Map(then.lines.map((line) => [keyOf(line), line]));
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const line = is ?? was;
    const who = line?.email == null ? '' : ` · ${line.email.split('@')[0] ?? ''}`;
    return { label: `${line?.label ?? ''}${who}`, before: was?.amount ?? null, after: is?.amount ?? null, hours: is?.hours ?? '0' };
  });
}

/** The cost as tried beside the one now, in sum and line by line. */
export function SimulatedCost({ before: now, after: then }: Answer) {
  const rows = rowsOf(now, then);
  const sameCurrency = now === null || now.currency === then.currency;
  return (
    <>
      <p className={styles.outcome} aria-live="polite">
        {now !== null && (
          <>
            <Money amount={now.total} currency={now.currency} exact /> <span aria-hidden="true">→</span> <span className="visually-hidden">becomes</span>{' '}
          </>
        )}
        <b>
          <Money amount={then.total} currency={then.currency} exact />
        </b>
        <small>{formatDecimal(then.hours)} hours count</small>
      </p>
      {!sameCurrency && <p className={styles.quiet}>The two are in different currencies and cannot be compared.</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and holds nothing else that takes the focus. */}
      <div className={styles.lines} tabIndex={0} role="region" aria-label="What the cost is made of">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" data-number>Hours</th>
              {now !== null && <th scope="col" data-number>Now</th>}
              <th scope="col" data-number>{now === null ? 'Cost' : 'Then'}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- people of a sketch have no names, so rows are told apart by place.
              <tr key={`${row.label}${i}`}>
                <td>
                  <bdi>{row.label}</bdi>
                </td>
                <td data-number>{formatDecimal(row.hours)}</td>
                {now !== null && (
                  <td data-number>
                    <Money amount={row.before} currency={now.currency} exact />
                  </td>
                )}
                <td data-number data-changed={(now !== null && row.before !== row.after) || undefined}>
                  <Money amount={row.after} currency={then.currency} exact />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
