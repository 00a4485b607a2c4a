import { Button, Code, CopyButton, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './account.module.css';

/** A secret that is shown once, with a button to copy it; `what` is its name in "Copy the …". */
export function Secret({ value, what, children, onDone }: { value: string; what: string; children: ReactNode; onDone: () => void }) {
  return (
    <div className={styles.secret}>
      <p>{children}</p>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} data-secret>
        {value}
      </Code>
      <Group gap={8}>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="filled" onClick={copy}>
              {copied ? 'Copied' : `Copy the ${what}`}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>Close</Button>
      </Group>
    </div>
  );
}
