import { Button, Menu, SegmentedControl, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { Markdown } from '../../ui/markdown.tsx';
import { useKeys } from '../use-keys.ts';
import { fillPlaceholders, unknownPlaceholders } from '../placeholders.ts';
import { Conflict } from './conflict.tsx';
import styles from './documents.module.css';
import type { EditorField } from './use-editor-field.ts';
import type { Editor, IncidentDocument } from './use-editor.ts';

type View = 'write' | 'both' | 'read';
type Props = {
  document: IncidentDocument;
  editor: Editor;
  fieldRef: EditorField['fieldRef'];
  onInsertWord: EditorField['insertWord'];
  /** Side by side is offered where there is room for it. */
  roomy: boolean;
  tools?: ReactNode;
  end?: ReactNode;
};

/** Writes a document in Markdown beside its preview with today's values; saving is by itself and says where it stands. */
export function EditorView({ document, editor, fieldRef, onInsertWord, roomy, tools, end }: Props) {
  const wide = useMediaQuery('(min-width: 1100px)', undefined, { getInitialValueInEffect: false }) && roomy;
  const [chosen, setView] = useState<View>(wide ? 'both' : 'write');
  const view = chosen === 'both' && !wide ? 'write' : chosen;
  const box = useKeys<HTMLDivElement>({ save: () => void editor.save() });
  const unknown = unknownPlaceholders(editor.text, document.values);
  const views = [{ value: 'write', label: 'Write' }, ...(wide ? [{ value: 'both', label: 'Side by side' }] : []), { value: 'read', label: 'Preview' }];
  return (
    <div ref={box}>
      <div className={styles.tools}>
        <SegmentedControl size="xs" aria-label="View" value={view} onChange={(value) => setView(value === 'read' ? 'read' : value === 'both' ? 'both' : 'write')} data={views} />
        {tools}
        <ValuesMenu values={document.values} onChoose={(name) => onInsertWord(`{{${name}}}`)} />
        <SaveStatus editor={editor} />
        {end}
      </div>
      <Conflict editor={editor} />
      {unknown.length > 0 && <p className={styles.quiet}>No value for {unknown.map((name) => `{{${name}}}`).join(', ')}: it stays as it is written.</p>}
      <div className={styles.editor} data-both={view === 'both' || undefined}>
        {view !== 'read' && <Textarea ref={fieldRef} className={styles.source} aria-label={`${document.title}, Markdown`} autosize minRows={16} dir="auto" spellCheck value={editor.text} onChange={(event) => editor.write(event.currentTarget.value)} />}
        {view !== 'write' && (
          <div className={styles.paper} dir="auto" aria-label="Preview" role="region">
            <Markdown>{fillPlaceholders(editor.text, document.values)}</Markdown>
          </div>
        )}
      </div>
    </div>
  );
}

function ValuesMenu({ values, onChoose }: { values: Readonly<Record<string, string>>; onChoose: (name: string) => void }) {
  const names = Object.keys(values).sort();
  if (names.length === 0) return null;
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <Button size="xs" title="Values that follow the incident">
          Insert value
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.values}>
        <Menu.Label>They follow the incident by themselves</Menu.Label>
        {names.map((name) => (
          <Menu.Item key={name} onClick={() => onChoose(name)}>
            {name.replaceAll('_', ' ')}
            <small>{(values[name] ?? '').split('\n')[0]}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const WORDS = { saved: 'Saved', dirty: 'Not saved yet', saving: 'Saving…', failed: 'Not saved, kept on this device', conflict: 'Not saved: choose below' } as const;

/** Where saving stands, in words. */
export function SaveStatus({ editor }: { editor: Editor }) {
  return (
    <span className={styles.status} data-state={editor.status} role="status" title={editor.problem === undefined ? `Revision ${editor.revision}` : (editor.problem.detail ?? editor.problem.title)}>
      {WORDS[editor.status]}
      {editor.status === 'saved' && ` · revision ${editor.revision}`}
      {editor.status === 'failed' && (
        <Button size="xs" onClick={() => void editor.save()}>
          Save now
        </Button>
      )}
    </span>
  );
}
