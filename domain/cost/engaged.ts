import { ROLES, type Role } from '../incident/types.ts';
import { compare } from './decimal.ts';
import { type Interval, intersect, subtract, union } from './intervals.ts';
import type { HeldRole, PreparedCase } from './prepare.ts';

const DAY_MS = 86_400_000;

/** Time of one person in one role, in milliseconds: `engaged` held while active, `counted` after the later-day limit. */
export interface RoleTime {
  role: Role;
  engaged: number;
  counted: number;
}
interface Segment extends Interval {
  role: Role;
}

/** The stretches in which the incident was active, cut to `[reportedAt, asOf]`. */
export function activeTime(incident: PreparedCase): Interval[] {
  const { stages, reportedAt, asOf } = incident;
  const active = stages.map(({ stage, from }, i) =>
    stage === 'active' ? { from: Math.max(from, reportedAt), to: Math.min(stages[i + 1]?.from ?? Infinity, asOf) } : { from: 0, to: 0 },
  );
  return union(active);
}

/**
 * A person's engaged time by role. At each instant only the role with the highest multiplier counts, once. In every 24-hour window
 * after the first (windows start at `reportedAt`) at most `laterDayMs` count, the highest multipliers first.
 */
export function engagedTime(held: readonly HeldRole[], active: readonly Interval[], incident: PreparedCase): RoleTime[] {
  const order = byWeight(incident);
  let covered: Interval[] = [];
  const segments: Segment[] = [];
  for (const role of order) {
    const mine = union(held.filter((h) => h.role === role));
    const own = subtract(intersect(mine, active), covered);
    if (own.length === 0) continue;
    covered = union([...covered, ...own]);
    for (const interval of own) segments.push({ ...interval, role });
  }
  segments.sort((a, b) => a.from - b.from);
  return limitLaterDays(segments, order, incident);
}

/** Roles by falling multiplier; equal ones in the order of ROLES, so that the result never depends on the order of input. */
function byWeight(incident: PreparedCase): Role[] {
  return [...ROLES].sort((a, b) => compare(incident.multipliers[b], incident.multipliers[a]));
}

function limitLaterDays(segments: readonly Segment[], order: readonly Role[], { reportedAt, laterDayMs }: PreparedCase): RoleTime[] {
  const times = new Map<Role, RoleTime>();
  const timeOf = (role: Role): RoleTime => {
    const known = times.get(role) ?? { role, engaged: 0, counted: 0 };
    times.set(role, known);
    return known;
  };
  const inWindow = new Map<Role, number>();
  let window = 0;
  const closeWindow = (): void => {
    let left = window === 0 ? Infinity : laterDayMs;
    for (const role of order) {
      const counted = Math.min(inWindow.get(role) ?? 0, left);
      if (counted > 0) timeOf(role).counted += counted;
      left -= counted;
    }
    inWindow.clear();
  };
  for (const { role, from, to } of segments) {
    timeOf(role).engaged += to - from;
    for (let at = from; at < to;) {
      const index = Math.floor((at - reportedAt) / DAY_MS);
      if (index !== window) {
        closeWindow();
        window = index;
      }
      const windowStart = reportedAt + index * DAY_MS;
      const wholeDays = index > 0 && at === windowStart ? Math.floor((to - at) / DAY_MS) : 0;
      if (wholeDays > 0) {
        // Days held from end to end hold nothing else: counted at once, however many years they are.
        timeOf(role).counted += wholeDays * Math.min(DAY_MS, laterDayMs);
        at += wholeDays * DAY_MS;
        continue;
      }
      const end = Math.min(to, windowStart + DAY_MS);
      inWindow.set(role, (inWindow.get(role) ?? 0) + end - at);
      at = end;
    }
  }
  closeWindow();
  return [...times.values()];
}
