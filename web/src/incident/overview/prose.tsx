import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Markdown } from '../../ui/markdown.tsx';
import { Section } from '../../ui/page.tsx';
import { can } from '../abilities.ts';
import { EditButton } from '../edit-button.tsx';
import type { Incident } from '../queries.ts';
import { useKeys } from '../use-keys.ts';
import { useEdit } from '../use-edit.ts';
import styles from './overview.module.css';

/** The height (px) that is shown of a long text; the stylesheet cuts there. */
const LONGEST = 220;

/** What is happening, as Markdown, edited in place. */
export function Description({ incident }: { incident: Incident }) {
  const { edit } = useEdit(incident);
  return <Prose title="What is happening" text={incident.description} editable={can(incident, 'edit')} required onSave={(description) => edit({ description })} />;
}

/** What ended the incident; offered from stable on. */
export function Resolution({ incident }: { incident: Incident }) {
  const { edit } = useEdit(incident);
  if (incident.resolution === null && (incident.stage === 'active' || !can(incident, 'edit'))) return null;
  return <Prose title="Resolution" text={incident.resolution ?? ''} editable={can(incident, 'edit')} onSave={(text) => edit({ resolution: text === '' ? null : text })} />;
}

function Prose(props: { title: string; text: string; editable: boolean; required?: boolean; onSave: (text: string) => void }) {
  const { title, text, editable, onSave } = props;
  const [editing, setEditing] = useState(false);
  const close = (): void => setEditing(false);
  const note = editable && !editing && (
    <EditButton onClick={() => setEditing(true)} label={`${text === '' ? 'Write' : 'Edit'}: ${title}`}>
      {text === '' ? 'Write' : 'Edit'}
    </EditButton>
  );
  return (
    <Section title={title} note={note || undefined}>
      {editing && <ProseForm title={title} text={text} required={props.required ?? false} onSave={onSave} onDone={close} />}
      {!editing && (text === '' ? <p className={styles.quiet}>Nothing written yet.</p> : <Folded text={text} />)}
    </Section>
  );
}

function ProseForm(props: { title: string; text: string; required: boolean; onSave: (text: string) => void; onDone: () => void }) {
  const { title, text, required, onSave, onDone } = props;
  const [draft, setDraft] = useState(text);
  const error = required && draft.trim() === '' ? 'May not be empty: say in a sentence what is happening' : undefined;
  const save = (): void => {
    if (error !== undefined) return;
    if (draft.trim() !== text) onSave(draft.trim());
    onDone();
  };
  const box = useKeys<HTMLDivElement>({ escape: onDone, submit: save });
  return (
    <div ref={box}>
      <Textarea aria-label={title} autosize minRows={4} maxRows={18} maxLength={50_000} autoFocus value={draft} error={error} onChange={(event) => setDraft(event.currentTarget.value)} />
      <div className={styles.buttons}>
        <Button size="xs" variant="filled" onClick={save}>
          Save
        </Button>
        <Button size="xs" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

/** Markdown that shows its beginning and opens when it is long. */
function Folded({ text }: { text: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [long, setLong] = useState(false);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const content = box.current?.firstElementChild;
    if (!content) return undefined;
    const watch = new ResizeObserver(() => setLong(content.scrollHeight > LONGEST));
    watch.observe(content);
    return () => watch.disconnect();
  }, []);
  return (
    <>
      <div ref={box} className={styles.prose} data-open={open || undefined} data-cut={long || undefined}>
        <Markdown compact>{text}</Markdown>
      </div>
      {long && (
        <EditButton onClick={() => setOpen(!open)} label={open ? 'Show less' : 'Show all of it'}>
          {open ? 'Show less' : 'Show all'}
        </EditButton>
      )}
    </>
  );
}
