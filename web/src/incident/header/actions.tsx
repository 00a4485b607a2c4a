import { Button } from '@mantine/core';
import { useState } from 'react';
import { useActions } from '../../shell/actions.ts';
import type { StageName } from '../../ui/stage.tsx';
import { can } from '../abilities.ts';
import { HoldDialog } from './hold-dialog.tsx';
import type { Incident } from '../queries.ts';
import styles from './header.module.css';
import { MoreMenu, useMembership } from './more-menu.tsx';
import { nextMove } from './stages.ts';

type Props = { incident: Incident; onStage: (stage: StageName) => void; onPublish: () => void; onUpdate: () => void; onFeedback: () => void };

/** Posting an update, the one primary action for now, and everything else behind ⋯. */
export function HeaderActions({ incident, onStage, onPublish, onUpdate, onFeedback }: Props) {
  const [holding, setHolding] = useState(false);
  const move = nextMove(incident);
  const { join, busy } = useMembership(incident);
  const go = (): void => {
    if (move?.kind === 'stage') onStage(move.stage);
    if (move?.kind === 'publish') onPublish();
    if (move?.kind === 'join') join();
  };
  const mayPost = can(incident, 'post') && (incident.stage === 'active' || incident.stage === 'stable');
  useActions([
    ...(move ? [{ id: 'incident.next', label: move.label.replace('…', ''), group: 'This incident', keys: 's', words: 'stage stable close', run: go }] : []),
    ...(mayPost ? [{ id: 'incident.update', label: 'Post update', group: 'This incident', keys: 'r', words: 'report tactical executive', run: onUpdate }] : []),
  ]);
  return (
    <div className={styles.actions}>
      {mayPost && <Button onClick={onUpdate}>Post update</Button>}
      {move && (
        <Button variant="filled" onClick={go} loading={busy}>
          {move.label}
        </Button>
      )}
      <MoreMenu incident={incident} onStage={onStage} onFeedback={onFeedback} onHold={() => setHolding(true)} />
      <HoldDialog incident={incident} open={holding} onClose={() => setHolding(false)} />
    </div>
  );
}
