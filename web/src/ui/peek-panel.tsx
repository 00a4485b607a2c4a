import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import styles from './peek-panel.module.css';

/** A look at one row beside its list, without leaving it: Escape closes; the keyboard stays in the list. On a phone it rises from below. */
export function PeekPanel({ title, open, onClose, children }: { title: ReactNode; open: boolean; onClose: () => void; children: ReactNode }) {
  const narrow = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false });
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role=dialog][aria-modal=true]')) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open, onClose]);
  if (narrow) {
    return (
      <Drawer opened={open} onClose={onClose} position="bottom" size="72%" title={title}>
        {children}
      </Drawer>
    );
  }
  if (!open) return null;
  return (
    <aside className={styles.panel} aria-label="Preview">
      <div className={styles.head}>
        <div className={styles.title}>{title}</div>
        <ActionIcon onClick={onClose} aria-label="Close the preview">
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      </div>
      {children}
    </aside>
  );
}
