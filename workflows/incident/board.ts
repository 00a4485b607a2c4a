import { sleep } from '@temporalio/workflow';
import { notify } from '../activities.ts';
import { showsFailures } from '../versions.ts';
import type { Incident } from './incident.ts';

/** Steps that fail together are shown together. */
const TOGETHER = '1 second';

/** What brings the summary in the conversation up to date: asked for several times before it begins, it is done once. Our own page shows it anyway. */
export function createBoard({ ledger, background }: Pick<Incident, 'ledger' | 'background'>): () => void {
  let isComing = false;
  return () => {
    const conversation = ledger.state.resources.conversation;
    if (isComing || conversation?.state !== 'ready' || conversation.provider === 'builtin' || conversation.provider === 'manual' || !showsFailures()) return;
    isComing = true;
    background.start('Showing the steps', async () => {
      await sleep(TOGETHER, { summary: 'Wait for other steps' });
      isComing = false;
      await notify.showBoard.executeWithOptions({ summary: 'Show the steps in the conversation' }, [{ incidentId: ledger.state.id }]);
    });
  };
}
