import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import type { SetupView } from '../../../../api/contract/setup.ts';
import { useSend } from '../../api/hooks.ts';
import { Section } from '../../ui/page.tsx';
import { toastDone, toastFailed } from '../../ui/toast.ts';
import { wordsOf } from './setup-items.tsx';
import styles from './setup.module.css';
import { setupAsked } from './use-setup.ts';

type Row = SetupView['items'][number];
const SETTLED: Partial<Record<Row['id'], SetupView['settledByWord'][number]>> = { conversation: 'conversation', process: 'process' };

/** What is still to do before an organization is set up; each line ticks itself when it is so. */
export function SetupList({ setup }: { setup: SetupView }) {
  const { items, facts, settledByWord, isComplete } = setup;
  const place = useRef<HTMLDivElement>(null);
  const change = useSend(routes.setup.change, { onFailed: (problem) => toastFailed('Nothing was changed', problem.detail ?? problem.title) });
  useEffect(() => {
    if (setupAsked.get()) place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const putAway = (): void =>
    change.mutate(
      { body: { isPutAway: true } },
      {
        onSuccess: () => {
          setupAsked.set(false);
          toastDone('Put away for all administrators. “Show getting started” under Search or run brings it back.');
        },
      },
    );
  const done = items.filter(({ isDone }) => isDone).length;
  return (
    <div ref={place}>
      <Section
        title="Getting started"
        note={
          <span className={styles.note}>
            {isComplete ? 'everything is done' : `${done} of ${items.length} done`}
            <button type="button" className={styles.quiet} onClick={putAway} disabled={change.isPending}>
              Put away
            </button>
          </span>
        }
      >
        <ul className={styles.list}>
          {items.map((row) => (
            <Line key={row.id} row={row} facts={facts} busy={change.isPending} onSettle={(word) => change.mutate({ body: { settledByWord: [...settledByWord, word] } })} />
          ))}
        </ul>
      </Section>
    </div>
  );
}

function Line({ row, facts, busy, onSettle }: { row: Row; facts: SetupView['facts']; busy: boolean; onSettle: (word: SetupView['settledByWord'][number]) => void }) {
  const { title, text, links, settle } = wordsOf(row.id, facts);
  const word = SETTLED[row.id];
  return (
    <li data-done={row.isDone || undefined}>
      <i className={styles.mark} role="img" aria-label={row.isDone ? 'done' : 'to do'}>
        {row.isDone && <IconCheck size={12} stroke={2.5} aria-hidden="true" />}
      </i>
      <span className={styles.words}>
        <strong>{title}</strong>
        {!row.isDone && <span>{text}</span>}
      </span>
      {!row.isDone && (
        <span className={styles.links}>
          {settle !== undefined && word !== undefined && (
            <Button size="xs" variant="subtle" disabled={busy} onClick={() => onSettle(word)}>
              {settle}
            </Button>
          )}
          {links}
        </span>
      )}
    </li>
  );
}
