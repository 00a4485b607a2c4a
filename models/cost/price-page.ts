import { createHash } from 'node:crypto';
import { calculatePrepared } from '../../domain/cost/calculate.ts';
import { compare, exact, ZERO } from '../../domain/cost/decimal.ts';
import { prepareCostCase } from '../../domain/cost/prepare.ts';
import type { CostCase } from '../../domain/cost/types.ts';
import type { Database } from '../connect.ts';
import { caseOf, isPinned, openTasks, type Task } from './case-tasks.ts';
import { activitiesOf } from './activities.ts';
import type { PassInput } from './pass-inputs.ts';
import type { PriceBook } from './price-book.ts';
import type { CostToSave } from './save-costs.ts';

/** What a calculation of some incidents came to: costs to store (only what moved), and those that could not be calculated with the reason. */
export interface PricedPage {
  costs: CostToSave[];
  failures: { incidentId: string; error: unknown }[];
}

/** Incidents whose activities are in memory at a time. */
const ACTIVITY_CHUNK = 25;

/** Calculates the costs of these incidents as of a time (ISO). One that cannot be calculated never keeps the others from it. */
export async function pricePage(db: Database, inputs: readonly PassInput[], { book, asOf }: { book: PriceBook; asOf: string }): Promise<PricedPage> {
  const { tasks, failures } = await openTasks(db, inputs, { book, asOf });
  const page: PricedPage = { costs: [], failures };
  const price = (task: Task, costCase: () => CostCase): void => {
    try {
      const cost = priced(task, costCase());
      if (cost !== null) page.costs.push(cost);
    } catch (error) {
      page.failures.push({ incidentId: task.input.incidentId, error });
    }
  };
  for (const task of tasks) if (!task.booked.needsActivities) price(task, () => caseOf(task, { asOf }));
  const watching = tasks.filter((task) => task.booked.needsActivities);
  for (let at = 0; at < watching.length; at += ACTIVITY_CHUNK) {
    const some = watching.slice(at, at + ACTIVITY_CHUNK);
    const found = await activitiesOf(db, some.map(({ input }) => input.incidentId));
    for (const task of some) price(task, () => caseOf(task, { asOf, activities: found.get(task.input.incidentId) ?? new Map() }));
  }
  return page;
}

/** What to store; null when nothing moved. */
function priced({ input, booked, teams }: Task, costCase: CostCase): CostToSave | null {
  const { incidentId, organizationId, reportedAt, version, stored, closedAt } = input;
  const { total, currency, lines } = calculatePrepared(prepareCostCase(costCase, booked.prepared));
  const text = JSON.stringify(lines);
  const linesHash = createHash('sha256').update(booked.id).update(text).digest('base64url');
  const moved = stored === null || stored.lastError !== null || stored.linesHash !== linesHash || stored.currency !== currency || !isSame(stored.total, total);
  if (!moved && !settles(input, booked.needsActivities)) return null;
  const pinnedTeams = teams === undefined || closedAt === null ? null : teamsIn(costCase);
  return { incidentId, organizationId, reportedAt, version, total, currency, asOf: costCase.asOf, lines: text, linesHash, booked, pinnedFor: closedAt, teams: pinnedTeams, watchesActivity: booked.needsActivities, moved };
}

/** Whether storing the same cost again says that it holds for what is over, so that the next pass can leave it out. */
function settles(input: PassInput, needsActivities: boolean): boolean {
  const { closedAt, stored, version, stageSince } = input;
  if (closedAt === null) return false;
  return needsActivities || !isPinned(input) || stored?.version !== version || stored.asOf === null || stored.asOf < stageSince;
}

function teamsIn({ participants }: CostCase): Record<string, string> {
  return Object.fromEntries(participants.flatMap(({ email, team }) => (team === undefined || team === null ? [] : [[email, team]])));
}

function isSame(a: string | null, b: string): boolean {
  return a !== null && (a === b || compare(exact(a) ?? ZERO, exact(b) ?? ZERO) === 0);
}
