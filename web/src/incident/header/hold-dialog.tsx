import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useApi, useSend } from '../../api/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { toastDone } from '../../ui/toast.ts';
import type { Incident } from '../queries.ts';
import styles from './header.module.css';

/** Keeps an incident from being purged, says why, and lifts that again. */
export function HoldDialog({ incident, open, onClose }: { incident: Incident; open: boolean; onClose: () => void }) {
  const hold = useApi(routes.privacy.hold.get, { params: { incident: incident.key } }, { enabled: open });
  return (
    <Modal opened={open} onClose={onClose} title="Legal hold">
      {hold.error && <ProblemNotice error={hold.error} title="The hold could not be looked up" />}
      {!hold.data && !hold.error && <Loading rows={2} height={30} />}
      {hold.data && <HoldForm incident={incident} hold={hold.data.hold} onClose={onClose} />}
    </Modal>
  );
}

function HoldForm({ incident, hold, onClose }: { incident: Incident; hold: { reason: string; placedBy: string | null; placedAt: string } | null; onClose: () => void }) {
  const [reason, setReason] = useState(hold?.reason ?? '');
  const set = useSend(routes.privacy.hold.set, {
    onDone: (answer) => {
      toastDone(answer.hold === null ? 'The hold is lifted' : 'The incident is held');
      onClose();
    },
  });
  const send = (value: string | null): void => set.mutate({ params: { incident: incident.key }, body: { reason: value } });
  const text = reason.trim();
  return (
    <form
      style={{ display: 'grid', gap: 14 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') send(text);
      }}
    >
      <p>
        {hold === null ? 'While it stands, no retention policy purges this incident.' : (
          <>
            Held by {hold.placedBy ?? 'somebody who was erased'} since <Time at={hold.placedAt} as="exact" />.
          </>
        )}
      </p>
      <Textarea label="Why is it held?" placeholder="Case or request that needs it" autosize minRows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus />
      {set.error && <ProblemNotice error={set.error} title="The hold was not changed" />}
      <Group gap={8} justify="flex-end" className={styles.actions}>
        {hold !== null && (
          <Button color="danger" onClick={() => send(null)} loading={set.isPending} mr="auto">
            Lift the hold
          </Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={text === '' || text === hold?.reason} loading={set.isPending}>
          {hold === null ? 'Hold incident' : 'Save reason'}
        </Button>
      </Group>
    </form>
  );
}
