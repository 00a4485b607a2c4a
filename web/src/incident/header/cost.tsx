import { Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useApi } from '../../api/hooks.ts';
import { Money } from '../../ui/facts.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import type { Incident } from '../queries.ts';
import styles from './header.module.css';

/** What the incident has cost so far; pressed, it says how that is made up and when it was calculated. */
export function CostFact({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={styles.fact} onClick={() => setOpen(!open)} aria-expanded={open}>
          <span>{incident.stage === 'active' || incident.stage === 'stable' ? 'Cost so far' : 'Cost'}</span>
          <b>{incident.cost === null ? 'not yet' : <Money amount={incident.cost.total} currency={incident.cost.currency} />}</b>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={14} aria-label="Cost">
        {open && <CostLines incident={incident} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function CostLines({ incident }: { incident: Incident }) {
  const { data, error, refetch } = useApi(routes.incidents.cost, { params: { incident: incident.key } });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={3} label="Loading the cost" />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and holds nothing else that takes the focus.
    <div className={styles.costs} tabIndex={0} role="region" aria-label="Cost by person">
      <div className={styles.costHead}>
        <strong>
          <Money amount={data.total} currency={data.currency} />
        </strong>
        <span>
          calculated <Time at={data.asOf} />
        </span>
      </div>
      {data.lastError !== null && (
        <Notice tone="wait" title="The last calculation failed">
          {data.lastError} The amounts are those of the one before.
        </Notice>
      )}
      {data.lines.length === 0 ? (
        <p>Nothing counted yet: cost begins with the time of the first participant and is calculated every five minutes.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Role</th>
              <th scope="col" data-number>
                Hours
              </th>
              <th scope="col" data-number>
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {data.lines.map((line) => (
              <tr key={[line.email ?? line.label, line.role, line.hours].join()}>
                <td>
                  <bdi>{line.label}</bdi>
                </td>
                <td>{line.role ?? '–'}</td>
                <td data-number>
                  {trimmed(line.hours)}
                  {Number(line.multiplier) !== 1 && ` × ${trimmed(line.multiplier)}`}
                </td>
                <td data-number>
                  <Money amount={line.amount} currency={data.currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const trimmed = (decimal: string): string => String(Math.round(Number(decimal) * 100) / 100);
