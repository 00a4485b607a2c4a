import { Button } from '@mantine/core';
import { changedLines } from '../merge.ts';
import { bothTexts } from './editor-state.ts';
import styles from './documents.module.css';
import type { Editor } from './use-editor.ts';

/** Two revisions that changed the same lines, beside each other with the differing lines marked, and the ways out; nothing is lost in any of them. */
export function Conflict({ editor }: { editor: Editor }) {
  const { theirs, text, settle } = editor;
  if (theirs === undefined) return null;
  return (
    <section className={styles.conflict} role="alert" aria-label="Two versions">
      <strong>Somebody changed the same lines while you were writing</strong>
      <p>Nothing is lost: yours is kept on this device, theirs is saved as revision {theirs.revision}. Choose what goes on; the other stays in the document’s history.</p>
      <div className={styles.versions}>
        <div>
          <h3>Yours</h3>
          <Lines text={text} other={theirs.body} label="Your version" />
        </div>
        <div>
          <h3>Revision {theirs.revision}</h3>
          <Lines text={theirs.body} other={text} label={`Revision ${theirs.revision}`} />
        </div>
      </div>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <Button size="xs" variant="filled" onClick={() => settle(bothTexts(text, theirs.body))}>
          Keep both and join by hand
        </Button>
        <Button size="xs" onClick={() => settle(text)}>
          Keep mine
        </Button>
        <Button size="xs" onClick={() => settle(theirs.body)}>
          Take theirs
        </Button>
      </div>
    </section>
  );
}

function Lines({ text, other, label }: { text: string; other: string; label: string }) {
  const changed = changedLines(other, text);
  const lines = text.split('\n').map((line, number) => ({ line, number, differs: changed.has(number) }));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and holds nothing else that takes the focus.
    <pre tabIndex={0} aria-label={label}>
      {lines.map(({ line, number, differs }) => (differs ? <mark key={number}>{line === '' ? ' ' : line}</mark> : `${line}\n`))}
    </pre>
  );
}
