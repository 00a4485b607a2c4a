import { Button, Modal } from '@mantine/core';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { toastDone } from '../../ui/toast.ts';
import type { Incident } from '../queries.ts';
import { publishWarnings } from './blocks.ts';
import styles from './postmortem.module.css';

/** Asks before the postmortem is published: what that does, and what speaks against it. `before` runs first, e.g. saves what is being written. */
export function PublishDialog({ incident, open, onClose, before }: { incident: Incident; open: boolean; onClose: () => void; before?: (() => Promise<boolean>) | undefined }) {
  const send = useSend(routes.documents.publish, {
    onDone: () => {
      toastDone('The postmortem is published');
      onClose();
    },
  });
  const go = async (): Promise<void> => {
    if (before && !(await before())) return;
    send.mutate({ params: { incident: incident.key } });
  };
  const warnings = publishWarnings(incident.tasks);
  return (
    <Modal opened={open} onClose={onClose} title="Publish the postmortem">
      <ul className={styles.consequences}>
        <li>The document can no longer be edited.</li>
        <li>{incident.visibility === 'restricted' ? 'It is sent to those who took part; the incident stays restricted.' : 'It is sent to those who took part, and everybody may read it.'}</li>
        <li>Reminders about the review stop. Open follow-ups stay and their assignees are reminded.</li>
      </ul>
      {warnings.length > 0 && (
        <Notice tone="wait" title="Before you publish">
          {warnings.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Notice>
      )}
      {send.error && (
        <div style={{ marginTop: 12 }}>
          <ProblemNotice error={send.error} title="It was not published" />
        </div>
      )}
      <div className={styles.buttons}>
        <Button onClick={onClose}>Keep writing</Button>
        <Button variant="filled" onClick={() => void go()} loading={send.isPending} data-autofocus>
          Publish postmortem
        </Button>
      </div>
    </Modal>
  );
}
