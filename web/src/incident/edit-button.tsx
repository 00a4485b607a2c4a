import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './overview/overview.module.css';

/** A quiet button beside what it changes or unfolds; `label` says all of it to readers. */
export function EditButton({ onClick, children, label }: { onClick: () => void; children: ReactNode; label: string }) {
  return (
    <UnstyledButton className={styles.add} onClick={onClick} aria-label={label}>
      {children}
    </UnstyledButton>
  );
}
