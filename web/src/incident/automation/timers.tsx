import { StepState } from '../../ui/step-state.tsx';
import type { Incident } from '../queries.ts';
import styles from './automation.module.css';
import { Countdown } from './step-rows.tsx';

const FEW = 4;

/** What will happen by itself, the next first. */
export function Timers({ incident }: { incident: Incident }) {
  const timers = [...incident.timers].sort((a, b) => a.at.localeCompare(b.at));
  if (timers.length === 0) return null;
  return (
    <>
      <h3 className={styles.subhead}>What happens next</h3>
      {timers.slice(0, FEW).map((timer) => (
        <TimerRow key={timer.id} timer={timer} incident={incident} />
      ))}
      {timers.length > FEW && (
        <details className={styles.fold}>
          <summary className={styles.row}>
            <StepState state="waiting" />
            <span>{timers.length - FEW} more later</span>
          </summary>
          <div>
            {timers.slice(FEW).map((timer) => (
              <TimerRow key={timer.id} timer={timer} incident={incident} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function TimerRow({ timer, incident }: { timer: Incident['timers'][number]; incident: Incident }) {
  // Which task it is says more than when it was due.
  const detail = incident.tasks.find(({ id }) => timer.id === `task/${id}`)?.title ?? timer.detail;
  return (
    <div className={styles.row}>
      <StepState state="waiting" />
      <span>{timer.title}</span>
      <span className={styles.when}>
        <Countdown at={timer.at} />
      </span>
      {detail !== null && <span className={`${styles.below} ${styles.detail}`}>{detail}</span>}
    </div>
  );
}
