import styles from './marks.module.css';
import { Elapsed } from './time.tsx';

/** The four stages of an incident, in the order they are passed. */
export const STAGES = ['active', 'stable', 'closed', 'review'] as const;

/** Where an incident stands. */
export type StageName = (typeof STAGES)[number];

/** The word for each stage as people see it. */
export const STAGE_WORDS: Record<StageName, string> = { active: 'Active', stable: 'Stable', closed: 'Closed', review: 'Review' };

/** The shape of a stage: full, half, ticked, dashed; hidden from readers. */
export function StageMark({ stage }: { stage: StageName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 14 14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.7">
      {stage === 'active' && <circle cx="7" cy="7" r="5.4" fill="currentColor" stroke="none" />}
      {stage === 'stable' && (
        <>
          <circle cx="7" cy="7" r="5.2" />
          <path d="M7 1.8a5.2 5.2 0 0 1 0 10.4z" fill="currentColor" stroke="none" />
        </>
      )}
      {stage === 'closed' && <path d="M2.2 7.4 5.6 10.6 11.8 3.6" />}
      {stage === 'review' && <circle cx="7" cy="7" r="5.2" strokeDasharray="2.7 2.2" />}
    </svg>
  );
}

/** A stage by shape, word and colour; with `since` also for how long. `short` leaves the word to readers, where a heading has said it. */
export function StageBadge({ stage, since, filled = false, short = false }: { stage: StageName; since?: string | undefined; filled?: boolean; short?: boolean }) {
  return (
    <span className={filled ? styles.badge : styles.plain} style={{ color: `var(--${stage})`, background: filled ? `var(--${stage}-bg)` : undefined }}>
      <StageMark stage={stage} />
      {since ? (
        <span>
          <span className={short ? 'visually-hidden' : undefined}>{STAGE_WORDS[stage]} </span>
          <Elapsed since={since} />
        </span>
      ) : (
        STAGE_WORDS[stage]
      )}
    </span>
  );
}

/** One stage of the stepper: when it began and ended (null: not), and a word shown instead of a duration, such as "due in 5 d". */
export type StageTime = { stage: StageName; since?: string | null | undefined; until?: string | null | undefined; note?: string | undefined };

/** The way of an incident through its stages, with the time spent in each; the current one is lit. */
export function StageStepper({ current, stages }: { current: StageName; stages: readonly StageTime[] }) {
  return (
    <ol className={styles.stepper} aria-label="Stages">
      {stages.map(({ stage, since, until, note }) => {
        const on = stage === current;
        return (
          <li key={stage} className={styles.stage} aria-current={on ? 'step' : undefined} style={on ? { color: `var(--${stage})`, background: `var(--${stage}-bg)` } : undefined}>
            <strong>
              {(on || since) && <StageMark stage={stage} />}
              {STAGE_WORDS[stage]}
            </strong>
            <small>{note ?? (since ? <Elapsed since={since} until={until} /> : '–')}</small>
          </li>
        );
      })}
    </ol>
  );
}
