import { Drawer, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { Money } from '../../ui/facts.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import type { Incident } from '../queries.ts';
import styles from './header.module.css';

// Few people ask why; the page does not wait for the answer's code.
const CostPanel = lazy(() => import('../cost/cost-panel.tsx').then((module) => ({ default: module.CostPanel })));

/** What the incident has cost so far; pressed, it says how that is made up, line by line, and takes other costs. */
export function CostFact({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState(false);
  const phone = useMediaQuery('(max-width: 700px)', undefined, { getInitialValueInEffect: false });
  return (
    <>
      <UnstyledButton className={styles.fact} onClick={() => setOpen(true)} aria-haspopup="dialog" title="Why it costs this">
        <span>{incident.stage === 'active' || incident.stage === 'stable' ? 'Cost so far' : 'Cost'}</span>
        <b>{incident.cost === null ? 'not yet' : <Money amount={incident.cost.total} currency={incident.cost.currency} />}</b>
      </UnstyledButton>
      <Drawer opened={open} onClose={() => setOpen(false)} position={phone ? 'bottom' : 'right'} size={phone ? '88%' : 620} title={`Cost of ${incident.key}`}>
        <Suspense fallback={<Loading rows={8} height={20} gap={18} label="Loading the cost" />}>
          <CostPanel incident={incident} />
        </Suspense>
      </Drawer>
    </>
  );
}
