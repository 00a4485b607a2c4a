import { costCaseOf } from '../../domain/cost/from-state.ts';
import type { CostCase } from '../../domain/cost/types.ts';
import type { Database } from '../connect.ts';
import { type ActivitiesByPerson, teamsOf } from './activities.ts';
import type { PassInput } from './pass-inputs.ts';
import type { BookedPricing, PriceBook } from './price-book.ts';
import { storedPricings } from './stored-pricings.ts';

/** An incident with what it is priced with; `teams` (e-mail → team) only when rates depend on them. */
export interface Task {
  input: PassInput;
  booked: BookedPricing;
  teams: ReadonlyMap<string, string> | undefined;
}

/** Finds what each incident is priced with: what people chose or what is pinned for one that is over, else the versions in force. */
export async function openTasks(db: Database, inputs: readonly PassInput[], { book, asOf }: { book: PriceBook; asOf: string }): Promise<{ tasks: Task[]; failures: { incidentId: string; error: unknown }[] }> {
  const pinned = await storedPricings(db, inputs.flatMap((input) => pinnedId(input) ?? []));
  const failures: { incidentId: string; error: unknown }[] = [];
  const found = inputs.flatMap((input): Omit<Task, 'teams'>[] => {
    const row = pinned.get(pinnedId(input) ?? '');
    try {
      return [{ input, booked: row === undefined ? book.current(input, asOf) : book.stored(row) }];
    } catch (error) {
      failures.push({ incidentId: input.incidentId, error });
      return [];
    }
  });
  const teams = await teamsOf(db, found.filter(({ input, booked }) => booked.needsTeams && !isPinned(input)).map(({ input }) => input));
  const teamsFor = ({ input, booked }: Omit<Task, 'teams'>): Task['teams'] => {
    if (!booked.needsTeams) return undefined;
    return isPinned(input) && input.stored?.teams != null ? new Map(Object.entries(input.stored.teams)) : (teams.get(input.organizationId) ?? new Map());
  };
  return { tasks: found.map((task) => ({ ...task, teams: teamsFor(task) })), failures };
}

/** The case that the calculation gets. */
export function caseOf({ input, booked, teams }: Task, { asOf, activities }: { asOf: string; activities?: ActivitiesByPerson }): CostCase {
  return costCaseOf(input.facts, { pricing: booked.pricing, asOf, teams, activities });
}

/** Whether the stored cost is that of the incident's last closing. */
export function isPinned({ closedAt, stored }: PassInput): boolean {
  return closedAt !== null && stored?.pinnedFor === closedAt;
}

function pinnedId(input: PassInput): string | null {
  const { closedAt, facts, stored } = input;
  if (closedAt === null) return null;
  if (facts.rerated?.closedAt === closedAt) return facts.rerated.pricingId;
  return isPinned(input) ? (stored?.pricingId ?? null) : null;
}
