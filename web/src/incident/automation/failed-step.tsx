import { Button } from '@mantine/core';
import { useState } from 'react';
import { can } from '../abilities.ts';
import type { Incident, Step } from '../queries.ts';
import styles from './automation.module.css';
import { SkipForm, SupplyForm } from './step-forms.tsx';
import { useStepCommands } from './use-step-commands.ts';

/** The buttons for a step that does not go on by itself, with the small forms behind them. */
export function StepActions({ incident, step, retryLabel = 'Retry' }: { incident: Incident; step: Step; retryLabel?: string }) {
  const { retry, skip, busy } = useStepCommands(incident, step);
  const [form, setForm] = useState<'skip' | 'supply' | undefined>(undefined);
  const close = (): void => setForm(undefined);
  if (!can(incident, 'manageSteps')) return <p className={styles.detail}>A participant or manager can retry or skip it.</p>;
  if (form === 'supply') return <SupplyForm incident={incident} step={step} onDone={close} />;
  if (form === 'skip') return <SkipForm step={step} onCancel={close} onSkip={(reason) => (close(), skip(reason))} />;
  return (
    <div className={styles.buttons}>
      <Button size="xs" onClick={retry} loading={busy} aria-label={`${retryLabel}: ${step.title}`}>
        {retryLabel}
      </Button>
      <Button size="xs" onClick={() => setForm('skip')} aria-label={`Skip: ${step.title}`}>
        Skip
      </Button>
      {step.suppliable && (
        <Button size="xs" onClick={() => setForm('supply')} aria-label={`Enter link: ${step.title}`}>
          Enter link
        </Button>
      )}
    </div>
  );
}

/** A step that needs somebody: what failed, why, how often it was tried, and what helps. */
export function FailedStep({ incident, step }: { incident: Incident; step: Step }) {
  const tries = `${step.attempts} ${step.attempts === 1 ? 'try' : 'tries'}`;
  return (
    <div className={styles.box} role="group" aria-label={`${step.title}, failed`}>
      <strong>{step.title} – failed</strong>
      <p className={styles.why} title={step.lastError ?? undefined}>
        {step.lastError ?? 'It gave no reason.'} {tries}; the incident goes on without it.
      </p>
      <StepActions incident={incident} step={step} />
    </div>
  );
}
