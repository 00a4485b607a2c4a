import { type Crossing, markTold, untoldCrossings } from '../models/cost/crossings.ts';
import { loadState } from '../models/ledger.ts';
import { moneyText } from '../models/money.ts';
import { COST_THRESHOLD_SIGNAL, type CostThresholdCrossed } from '../workflows/ids.ts';
import { INCIDENT_WORKFLOW, incidentStart } from '../workflows/start-options.ts';
import type { Kit } from './deps.ts';

/** Crossings that are told at a time; what is left is told by the next page or pass. */
const AT_A_TIME = 100;

/**
 * Tells incidents of the alerts that their cost reached (`incidentId` null = all of them): the only signal that costs ever send. An incident
 * whose workflow has ended is started again for it. What could not be told now is told later; nothing is told twice.
 */
export async function tellCrossings(kit: Kit, incidentId: string | null): Promise<void> {
  for (const crossing of await untoldCrossings(kit.db, { incidentId, limit: AT_A_TIME })) {
    try {
      await tell(kit, crossing);
      await markTold(kit.db, crossing);
    } catch (error) {
      kit.logger.warn({ err: error, incidentId: crossing.incidentId }, 'an incident could not be told that its cost reached an amount; the next pass tries again');
    }
  }
}

async function tell({ db, client }: Kit, { incidentId, asOf: _asOf, amount, total, currency, ...crossing }: Crossing): Promise<void> {
  const signal: CostThresholdCrossed = {
    ...crossing,
    amount: moneyText(amount, currency),
    total: moneyText(total, currency),
    currency,
    signalId: `cost/${crossing.alertId}/${crossing.number}`,
  };
  const start = incidentStart(await loadState(db, incidentId));
  await client.workflow.signalWithStart(INCIDENT_WORKFLOW, { ...start, signal: COST_THRESHOLD_SIGNAL, signalArgs: [signal] });
}
