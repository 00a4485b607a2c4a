import { Button, Textarea, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { useActions } from '../../shell/actions.ts';
import { DateTimeInput } from '../../ui/date-time-input.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { useNow } from '../../ui/now.ts';
import { useStore } from '../../ui/store.ts';
import { useDraft } from '../drafts.ts';
import type { Incident } from '../queries.ts';
import { useKeys } from '../use-keys.ts';
import { focusSoon, useView } from '../use-view.ts';
import { noteOpen } from './note-state.ts';
import styles from './timeline.module.css';

const LONGEST = 10_000;

/** Adds a note to the timeline, now or at the time it happened; Ctrl+Enter adds, Escape folds it away and keeps the text. */
export function NoteForm({ incident }: { incident: Incident }) {
  const [text, setText] = useDraft(`note.${incident.id}`);
  const open = useStore(noteOpen);
  if (open) return <OpenNote incident={incident} text={text} onWrite={setText} />;
  return (
    <UnstyledButton className={`${styles.note} ${styles.noteButton}`} onClick={() => noteOpen.set(true)}>
      {text === '' ? 'Add a note to the timeline' : `Draft: ${text.slice(0, 80)}`}
    </UnstyledButton>
  );
}

function OpenNote({ incident, text, onWrite }: { incident: Incident; text: string; onWrite: (text: string) => void }) {
  const [at, setAt] = useState<string | null>(null);
  const now = useNow(10_000);
  const close = (): void => noteOpen.set(false);
  const send = useSend(routes.timeline.addEvent, {
    onDone: () => {
      onWrite('');
      close();
    },
  });
  const tooLong = text.length > LONGEST;
  const future = at !== null && Date.parse(at) > now + 60_000;
  const ready = text.trim() !== '' && !tooLong && !future;
  const add = (): void => {
    if (ready) send.mutate({ params: { incident: incident.key }, body: { text: text.trim(), ...(at === null ? {} : { at }) } });
  };
  const form = useKeys<HTMLFormElement>({ escape: close, submit: add });
  const onSubmit = (event: React.FormEvent): void => {
    event.preventDefault();
    add();
  };
  return (
    <form ref={form} className={styles.note} onSubmit={onSubmit} aria-label="Note">
      <Textarea id="note-field" aria-label="Note" placeholder="What happened? Markdown is fine" autosize minRows={2} maxRows={12} autoFocus dir="auto" value={text} onChange={(event) => onWrite(event.currentTarget.value)} error={tooLong ? `${text.length - LONGEST} characters too long` : undefined} />
      {send.error && (
        <div style={{ padding: '4px 6px' }}>
          <ProblemNotice error={send.error} title="The note was not added" />
        </div>
      )}
      <div className={styles.noteLine}>
        <Moment at={at} future={future} onChange={setAt} />
        <div className={styles.buttons}>
          <Button size="xs" onClick={close}>
            Cancel
          </Button>
          <Button size="xs" type="submit" variant="filled" loading={send.isPending} disabled={!ready}>
            Add note
          </Button>
        </div>
      </div>
    </form>
  );
}

/** When a note's event happened: now, or an earlier time. */
function Moment({ at, future, onChange }: { at: string | null; future: boolean; onChange: (at: string | null) => void }) {
  if (at === null) {
    return (
      <Button size="xs" variant="subtle" onClick={() => onChange(new Date(Date.now() - 10 * 60_000).toISOString())}>
        It happened earlier…
      </Button>
    );
  }
  return (
    <div className={styles.buttons}>
      <DateTimeInput size="xs" aria-label="When it happened" value={at} onChange={onChange} error={future ? 'That has not happened yet' : undefined} />
      <Button size="xs" variant="subtle" onClick={() => onChange(null)}>
        Now
      </Button>
    </div>
  );
}

/** Offers adding a note by palette and key from anywhere on the incident page. */
export function useNoteAction(onOpen: () => void): void {
  const { open } = useView();
  useActions([
    {
      id: 'incident.note',
      label: 'Add note to the timeline',
      group: 'This incident',
      keys: 'n',
      words: 'event happened',
      run: () => {
        open('timeline');
        onOpen();
        focusSoon('note-field');
      },
    },
  ]);
}
