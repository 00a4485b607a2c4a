import { Button, TextInput } from '@mantine/core';
import { DateTimeInput } from '../../../ui/date-time-input.tsx';
import styles from './cost.module.css';

interface SaveVersionProps {
  values: { effectiveFrom: string | null; note: string };
  errors: Record<string, unknown>;
  /** An example of a reason. */
  example: string;
  busy: boolean;
  onFrom(at: string | null): void;
  onNote(note: string): void;
  onUndo(): void;
}

/** The end of a form that stores a new version: from when it holds, why, and the way back. */
export function SaveVersion({ values, errors, example, busy, onFrom, onNote, onUndo }: SaveVersionProps) {
  const error = (name: string): string | undefined => (typeof errors[name] === 'string' ? errors[name] : undefined);
  return (
    <div className={styles.save}>
      <DateTimeInput label="From" description="Now when empty." error={error('effectiveFrom')} value={values.effectiveFrom} onChange={onFrom} />
      <TextInput label="Why" placeholder={example} error={error('note')} value={values.note} onChange={(event) => onNote(event.currentTarget.value)} />
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={busy}>
          Store as a new version
        </Button>
        <Button onClick={onUndo}>Undo</Button>
      </div>
    </div>
  );
}
