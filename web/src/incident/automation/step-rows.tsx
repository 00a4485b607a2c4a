import { useState } from 'react';
import { Elapsed, Time } from '../../ui/time.tsx';
import { StepState } from '../../ui/step-state.tsx';
import { formatWork } from '../../ui/time-format.ts';
import { useNow } from '../../ui/now.ts';
import { can } from '../abilities.ts';
import { EditButton } from '../edit-button.tsx';
import type { Incident, Step } from '../queries.ts';
import styles from './automation.module.css';
import { StepActions } from './failed-step.tsx';
import { doneWithin, waitsFor } from './steps.ts';

/** When something happens by itself, to the second when it is near. */
export function Countdown({ at }: { at: string }) {
  const left = Date.parse(at) - useNow(1_000);
  return <>{left <= 0 ? 'any moment' : left < 60_000 ? `in ${Math.ceil(left / 1_000)} s` : <Time at={at} />}</>;
}

/** A step that runs, or waits until it is tried again. */
export function MovingStep({ incident, step }: { incident: Incident; step: Step }) {
  const [open, setOpen] = useState(false);
  const waiting = step.state === 'waiting';
  return (
    <div className={styles.row}>
      <StepState state={step.state} />
      <span>{step.title}</span>
      <span className={styles.when}>{waiting && step.nextAttemptAt !== null ? <Countdown at={step.nextAttemptAt} /> : step.startedAt !== null && <Elapsed since={step.startedAt} />}</span>
      <div className={styles.below}>
        <div className={styles.detail}>
          {waiting ? `${step.lastError ?? 'It did not work.'} ${step.attempts} ${step.attempts === 1 ? 'try' : 'tries'} so far.` : step.attempts > 1 ? `running, try ${step.attempts}` : 'running'}
          {step.note !== null && ` ${step.note}`}
        </div>
        {waiting &&
          can(incident, 'manageSteps') &&
          (open ? (
            <StepActions incident={incident} step={step} retryLabel="Retry now" />
          ) : (
            <EditButton onClick={() => setOpen(true)} label={`Retry, skip… “${step.title}”`}>
              Retry, skip…
            </EditButton>
          ))}
      </div>
    </div>
  );
}

/** Steps that have not begun, folded, each with what it waits for. */
export function PendingSteps({ steps, all }: { steps: readonly Step[]; all: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <details className={styles.fold}>
      <summary className={styles.row}>
        <StepState state="pending" />
        <span>
          {steps.length} {steps.length === 1 ? 'step' : 'steps'} to come
        </span>
      </summary>
      <div>
        {steps.map((step) => {
          const needs = waitsFor(step, all);
          return (
            <div key={step.id} className={styles.row}>
              <StepState state="pending" />
              <div>
                {step.title}
                {needs.length > 0 && <div className={styles.detail}>after “{needs.join('”, “')}”</div>}
              </div>
            </div>
          );
        })}
      </div>
    </details>
  );
}

/** Steps that are over, folded into one line that says how long they took and whether any had to be repeated. */
export function DoneSteps({ done, skipped }: { done: readonly Step[]; skipped: readonly Step[] }) {
  if (done.length + skipped.length === 0) return null;
  const within = doneWithin(done);
  const repeated = done.filter((step) => step.attempts > 1).length;
  const parts = [done.length > 1 && within && within.length < 120_000 ? `all in ${formatWork(within.length)}` : '', done.length > 0 ? (repeated === 0 ? 'none repeated' : `${repeated} repeated`) : '', skipped.length > 0 ? `${skipped.length} skipped` : ''];
  return (
    <details className={styles.fold}>
      <summary className={styles.row}>
        <StepState state="succeeded" />
        <span>
          {done.length} {done.length === 1 ? 'step' : 'steps'} done
        </span>
        <span className={styles.when}>{within && <Time at={within.to} as="clock" />}</span>
        <span className={`${styles.below} ${styles.detail}`}>{parts.filter((part) => part !== '').join(', ')}</span>
      </summary>
      <div>
        {[...done, ...skipped].map((step) => (
          <div key={step.id} className={styles.row}>
            <StepState state={step.state} />
            <div>
              {step.title}
              {(step.note !== null || step.attempts > 1) && <div className={styles.detail}>{[step.note, step.attempts > 1 ? `${step.attempts} tries` : null].filter((part) => part !== null).join(', ')}</div>}
            </div>
            {step.startedAt !== null && step.finishedAt !== null && <span className={styles.when}>{formatWork(Date.parse(step.finishedAt) - Date.parse(step.startedAt))}</span>}
          </div>
        ))}
      </div>
    </details>
  );
}
