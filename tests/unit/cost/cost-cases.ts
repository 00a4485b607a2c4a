import type { CostCase, CostModel } from '../../../domain/cost/types.ts';
import type { Role } from '../../../domain/incident/types.ts';

/** The moment every example was reported at. */
export const REPORTED = Date.parse('2026-03-02T08:00:00.000Z');

/** ISO time `hours` after the report. */
export function at(hours: number): string {
  return new Date(REPORTED + Math.round(hours * 3_600_000)).toISOString();
}

/** A role from and to hours after the report (`null` = still held). */
export function held(role: Role, from: number, to: number | null = null): CostCase['participants'][number]['roles'][number] {
  return { role, from: at(from), to: to === null ? null : at(to) };
}

/** An active incident with a rate of exactly 25 an hour, seen `asOf` hours after the report. */
export function costCase(parts: { asOf: number; people: CostCase['participants']; stages?: [CostCase['incident']['stages'][number]['stage'], number][]; model?: CostModel; rates?: Partial<CostCase['rates']> }): CostCase {
  return {
    rates: { annualEmployeeCost: 52_000, businessHoursPerYear: 2080, currency: 'USD', ...parts.rates },
    ...(parts.model === undefined ? {} : { model: parts.model }),
    incident: { reportedAt: at(0), stages: (parts.stages ?? [['active', 0]]).map(([stage, from]) => ({ stage, from: at(from) })) },
    participants: parts.people,
    asOf: at(parts.asOf),
  };
}
