import type { CostCase } from '../../domain/cost/types.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Database } from '../connect.ts';
import { activitiesOf } from './activities.ts';
import { caseOf, openTasks, type Task } from './case-tasks.ts';
import { type PassInput, passInputsOf } from './pass-inputs.ts';
import { openPriceBook, type PriceBook } from './price-book.ts';

/** `asOf` ISO, now when absent. `pinned` (the default): as the pass does it; `current`: a closed incident by the versions as they stand now. */
export interface CaseOptions {
  asOf?: string;
  pricing?: 'pinned' | 'current';
}

/** Exactly what the cost of an incident is calculated from; `not-found` when there is none. */
export async function costCaseOfIncident(db: Database, incidentId: string, { asOf = new Date().toISOString(), pricing = 'pinned' }: CaseOptions = {}): Promise<CostCase> {
  const [input] = await passInputsOf(db, [incidentId]);
  if (input === undefined) throw new DomainError('not-found', `There is no incident ${incidentId}.`);
  const book = await openPriceBook(db, [input.organizationId]);
  const { tasks, failures } = await openTasks(db, [pricing === 'pinned' ? input : unpinned(input)], { book, asOf });
  const [task] = tasks;
  if (task === undefined) throw failures[0]?.error ?? new DomainError('internal', 'The cost has nothing to be calculated with.');
  return caseWith(db, task, asOf);
}

/** The case of an incident with another pricing than its own; `input` and `book` as read before. */
export async function caseAsPriced(db: Database, input: PassInput, { book, asOf, at }: { book: PriceBook; asOf: string; at: string | null }): Promise<{ task: Task; costCase: CostCase }> {
  // Priced as if everything had happened at that moment: the versions in force then are the only ones.
  const when = at === null ? unpinned(input) : { ...unpinned(input), reportedAt: at };
  const { tasks, failures } = await openTasks(db, [when], { book, asOf: at ?? asOf });
  const [task] = tasks;
  if (task === undefined) throw failures[0]?.error ?? new DomainError('internal', 'The cost has nothing to be calculated with.');
  return { task, costCase: await caseWith(db, task, asOf) };
}

async function caseWith(db: Database, task: Task, asOf: string): Promise<CostCase> {
  const { input, booked } = task;
  const activities = booked.needsActivities ? ((await activitiesOf(db, [input.incidentId])).get(input.incidentId) ?? new Map()) : undefined;
  return caseOf(task, activities === undefined ? { asOf } : { asOf, activities });
}

function unpinned(input: PassInput): PassInput {
  return { ...input, closedAt: null };
}
