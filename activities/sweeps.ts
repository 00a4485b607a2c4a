import { failAbandonedMessages, incidentsWithUnsaid } from '../models/delivery-claims.ts';
import { pruneIdempotencyKeys } from '../models/idempotency.ts';
import { pruneInbound } from '../models/inbound.ts';
import { loadState } from '../models/ledger.ts';
import { pruneChanges } from '../models/live.ts';
import { pruneAttempts } from '../models/attempts.ts';
import { pruneTokens } from '../models/one-time-tokens.ts';
import { pruneSessions } from '../models/sessions.ts';
import { incidentsWithoutWorkflow, markWorkflowStarted } from '../models/workflow-starts.ts';
import { INCIDENT_WORKFLOW, incidentStart } from '../workflows/start-options.ts';
import { createAtMost } from './at-most.ts';
import type { Kit } from './deps.ts';
import { sendPending } from './mail.ts';
import type { SweepActivities } from './types.ts';
import { sayWhatIsDue } from './unsaid.ts';

/** The API starts workflows itself; whatever is younger may still be on its way. */
const STARTING_SECONDS = 5;
const STARTS_AT_ONCE = 10;
const MAILS_A_SWEEP = 200;
const CONVERSATIONS_A_SWEEP = 50;
const CONVERSATIONS_AT_ONCE = 5;
/** What takes longer is left to the next sweep, so that mails need not wait for a vendor. */
const TELLING_MS = 60_000;
const CHANGES_KEPT_HOURS = 24;
const IDEMPOTENCY_KEPT_HOURS = 7 * 24;
/** Vendors repeat events for hours at most. */
const INBOUND_KEPT_HOURS = 7 * 24;
const ABANDONED_MINUTES = 60;

/** Activities that repair what a crash or an outage left behind. */
export function sweepActivities(kit: Kit): Omit<SweepActivities, 'continueErasures' | 'purgeDue'> {
  return {
    async startMissingWorkflows({ limit }) {
      const missing = await incidentsWithoutWorkflow(kit.db, { limit, olderThanSeconds: STARTING_SECONDS });
      const atMost = createAtMost(STARTS_AT_ONCE);
      const outcomes = await Promise.all(missing.map(({ incidentId }) => atMost(() => start(kit, incidentId))));
      return { started: outcomes.filter((isStarted) => isStarted).length };
    },

    async tidy() {
      const deliveries = await sendPending(kit, MAILS_A_SWEEP);
      await failAbandonedMessages(kit.db, ABANDONED_MINUTES);
      await sayUnsaid(kit);
      const pruned = (await pruneChanges(kit.db, CHANGES_KEPT_HOURS)) + (await pruneIdempotencyKeys(kit.db, IDEMPOTENCY_KEPT_HOURS)) + (await pruneSessions(kit.db)) + (await pruneTokens(kit.db)) + (await pruneAttempts(kit.db)) + (await pruneInbound(kit.db, INBOUND_KEPT_HOURS));
      return { deliveries, pruned };
    },
  };
}

/** Announcements that were tried in vain while a vendor was away; one that cannot be told now never keeps the others waiting. */
async function sayUnsaid(kit: Kit): Promise<void> {
  const until = Date.now() + TELLING_MS;
  const atMost = createAtMost(CONVERSATIONS_AT_ONCE);
  const incidents = await incidentsWithUnsaid(kit.db, CONVERSATIONS_A_SWEEP);
  await Promise.all(incidents.map((incidentId) => atMost(async () => {
    if (Date.now() > until) return;
    await sayWhatIsDue(kit, incidentId).catch((error: unknown) => kit.logger.warn({ err: error, incidentId }, 'what is to be said in a conversation could not be said; the next sweep tries again'));
  })));
}

/** Starting one that runs already changes nothing, so a crash before it is marked does no harm; one that cannot be started never keeps the others waiting. */
async function start(kit: Kit, incidentId: string): Promise<boolean> {
  try {
    const state = await loadState(kit.db, incidentId);
    const handle = await kit.client.workflow.start(INCIDENT_WORKFLOW, incidentStart(state));
    await markWorkflowStarted(kit.db, incidentId, handle.firstExecutionRunId);
    return true;
  } catch (error) {
    kit.logger.warn({ err: error, incidentId }, 'the workflow of an incident could not be started; the next sweep tries again');
    return false;
  }
}
