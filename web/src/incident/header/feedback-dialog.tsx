import { Button, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { toastDone } from '../../ui/toast.ts';
import { useKeys } from '../use-keys.ts';
import type { Incident } from '../queries.ts';
import styles from './header.module.css';

const RATINGS = ['1 badly', '2', '3', '4', '5 well'].map((label, index) => ({ value: String(index + 1), label }));

/** Asks how the incident was handled; the mail that is sent at closing leads here. */
export function FeedbackDialog({ incident, open, onClose }: { incident: Incident; open: boolean; onClose: () => void }) {
  return (
    <Modal opened={open} onClose={onClose} title="How was the incident handled?">
      {open && <FeedbackForm incident={incident} onClose={onClose} />}
    </Modal>
  );
}

function FeedbackForm({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [rating, setRating] = useState('');
  const [text, setText] = useState('');
  const send = useSend(routes.incidents.feedback, {
    onDone: () => {
      toastDone('Thank you, your feedback is saved');
      onClose();
    },
  });
  const go = (): void => {
    if (rating !== '') send.mutate({ params: { incident: incident.key }, body: { rating: Number(rating), text: text.trim() } });
  };
  const form = useKeys<HTMLFormElement>({ submit: go });
  const onSubmit = (event: React.FormEvent): void => {
    event.preventDefault();
    go();
  };
  return (
    <form ref={form} onSubmit={onSubmit} style={{ display: 'grid', gap: 14 }}>
      <SegmentedControl fullWidth aria-label="Rating" value={rating} onChange={setRating} data={RATINGS} />
      <Textarea label="What helped, what was in the way?" description="May stay empty." autosize minRows={3} maxRows={10} maxLength={5000} value={text} onChange={(event) => setText(event.currentTarget.value)} data-autofocus />
      {send.error && <ProblemNotice error={send.error} title="Your feedback was not saved" />}
      <div className={styles.actions} style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={send.isPending} disabled={rating === ''}>
          Send feedback
        </Button>
      </div>
    </form>
  );
}
