import { markTicketTold, ticketsBehind } from '../models/cost/ticket-costs.ts';
import { createAtMost } from './at-most.ts';
import type { Kit } from './deps.ts';
import { onResource } from './ensure.ts';
import { loadSubject } from './subject.ts';
import type { CostTicketActivities } from './types.ts';

const AT_ONCE = 4;
const PAUSE_MINUTES = 60;

/** The activity that keeps the cost in providers' tickets. The built-in ticket is the incident's page, which shows the cost itself. */
export function costTicketActivities(kit: Kit): CostTicketActivities {
  return {
    async updateTicketCosts({ limit }) {
      const behind = await ticketsBehind(kit.db, { limit, pauseMinutes: PAUSE_MINUTES });
      const atMost = createAtMost(AT_ONCE);
      const outcomes = await Promise.all(behind.map((one) => atMost(() => tell(kit, one))));
      const updated = outcomes.filter((isTold) => isTold).length;
      return { updated, failed: outcomes.length - updated };
    },
  };
}

async function tell(kit: Kit, { incidentId, total }: { incidentId: string; total: string }): Promise<boolean> {
  try {
    const subject = await loadSubject(kit, incidentId);
    await onResource(kit, { subject, kind: 'ticket', capability: 'ticket' }, (ticket, { externalId }) => ticket.update(externalId, subject.brief));
    await markTicketTold(kit.db, incidentId, total);
    return true;
  } catch (error) {
    // What people do to the incident writes its ticket too, where a fault is shown and can be mended.
    kit.logger.warn({ err: error, incidentId }, 'the cost could not be written into the ticket; it is tried again in an hour');
    await markTicketTold(kit.db, incidentId, null);
    return false;
  }
}
