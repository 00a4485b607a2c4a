import type { CostCase } from '../../domain/cost/types.ts';
import type { Database } from '../connect.ts';
import { activitiesOf } from './activities.ts';
import { caseOf, openTasks } from './case-tasks.ts';
import { passInputsOf } from './pass-inputs.ts';
import { openPriceBook } from './price-book.ts';

/** What the costs of these incidents of one organization are calculated from, by id, in few statements; those that cannot be calculated, and unknown ones, are missing. */
export async function costCasesOf(db: Database, { organizationId, incidentIds, asOf }: { organizationId: string; incidentIds: readonly string[]; asOf: string }): Promise<Map<string, CostCase>> {
  const inputs = await passInputsOf(db, incidentIds);
  const { tasks } = await openTasks(db, inputs, { book: await openPriceBook(db, [organizationId]), asOf });
  const activities = await activitiesOf(db, tasks.filter(({ booked }) => booked.needsActivities).map(({ input }) => input.incidentId));
  return new Map(tasks.map((task) => {
    const { input, booked } = task;
    return [input.incidentId, caseOf(task, booked.needsActivities ? { asOf, activities: activities.get(input.incidentId) ?? new Map() } : { asOf })];
  }));
}
