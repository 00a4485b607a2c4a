import styles from './marks.module.css';

/** What a step of the automated process is doing. */
export type StepStateName = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped';

/** The word for each step state as people see it. */
export const STEP_WORDS: Record<StepStateName, string> = {
  pending: 'Not started',
  running: 'Running',
  waiting: 'Waiting',
  succeeded: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
};

const COLORS: Record<StepStateName, string> = { pending: 'pending', running: 'run', waiting: 'wait', succeeded: 'ok', failed: 'fail', skipped: 'pending' };

/** The token of a step state's colour. */
export function stepColor(state: StepStateName): string {
  return `var(--${COLORS[state]})`;
}

/** A step state by shape and colour, with its word for readers, or for everybody with `label`. */
export function StepState({ state, label = false }: { state: StepStateName; label?: boolean }) {
  return (
    <span className={styles.plain} style={{ color: stepColor(state) }}>
      <svg className={state === 'running' ? `${styles.icon} ${styles.running}` : styles.icon} viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.7">
        {state === 'pending' && <circle cx="7" cy="7" r="4.6" />}
        {state === 'running' && <path d="M7 1.8a5.2 5.2 0 1 1-5.2 5.2" />}
        {state === 'waiting' && <path d="M7 1.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 1 0 7 1.8M7 4v3.2l2 1.4" />}
        {state === 'succeeded' && <path d="M2.2 7.4 5.6 10.6 11.8 3.6" />}
        {state === 'failed' && <path d="M7 2v6.2M7 10.4v1.8" strokeWidth="2.2" />}
        {state === 'skipped' && <path d="M2.5 7h9" />}
      </svg>
      <span className={label ? undefined : 'visually-hidden'}>{STEP_WORDS[state]}</span>
    </span>
  );
}
