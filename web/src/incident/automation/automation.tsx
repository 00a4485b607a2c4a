import { Button } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import { can } from '../abilities.ts';
import { type Incident, type Step, useCommand } from '../queries.ts';
import styles from './automation.module.css';
import { FailedStep } from './failed-step.tsx';
import { DoneSteps, MovingStep, PendingSteps } from './step-rows.tsx';
import { groupSteps } from './steps.ts';
import { Timers } from './timers.tsx';

const FEW = 3;

/** What the automation did, does, and will do: failed steps with what helps first, then what runs, what comes by itself, and what is done. */
export function Automation({ incident }: { incident: Incident }) {
  const groups = groupSteps(incident.steps);
  const { waiting } = incident.workflow;
  return (
    <Section title="Automation" note={groups.failed.length > 0 ? <span style={{ color: 'var(--fail)' }}>{groups.failed.length} need{groups.failed.length === 1 ? 's' : ''} you</span> : undefined}>
      {waiting !== null && (
        <div className={styles.banner} role="status">
          <Notice tone="wait" title="The automation has not begun yet">
            {waiting}
          </Notice>
        </div>
      )}
      <FailedSteps incident={incident} failed={groups.failed} />
      {groups.moving.map((step) => (
        <MovingStep key={step.id} incident={incident} step={step} />
      ))}
      <PendingSteps steps={groups.pending} all={incident.steps} />
      <DoneSteps done={groups.done} skipped={groups.skipped} />
      <Timers incident={incident} />
    </Section>
  );
}

function FailedSteps({ incident, failed }: { incident: Incident; failed: readonly Step[] }) {
  const [all, setAll] = useState(false);
  const retry = useCommand(routes.incidents.retryStep, 'A step was not retried');
  // One more than fits would push people and tasks out of sight; then a few stand for all.
  const shown = all || failed.length <= FEW ? failed : failed.slice(0, FEW - 1);
  const retryAll = (): void => {
    for (const step of failed) retry.mutate({ params: { incident: incident.key, step: step.id } });
  };
  return (
    <>
      {shown.map((step) => (
        <FailedStep key={step.id} incident={incident} step={step} />
      ))}
      {failed.length > 1 && (
        <div className={styles.buttons} style={{ marginBottom: 8 }}>
          {failed.length > shown.length && (
            <Button size="xs" onClick={() => setAll(true)}>
              Show {failed.length - shown.length} more
            </Button>
          )}
          {can(incident, 'manageSteps') && (
            <Button size="xs" onClick={retryAll} loading={retry.isPending}>
              Retry all {failed.length}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
