import { DomainError, type FieldProblem } from '../errors.ts';
import { DAY, HOUR, plus } from '../time.ts';
import type { Role, Stage } from '../incident/types.ts';
import { type Exact, ZERO, compare, exact, multiply, roundHalfUp, whole } from './decimal.ts';
import type { CostCase, CostParticipant, Decimal } from './types.ts';

/** People of a sketched incident who do the same: in a role from an hour of the incident on, for some hours (to its end when absent). `team` finds their rate, `activities` is what each of them does, evenly spread. */
export interface SketchPeople {
  role: Role;
  count: number;
  team?: string | undefined;
  fromHour?: Decimal | undefined;
  hours?: Decimal | undefined;
  activities?: number | undefined;
}
/** An incident that never was: stages one after the other with how long each lasts, and who takes part. */
export interface Sketch {
  stages: readonly { stage: Stage; hours: Decimal }[];
  people: readonly SketchPeople[];
}

/** More people than any incident has; a sketch is calculated while somebody waits. */
const MOST_PEOPLE = 500;
const MOST_ACTIVITIES = 20_000;
const LONGEST = 3660 * DAY;
/** A Monday at nine, so that the windows of a sketch are easy to follow. */
const BEGIN = '2026-01-05T09:00:00.000Z';

/** The incident and people of a sketch as the calculation takes them. Throws DomainError `invalid-request` naming what is wrong under `pointer`. */
export function sketchCase(sketch: Sketch, pointer = ''): Pick<CostCase, 'incident' | 'participants' | 'asOf'> {
  const problems: FieldProblem[] = [];
  const milliseconds = (hours: Decimal, at: string): number => {
    const value = exact(hours);
    const ms = value === null || compare(value, ZERO) < 0 ? Number.NaN : toMilliseconds(value);
    if (ms <= LONGEST) return ms;
    problems.push({ pointer: pointer + at, detail: 'must be hours from 0 to 87840, e.g. 2.5' });
    return 0;
  };
  const limits = checkSize(sketch);
  if (limits !== null) problems.push({ ...limits, pointer: pointer + limits.pointer });
  let end = 0;
  const stages = sketch.stages.map(({ stage, hours }, i) => {
    const from = plus(BEGIN, end);
    end += milliseconds(hours, `/stages/${i}/hours`);
    return { stage, from };
  });
  if (end > LONGEST) problems.push({ pointer: `${pointer}/stages`, detail: 'may last 87840 hours together at most' });
  const participants = limits === null ? sketch.people.flatMap((people, i) => groupOf(people, { at: `/people/${i}`, i, end, milliseconds })) : [];
  const [first] = problems;
  if (first !== undefined) throw new DomainError('invalid-request', `${first.pointer} ${first.detail}`, problems);
  return { incident: { reportedAt: BEGIN, stages }, participants, asOf: plus(BEGIN, end) };
}

function checkSize({ people }: Sketch): FieldProblem | null {
  const count = people.reduce((sum, p) => sum + p.count, 0);
  if (count > MOST_PEOPLE) return { pointer: '/people', detail: `may be at most ${MOST_PEOPLE} together` };
  const activities = people.reduce((sum, p) => sum + p.count * (p.activities ?? 0), 0);
  return activities > MOST_ACTIVITIES ? { pointer: '/people', detail: `may have at most ${MOST_ACTIVITIES} activities together` } : null;
}

interface Place {
  at: string;
  i: number;
  end: number;
  milliseconds(hours: Decimal, at: string): number;
}

function groupOf(people: SketchPeople, { at, i, end, milliseconds }: Place): CostParticipant[] {
  const from = milliseconds(people.fromHour ?? 0, `${at}/fromHour`);
  const length = people.hours === undefined ? Math.max(0, end - from) : milliseconds(people.hours, `${at}/hours`);
  const activities = people.activities ?? 0;
  return Array.from({ length: people.count }, (_, n) => ({
    email: `${people.role}-${i + 1}-${String(n + 1).padStart(3, '0')}@sketch.example`,
    ...(people.team === undefined ? {} : { team: people.team }),
    roles: [{ role: people.role, from: plus(BEGIN, from), to: plus(BEGIN, from + length) }],
    activities: Array.from({ length: activities }, (_a, a) => ({ kind: 'message', at: plus(BEGIN, from + Math.floor((length * a) / activities)) })),
  }));
}

function toMilliseconds(hours: Exact): number {
  return Number(roundHalfUp(multiply(hours, whole(HOUR)), 0));
}
