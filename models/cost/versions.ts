import type { RateOverride } from '../../domain/cost/types.ts';
import type { AuditActor, AuditOrigin } from '../audit.ts';

/** Who changes settings, and from where; see `auditOf` of the API. */
export interface By {
  actor: AuditActor;
  from: AuditOrigin | null;
}
/** `past` was in force before, `inForce` is now, `coming` will be. */
export type VersionState = 'past' | 'inForce' | 'coming';

/** Since when the first version of something counts. */
export const SINCE_EVER = '1970-01-01T00:00:00.000Z';

/** The states of versions in order of time: the last that began until now is in force, else the first, which also counts for the time before it. */
export function statesOf(effectiveFrom: readonly string[], now: string): VersionState[] {
  const inForce = Math.max(0, effectiveFrom.findLastIndex((from) => from <= now));
  return effectiveFrom.map((_, i) => (i < inForce ? 'past' : i === inForce ? 'inForce' : 'coming'));
}

/** An override as it is stored: names trimmed, people and teams in the words they were given. */
export function storedOverride({ role, team, email, annualEmployeeCost }: RateOverride): RateOverride {
  const target = role !== undefined ? { role } : team !== undefined ? { team: team.trim() } : { email: email?.trim().toLowerCase() ?? '' };
  return { ...target, annualEmployeeCost: String(annualEmployeeCost) };
}
