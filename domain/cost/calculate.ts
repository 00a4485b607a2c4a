import { ROLES, type Role } from '../incident/types.ts';
import { type Exact, ZERO, add, compare, multiply, roundHalfUp, shortest, whole } from './decimal.ts';
import { minorDigits } from './currency.ts';
import { activityTime } from './activity.ts';
import { activeStretches, engagedTime } from './engaged.ts';
import { union } from './intervals.ts';
import { type PreparedPeriod, periodAt, plainRate } from './periods.ts';
import { type PreparedCase, type PreparedPerson, prepareCostCase } from './prepare.ts';
import { ACTIVITY_KINDS, type CostCase, type CostLine, type CostResult } from './types.ts';

const HOUR_MS = 3_600_000n;
const ONE = whole(1);
const HOUR_DIGITS = 4;
const LABELS: Record<Role, string> = { commander: 'Commander', reporter: 'Reporter', scribe: 'Scribe', liaison: 'Liaison', participant: 'Participant', observer: 'Observer' };
const ACTIVITY_LABELS: Record<(typeof ACTIVITY_KINDS)[number], string> = { message: 'Messages', reply: 'Replies', reaction: 'Reactions', documentEdit: 'Document edits', taskChange: 'Task changes', command: 'Commands' };
const REVIEW_LABELS = { reviewPreparation: 'Review preparation', reviewMeeting: 'Review meeting' } as const;

/** One part before it is shown: exact hours. */
interface Part {
  label: string;
  email: string | null;
  role?: Role;
  kind?: string;
  period: PreparedPeriod;
  hours: Exact;
  engaged: Exact;
  multiplier: Exact;
  rate: Exact;
}

/**
 * The cost of an incident as of a moment: engaged hours × multiplier × hourly rate, plus the review once it has begun. A pure function of its
 * input, whatever the order of lists; money is exact until the total and each line are rounded once. Throws DomainError `invalid-request`
 * naming the path of whatever is wrong.
 */
export function calculateIncidentCost(input: CostCase): CostResult {
  return calculatePrepared(prepareCostCase(input));
}

/** {@link calculateIncidentCost} of a case that was checked before. */
export function calculatePrepared(incident: PreparedCase): CostResult {
  const { currency } = incident.pricing;
  const parts = [...roleParts(incident), ...activityParts(incident), ...reviewParts(incident)];
  const digits = minorDigits(currency);
  let total = ZERO;
  const lines = parts.map((part): CostLine => {
    const amount = multiply(multiply(part.hours, part.multiplier), part.rate);
    total = add(total, amount);
    const hours = shortest(part.hours, HOUR_DIGITS);
    return {
      label: part.label,
      email: part.email,
      ...(part.role === undefined ? {} : { role: part.role }),
      ...(part.kind === undefined ? {} : { kind: part.kind }),
      ...(part.period.fromText === null ? {} : { from: part.period.fromText }),
      hours,
      engagedHours: part.engaged === part.hours ? hours : shortest(part.engaged, HOUR_DIGITS),
      multiplier: shortest(part.multiplier, 6),
      rate: shortest(part.rate, 6),
      amount: roundHalfUp(amount, digits),
    };
  });
  return { total: roundHalfUp(total, digits), currency, asOf: incident.asOfText, lines };
}

function roleParts(incident: PreparedCase): Part[] {
  const stretches = activeStretches(incident);
  return incident.people.flatMap((person) => {
    const times = engagedTime(person, stretches, incident);
    if (times.length > 1) times.sort((a, b) => ROLES.indexOf(a.price.role) - ROLES.indexOf(b.price.role) || byTime(a.price.period, b.price.period));
    return times.map(({ price: { role, multiplier, rate, period }, engaged, counted }): Part => {
      const hours = toHours(counted);
      return { label: LABELS[role], email: person.email, role, period, hours, engaged: engaged === counted ? hours : toHours(engaged), multiplier, rate };
    });
  });
}

function activityParts(incident: PreparedCase): Part[] {
  if (incident.pricing.periods.every(({ kind }) => kind === 'roles')) return [];
  return incident.people.flatMap((person) => {
    const times = activityTime(person, incident);
    times.sort((a, b) => (a.kind === b.kind ? byTime(a.period, b.period) : a.kind < b.kind ? -1 : 1));
    return times.map(({ kind, period, counted }): Part => {
      const hours = toHours(counted);
      return { label: isKnown(kind) ? ACTIVITY_LABELS[kind] : kind, email: person.email, kind, period, hours, engaged: hours, multiplier: ONE, rate: plainRate(period, person) };
    });
  });
}

/** Counted once however often the review stage is entered, as it was when it began first: the owner prepares, everybody who ever held a role that costs meets. */
function reviewParts(incident: PreparedCase): Part[] {
  const begun = incident.stages.find(({ stage, from }) => stage === 'review' && from <= incident.asOf);
  if (begun === undefined) return [];
  const period = periodAt(incident.pricing.periods, begun.from);
  const part = (kind: keyof typeof REVIEW_LABELS, who: { email: string | null; team: string | null }, hours: Exact): Part => {
    return { label: REVIEW_LABELS[kind], email: who.email, kind, period, hours, engaged: hours, multiplier: ONE, rate: plainRate(period, who) };
  };
  const parts: Part[] = [];
  if (period.reviewPreparationHours.n > 0n) {
    const email = incident.reviewOwner ?? lastCommander(incident.people, begun.from);
    parts.push(part('reviewPreparation', { email, team: incident.people.find((p) => p.email === email)?.team ?? null }, period.reviewPreparationHours));
  }
  if (period.reviewMeetingHours.n > 0n) {
    const meeting = incident.people.filter((person) => everCost(person, incident.asOf, period));
    for (const person of meeting) parts.push(part('reviewMeeting', person, period.reviewMeetingHours));
  }
  return parts;
}

function everCost({ roles }: PreparedPerson, asOf: number, { multipliers }: PreparedPeriod): boolean {
  return roles.some((r) => r.from < Math.min(r.to, asOf) && compare(multipliers[r.role], ZERO) > 0);
}

/** Who commanded last until a time: the term that ended last, of those the one that began last, then by e-mail. Terms that touch are one. */
function lastCommander(people: readonly PreparedPerson[], until: number): string | null {
  const terms = people.flatMap(({ email, roles }) => {
    const held = roles.filter((r) => r.role === 'commander').map(({ from, to }) => ({ from, to: Math.min(to, until) }));
    return union(held).map((term) => ({ email, ...term }));
  });
  terms.sort((a, b) => b.to - a.to || b.from - a.from || (a.email < b.email ? -1 : 1));
  return terms[0]?.email ?? null;
}

function isKnown(kind: string): kind is keyof typeof ACTIVITY_LABELS {
  return (ACTIVITY_KINDS as readonly string[]).includes(kind);
}

function byTime(a: PreparedPeriod, b: PreparedPeriod): number {
  return a.from === b.from ? 0 : a.from < b.from ? -1 : 1;
}

/** Not reduced: all parts of a case keep one denominator, and are summed without looking for common factors. */
function toHours(ms: number): Exact {
  return { n: BigInt(ms), d: HOUR_MS };
}
