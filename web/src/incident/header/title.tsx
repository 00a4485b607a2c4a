import { Textarea, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { can } from '../abilities.ts';
import type { Incident } from '../queries.ts';
import { useEdit } from '../use-edit.ts';
import styles from './header.module.css';

const LONGEST = 250;

/** The incident's title as the page's heading; a click, or Enter on it, edits it in place: Enter saves, Escape leaves it as it was. */
export function Title({ incident }: { incident: Incident }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <TitleForm incident={incident} onDone={() => setEditing(false)} />;
  return (
    <h1 className={styles.title} tabIndex={-1}>
      {can(incident, 'edit') ? (
        <UnstyledButton className={styles.titleText} onClick={() => setEditing(true)} title={`${incident.title} – click to change`} id="incident-title">
          <bdi>{incident.title}</bdi>
          <span className="visually-hidden">, change the title</span>
        </UnstyledButton>
      ) : (
        <bdi className={styles.titleText} title={incident.title}>
          {incident.title}
        </bdi>
      )}
    </h1>
  );
}

function TitleForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const [text, setText] = useState(incident.title);
  const { edit } = useEdit(incident);
  const title = text.replace(/\s+/g, ' ').trim();
  const error = title === '' ? 'A title says what is wrong; it may not be empty' : title.length > LONGEST ? `${title.length - LONGEST} characters too long` : undefined;
  const save = (): void => {
    if (error !== undefined) return;
    if (title !== incident.title) edit({ title });
    onDone();
  };
  const onKey = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onDone();
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      save();
    }
  };
  return (
    <h1 className={styles.titleForm}>
      <Textarea aria-label="Title" autosize minRows={1} maxRows={4} autoFocus value={text} error={error} dir="auto" onChange={(event) => setText(event.currentTarget.value)} onKeyDown={onKey} onBlur={save} />
    </h1>
  );
}
