import { VisuallyHidden } from '@mantine/core';
import styles from './shell.module.css';

/** How many wait for the person's decision, beside what leads there; nothing when nobody waits. */
export function Waiting({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className={styles.waiting}>
      {count}
      <VisuallyHidden component="span"> waiting</VisuallyHidden>
    </span>
  );
}
