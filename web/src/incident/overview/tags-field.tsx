import { Button, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { Tag } from '../../ui/facts.tsx';
import { can } from '../abilities.ts';
import { EditButton } from '../edit-button.tsx';
import type { Incident } from '../queries.ts';
import { useKeys } from '../use-keys.ts';
import { useEdit } from '../use-edit.ts';
import styles from './overview.module.css';

const FEW = 6;

/** The incident's tags, and the way to edit them. */
export function TagsField({ incident, onEdit }: { incident: Incident; onEdit: () => void }) {
  const [all, setAll] = useState(false);
  const shown = all ? incident.tags : incident.tags.slice(0, FEW);
  const more = incident.tags.length - shown.length;
  return (
    <span className={styles.tags}>
      {shown.map((tag) => (
        <Tag key={tag} title={tag}>
          {tag}
        </Tag>
      ))}
      {more > 0 && (
        <EditButton onClick={() => setAll(true)} label={`Show ${more} more tags`}>
          {more} more
        </EditButton>
      )}
      {can(incident, 'edit') && (
        <EditButton onClick={onEdit} label={incident.tags.length === 0 ? 'Add tags' : 'Edit tags'}>
          {incident.tags.length === 0 ? 'Add' : 'Edit'}
        </EditButton>
      )}
      {incident.tags.length === 0 && !can(incident, 'edit') && <span className={styles.muted}>none</span>}
    </span>
  );
}

/** Edits the tags: Enter or a comma ends one, Escape leaves them as they were. */
export function TagsForm({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const [tags, setTags] = useState(incident.tags);
  const { edit } = useEdit(incident);
  const tooLong = tags.find((tag) => tag.length > 100);
  const error = tooLong !== undefined ? 'A tag may have at most 100 characters' : tags.length > 50 ? 'At most 50 tags' : undefined;
  const save = (): void => {
    if (error !== undefined) return;
    if (tags.join(',') !== incident.tags.join(',')) edit({ tags });
    onDone();
  };
  const box = useKeys<HTMLDivElement>({ escape: onDone, submit: save });
  return (
    <div ref={box} style={{ marginTop: 10 }}>
      <TagsInput label="Tags" placeholder="area/name" value={tags} onChange={setTags} splitChars={[',']} acceptValueOnBlur error={error} autoFocus />
      <div className={styles.buttons}>
        <Button size="xs" variant="filled" onClick={save}>
          Save tags
        </Button>
        <Button size="xs" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
