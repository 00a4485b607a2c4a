import { UnstyledButton } from '@mantine/core';
import { Due, Time } from '../../ui/time.tsx';
import type { Incident } from '../queries.ts';
import { CommanderFact } from './commander.tsx';
import { CostFact } from './cost.tsx';
import styles from './header.module.css';

/** Who has it, when somebody must speak next, and what it has cost. */
export function HeaderFacts({ incident, onOpenUpdates }: { incident: Incident; onOpenUpdates: () => void }) {
  return (
    <div className={styles.facts}>
      <CommanderFact incident={incident} />
      <NextReport incident={incident} onOpen={onOpenUpdates} />
      <CostFact incident={incident} />
    </div>
  );
}

function NextReport({ incident, onOpen }: { incident: Incident; onOpen: () => void }) {
  const due = incident.nextReportDueAt;
  if (due === null && incident.lastReportAt === null) return null;
  return (
    <UnstyledButton className={styles.fact} onClick={onOpen} title="Open the updates">
      <span>{due === null ? 'Last report' : 'Next report'}</span>
      <b>{due === null ? incident.lastReportAt !== null && <Time at={incident.lastReportAt} /> : <Due at={due} />}</b>
    </UnstyledButton>
  );
}
