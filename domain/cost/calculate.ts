import { ROLES, type Role } from '../incident/types.ts';
import { type Exact, ZERO, add, compare, divide, multiply, roundHalfUp, shortest, whole } from './decimal.ts';
import { minorDigits } from './currency.ts';
import { activeTime, engagedTime } from './engaged.ts';
import { union } from './intervals.ts';
import { type PreparedCase, type PreparedPerson, prepareCostCase } from './prepare.ts';
import type { CostCase, CostLine, CostResult } from './types.ts';

const HOUR_MS = whole(3_600_000);
const ONE = whole(1);
const HOUR_DIGITS = 4;
const LABELS: Record<Role, string> = { commander: 'Commander', reporter: 'Reporter', scribe: 'Scribe', liaison: 'Liaison', participant: 'Participant', observer: 'Observer' };
const REVIEW_LABELS = { reviewPreparation: 'Review preparation', reviewMeeting: 'Review meeting' } as const;

/** One part before it is shown: exact hours. */
interface Part {
  label: string;
  email: string | null;
  role?: Role;
  kind?: string;
  hours: Exact;
  engaged: Exact;
  multiplier: Exact;
}

/**
 * The cost of an incident as of a moment: engaged hours × multiplier × hourly rate, plus the review once it has begun. A pure function of its
 * input, whatever the order of lists; money is exact until the total and each line are rounded once. Throws DomainError `invalid-request`
 * naming the path of whatever is wrong.
 */
export function calculateIncidentCost(input: CostCase): CostResult {
  const incident = prepareCostCase(input);
  const parts = [...(incident.kind === 'roles' ? roleParts(incident) : activityParts(incident)), ...reviewParts(incident)];
  const digits = minorDigits(incident.currency);
  let total = ZERO;
  const lines = parts.map((part): CostLine => {
    const amount = multiply(multiply(part.hours, part.multiplier), incident.rate);
    total = add(total, amount);
    return {
      label: part.label,
      email: part.email,
      ...(part.role === undefined ? {} : { role: part.role }),
      ...(part.kind === undefined ? {} : { kind: part.kind }),
      hours: shortest(part.hours, HOUR_DIGITS),
      engagedHours: shortest(part.engaged, HOUR_DIGITS),
      multiplier: shortest(part.multiplier, 6),
      amount: roundHalfUp(amount, digits),
    };
  });
  return { total: roundHalfUp(total, digits), currency: incident.currency, asOf: incident.asOfText, lines };
}

function roleParts(incident: PreparedCase): Part[] {
  const active = activeTime(incident);
  return incident.people.flatMap((person) => {
    const times = engagedTime(person.roles, active, incident);
    times.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
    return times.map(({ role, engaged, counted }): Part => {
      return { label: LABELS[role], email: person.email, role, hours: toHours(counted), engaged: toHours(engaged), multiplier: incident.multipliers[role] };
    });
  });
}

/** A person's activities count `responseMs` each; where they overlap, the time belongs to the one that began first. */
function activityParts(incident: PreparedCase): Part[] {
  return incident.people.flatMap((person) => {
    const sorted = [...person.activities].sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1));
    const byKind = new Map<string, number>();
    let paidUntil = -Infinity;
    for (const { kind, at } of sorted) {
      const end = Math.min(at + incident.responseMs, incident.asOf);
      const counted = end - Math.max(at, paidUntil);
      if (counted <= 0) continue;
      byKind.set(kind, (byKind.get(kind) ?? 0) + counted);
      paidUntil = end;
    }
    const kinds = [...byKind].sort(([a], [b]) => (a < b ? -1 : 1));
    return kinds.map(([kind, ms]): Part => ({ label: kind, email: person.email, kind, hours: toHours(ms), engaged: toHours(ms), multiplier: ONE }));
  });
}

/** Counted once however often the review stage is entered: the owner prepares, everybody who ever held a role that costs meets. */
function reviewParts(incident: PreparedCase): Part[] {
  if (!incident.stages.some(({ stage, from }) => stage === 'review' && from <= incident.asOf)) return [];
  const part = (kind: keyof typeof REVIEW_LABELS, email: string | null, hours: Exact): Part => ({ label: REVIEW_LABELS[kind], kind, email, hours, engaged: hours, multiplier: ONE });
  const parts: Part[] = [];
  if (incident.reviewPreparationHours.n > 0n) {
    parts.push(part('reviewPreparation', incident.reviewOwner ?? lastCommander(incident), incident.reviewPreparationHours));
  }
  if (incident.reviewMeetingHours.n > 0n) {
    for (const person of incident.people.filter((p) => everCost(p, incident))) {
      parts.push(part('reviewMeeting', person.email, incident.reviewMeetingHours));
    }
  }
  return parts;
}

function everCost(person: PreparedPerson, incident: PreparedCase): boolean {
  return person.roles.some((r) => r.from < Math.min(r.to, incident.asOf) && compare(incident.multipliers[r.role], ZERO) > 0);
}

/** Who commanded last until `asOf`: the term that ended last, of those the one that began last, then by e-mail. Terms that touch are one. */
function lastCommander({ people, asOf }: PreparedCase): string | null {
  const terms = people.flatMap(({ email, roles }) => {
    const held = roles.filter((r) => r.role === 'commander').map(({ from, to }) => ({ from, to: Math.min(to, asOf) }));
    return union(held).map((term) => ({ email, ...term }));
  });
  terms.sort((a, b) => b.to - a.to || b.from - a.from || (a.email < b.email ? -1 : 1));
  return terms[0]?.email ?? null;
}

function toHours(ms: number): Exact {
  return divide(whole(ms), HOUR_MS);
}
