import { Button } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { useApi, useSend } from '../../../api/hooks.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Section } from '../../../ui/page.tsx';
import { Time } from '../../../ui/time.tsx';
import { toastDone, toastFailed } from '../../../ui/toast.ts';
import styles from './cost.module.css';

/** The Schedule that calculates every cost every five minutes: when it ran, when it runs next, and a way to run it now. */
export function CostPass() {
  const { data, refetch } = useApi(routes.cost.pass, {});
  const [ran, setRan] = useState(false);
  const run = useSend(routes.cost.recalculate, {
    onDone: () => {
      toastDone('All costs are being calculated.');
      setRan(true);
      void refetch();
    },
    onFailed: (problem) => toastFailed('Nothing was calculated', problem.detail ?? problem.title),
  });
  return (
    <Section title="Calculate all costs now">
      <div className={styles.pass}>
        <p>
          Every five minutes a Schedule calculates the cost of every incident, also of those that were imported. {data?.lastAt != null && <>It ran last <Time at={data.lastAt} />. </>}
          {data?.nextAt != null && <>It runs next <Time at={data.nextAt} />. </>}
          {data?.url != null && (
            <a href={data.url} target="_blank" rel="noreferrer">
              Its runs in Temporal
            </a>
          )}
        </p>
        <Button onClick={() => run.mutate({ body: {} })} loading={run.isPending} disabled={ran}>
          {ran ? 'Running' : 'Calculate now'}
        </Button>
      </div>
      {data?.reachable === false && (
        <Notice tone="wait" title="The Schedule cannot be asked">
          Temporal does not answer, so costs stand still until it is back. Amounts shown are those of the last run.
        </Notice>
      )}
      {data?.paused === true && (
        <Notice tone="wait" title="The Schedule is paused">
          Somebody paused it in Temporal. Costs stand still until it goes on; “Calculate now” works all the same.
        </Notice>
      )}
    </Section>
  );
}
