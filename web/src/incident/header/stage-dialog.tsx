import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { routes } from '../../../../api/contract/index.ts';
import { useSend } from '../../api/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import type { StageName } from '../../ui/stage.tsx';
import { can } from '../abilities.ts';
import type { Incident } from '../queries.ts';
import styles from './header.module.css';
import { useKeys } from '../use-keys.ts';
import { stageWords } from './stage-words.ts';

type Props = { incident: Incident; stage: StageName | undefined; onClose: () => void };

/** Asks before the incident moves to another stage: what will happen by itself, and a reason for the timeline (optional; Ctrl+Enter confirms). */
export function StageDialog({ incident, stage, onClose }: Props) {
  const words = stage === undefined ? undefined : stageWords(incident, stage);
  return (
    <Modal opened={stage !== undefined} onClose={onClose} title={words?.title ?? ''}>
      {stage !== undefined && <StageForm incident={incident} stage={stage} onClose={onClose} />}
    </Modal>
  );
}

function StageForm({ incident, stage, onClose }: { incident: Incident; stage: StageName; onClose: () => void }) {
  const words = stageWords(incident, stage);
  const wantsResolution = stage === 'closed' && can(incident, 'edit');
  const [reason, setReason] = useState('');
  const [resolution, setResolution] = useState(incident.resolution ?? '');
  const edit = useSend(routes.incidents.edit);
  const move = useSend(routes.incidents.changeStage, { onDone: onClose });
  const params = { incident: incident.key };
  const go = async (event?: React.FormEvent): Promise<void> => {
    event?.preventDefault();
    const solved = resolution.trim();
    try {
      if (wantsResolution && solved !== (incident.resolution ?? '')) await edit.mutateAsync({ params, body: { resolution: solved === '' ? null : solved } });
      await move.mutateAsync({ params, body: { stage, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } });
    } catch {
      // Both are shown below the fields.
    }
  };
  const form = useKeys<HTMLFormElement>({ submit: () => void go() });
  const error = edit.error ?? move.error;
  return (
    <form ref={form} onSubmit={(event) => void go(event)}>
      <ul className={styles.consequences}>
        {words.consequences.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {wantsResolution && <Textarea label="Resolution" description="What ended it, in a sentence or two; people who look for it later read this first." autosize minRows={2} maxRows={8} maxLength={50_000} data-autofocus value={resolution} onChange={(event) => setResolution(event.currentTarget.value)} />}
      {!wantsResolution && <Textarea label={words.ask} description="For the timeline; may stay empty." autosize minRows={2} maxRows={8} maxLength={2000} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />}
      {error && (
        <div style={{ marginTop: 12 }}>
          <ProblemNotice error={error} />
        </div>
      )}
      <div className={styles.actions} style={{ marginTop: 18, justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={edit.isPending || move.isPending}>
          {words.button}
        </Button>
      </div>
    </form>
  );
}
