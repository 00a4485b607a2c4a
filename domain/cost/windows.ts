import { DAY, HOUR } from '../time.ts';
import { divide, exact, multiply, roundHalfUp, shortest, whole, ZERO } from './decimal.ts';
import { type Interval, intersect, union } from './intervals.ts';
import { type CostCase, DEFAULT_COST_MODEL } from './types.ts';

/** Days `firstDay` to `lastDay` (1 = the first 24 hours from the report) in which a person was engaged alike: hours a day before and after the limit of later days. */
export interface EngagedDays {
  firstDay: number;
  lastDay: number;
  from: string;
  to: string;
  engagedHours: string;
  countedHours: string;
}
/** How the hours of a case came about: when it was active until `asOf`, and each person's days. */
export interface CostWindows {
  active: { from: string; to: string }[];
  people: { email: string; days: EngagedDays[] }[];
}

/** Days that are looked at; an incident of more than a year needs no explanation by the day. */
const MOST_DAYS = 400;

/** Each person's engaged time by 24-hour window in the roles model, for a case that the calculation accepts: what they held a role in while the incident was active, and what of it counts. */
export function costWindows(input: CostCase): CostWindows {
  const active = activeIntervals(input);
  const isByRoles = (input.model?.kind ?? DEFAULT_COST_MODEL.kind) === 'roles';
  const people = isByRoles ? input.participants.map(({ email, roles }) => ({ email, days: daysOf(input, intersect(union(roles.map((r) => toInterval(r, input.asOf))), active)) })) : [];
  return { active: active.map(({ from, to }) => ({ from: iso(from), to: iso(to) })), people: people.filter(({ days }) => days.length > 0) };
}

/** Milliseconds that the incident of a case was active for until `asOf`. */
export function activeMilliseconds(input: CostCase): number {
  return length(activeIntervals(input));
}

function activeIntervals({ incident, asOf }: CostCase): Interval[] {
  const reported = Date.parse(incident.reportedAt);
  const stretches = incident.stages.flatMap(({ stage, from }, i) => {
    if (stage !== 'active') return [];
    return [{ from: Math.max(Date.parse(from), reported), to: Math.min(Date.parse(incident.stages[i + 1]?.from ?? asOf), Date.parse(asOf)) }];
  });
  return union(stretches);
}

function toInterval({ from, to }: { from: string; to: string | null }, asOf: string): Interval {
  return { from: Date.parse(from), to: Date.parse(to ?? asOf) };
}

function daysOf(input: CostCase, engaged: readonly Interval[]): EngagedDays[] {
  const start = Date.parse(input.incident.reportedAt);
  const end = Date.parse(input.asOf);
  const days: EngagedDays[] = [];
  for (let day = 0; day < Math.min(MOST_DAYS, Math.ceil((end - start) / DAY)); day += 1) {
    const window = { from: start + day * DAY, to: Math.min(start + (day + 1) * DAY, end) };
    const held = length(intersect(engaged, [window]));
    if (held === 0) continue;
    const counted = day === 0 ? held : Math.min(held, laterDayLimit(input, window.from));
    const next = { firstDay: day + 1, lastDay: day + 1, from: iso(window.from), to: iso(window.to), engagedHours: hours(held), countedHours: hours(counted) };
    const last = days.at(-1);
    if (last !== undefined && last.lastDay === day && last.engagedHours === next.engagedHours && last.countedHours === next.countedHours) Object.assign(last, { lastDay: next.lastDay, to: next.to });
    else days.push(next);
  }
  return days;
}

/** The limit of the model in force when the window begins, in milliseconds. */
function laterDayLimit({ model, changes = [] }: CostCase, at: number): number {
  const inForce = changes.findLast((c) => c.model !== undefined && Date.parse(c.from) <= at)?.model ?? model;
  const value = exact(inForce?.laterDayHours ?? DEFAULT_COST_MODEL.laterDayHours) ?? ZERO;
  return Number(roundHalfUp(multiply(value, whole(HOUR)), 0));
}

function length(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + (to - from), 0);
}

function hours(milliseconds: number): string {
  return shortest(divide(whole(milliseconds), whole(HOUR)), 4);
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
