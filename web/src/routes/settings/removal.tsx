import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './settings.module.css';

/** Takes a configured thing away for good: a quiet button below its form that says what it means before it does it. */
export function Removal({ noun, meaning, remove }: { noun: string; meaning: string; remove: () => Promise<void> }) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | undefined>(undefined);
  const go = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await remove();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <div className={styles.removal}>
      {problem && <ProblemNotice error={problem} title={`Not removed: ${problem.title}`} />}
      {asked ? (
        <>
          <p>{meaning}</p>
          <Group gap={8}>
            <Button size="xs" variant="filled" color="danger" loading={busy} onClick={() => void go()} autoFocus>
              Remove {noun}
            </Button>
            <Button size="xs" onClick={() => setAsked(false)}>
              Keep it
            </Button>
          </Group>
        </>
      ) : (
        <Button size="xs" variant="subtle" color="danger" onClick={() => setAsked(true)}>
          Remove {noun}…
        </Button>
      )}
    </div>
  );
}
