import { Button, Modal, NumberInput, Switch } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { routes } from '../../../../../api/contract/index.ts';
import { useApi, useSend } from '../../../api/hooks.ts';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { toastDone } from '../../../ui/toast.ts';
import type { RetentionPolicy } from '../retention.tsx';
import styles from './retention.module.css';
import { daysText, previewText } from './words.ts';

const MOST = 36_500;
const SUGGESTED = 365;

/** Changes a project's policy; shows what it would purge before it is saved, and asks once more when that is anything. */
export function PolicyDialog({ policy, onClose }: { policy: RetentionPolicy | null; onClose: () => void }) {
  return (
    <Modal opened={policy !== null} onClose={onClose} title={policy === null ? '' : `How long ${policy.project} keeps closed incidents`}>
      {policy && <PolicyForm policy={policy} onClose={onClose} />}
    </Modal>
  );
}

function PolicyForm({ policy, onClose }: { policy: RetentionPolicy; onClose: () => void }) {
  const [purges, setPurges] = useState(policy.days !== null);
  const [days, setDays] = useState<number | string>(policy.days ?? SUGGESTED);
  const [asks, setAsks] = useState(false);
  const valid = Number.isInteger(days) && Number(days) >= 1 && Number(days) <= MOST;
  const [asked] = useDebouncedValue(Number(days), 250);
  const preview = useApi(routes.privacy.retention.preview, { params: { id: policy.projectId }, query: { days: asked } }, { enabled: purges && valid, keepPrevious: true });
  const save = useSend(routes.privacy.retention.update, {
    onDone: ({ days: kept, project }) => {
      toastDone(`${project}: ${daysText(kept).toLowerCase()}.`);
      onClose();
    },
  });
  const wanted = purges ? Number(days) : null;
  const due = purges ? (preview.data?.due ?? 0) : 0;
  const isFresh = !purges || (preview.data !== undefined && asked === days && !preview.isPlaceholderData);
  const send = (): void => save.mutate({ params: { id: policy.projectId }, body: { days: wanted } });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (due > 0 && !asks) setAsks(true);
        else send();
      }}
    >
      <Switch checked={purges} onChange={(event) => (setPurges(event.currentTarget.checked), setAsks(false))} label="Purge closed incidents" description="Off: they are kept for ever." />
      {purges && (
        <NumberInput
          label="Days after closing"
          description="Counted from the last closing; an incident in review waits until its postmortem is published."
          min={1}
          max={MOST}
          allowDecimal={false}
          clampBehavior="none"
          value={days}
          onChange={(value) => (setDays(value), setAsks(false))}
          error={valid ? undefined : `Enter 1 to ${MOST.toLocaleString('en')} days`}
          data-autofocus
        />
      )}
      {purges && valid && preview.data && <Preview {...preview.data} />}
      {purges && preview.error && <ProblemNotice error={preview.error} title="What it would do could not be looked up" />}
      {save.error && <ProblemNotice error={save.error} title="The policy was not saved" />}
      <div className={styles.buttons}>
        <Button onClick={onClose}>Cancel</Button>
        {asks ? (
          <Button type="submit" variant="filled" color="danger" loading={save.isPending}>
            {`Purge after ${days} ${days === 1 ? 'day' : 'days'}`}
          </Button>
        ) : (
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!valid || !isFresh || wanted === policy.days}>
            Save policy
          </Button>
        )}
      </div>
    </form>
  );
}

function Preview({ due, held, kept, oldestClosedAt, newestClosedAt, first }: { due: number; held: number; kept: number; oldestClosedAt: string | null; newestClosedAt: string | null; first: { key: string; closedAt: string }[] }) {
  return (
    <Notice tone={due > 0 ? 'wait' : 'ok'} title={previewText({ due, held, kept })}>
      {oldestClosedAt !== null && newestClosedAt !== null && (
        <>
          {first.map((incident) => incident.key).join(', ')}
          {due > first.length ? ' and others' : ''}, closed <Time at={oldestClosedAt} />
          {due > 1 && (
            <>
              {' '}to <Time at={newestClosedAt} />
            </>
          )}
          . It cannot be undone.
        </>
      )}
    </Notice>
  );
}
