import { Button, Group, Popover } from '@mantine/core';
import { useState } from 'react';
import styles from './account.module.css';

type Props = { label: string; question: string; confirm: string; busy?: boolean; onConfirm: () => void };

/** A button for what cannot be taken back: it asks once before it does it. */
export function ConfirmButton({ label, question, confirm, busy = false, onConfirm }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" loading={busy} onClick={() => setOpen((was) => !was)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.ask}>
          <p>{question}</p>
          <Group gap={8}>
            <Button
              size="xs"
              variant="filled"
              color="danger"
              onClick={() => {
                setOpen(false);
                onConfirm();
              }}
            >
              {confirm}
            </Button>
            <Button size="xs" onClick={() => setOpen(false)}>
              Cancel
            </Button>
          </Group>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
