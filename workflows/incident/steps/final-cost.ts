import { database } from '../../activities.ts';
import type { StepRun } from './types.ts';

/** Calculates what the incident cost up to its closing. */
export const finalCost: StepRun = async ({ incidentId, summary }) => {
  const { total, currency } = await database.calculateCost.executeWithOptions({ summary }, [{ incidentId }]);
  return { resource: null, note: `${total} ${currency}` };
};
