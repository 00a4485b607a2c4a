import { sweep } from '../activities.ts';

/** Incidents purged in one activity. */
const BATCH = 20;
/** Pages of one sweep; what is left waits for the next one. */
const PAGES = 50;

/** Carries erasures of people's data through the incidents, then purges incidents whose project keeps them no longer. */
export async function privacySweep(): Promise<{ erased: number; purged: number }> {
  let [erased, purged] = [0, 0];
  for (let page = 0; page < PAGES; page += 1) {
    const done = await sweep.continueErasures.executeWithOptions({ summary: 'Erase a page of incidents' }, []);
    erased += done.incidents;
    if (!done.more) break;
  }
  for (let page = 0; page < PAGES; page += 1) {
    const done = await sweep.purgeDue.executeWithOptions({ summary: 'Purge incidents by policy' }, [{ limit: BATCH }]);
    purged += done.purged;
    if (!done.more) break;
  }
  return { erased, purged };
}
