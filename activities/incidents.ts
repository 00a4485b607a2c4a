import { appendEvents, loadState } from '../models/ledger.ts';
import type { Kit } from './deps.ts';
import type { DatabaseActivities } from './types.ts';

/** Activities about the incident's own rows: its state and its ledger. */
export function incidentActivities(kit: Kit): Pick<DatabaseActivities, 'loadIncident' | 'recordEvents'> {
  return {
    loadIncident: async ({ incidentId }) => ({ state: await loadState(kit.db, incidentId) }),
    recordEvents: async ({ incidentId, events }) => ({ version: (await appendEvents(kit.db, incidentId, events)).version }),
  };
}
