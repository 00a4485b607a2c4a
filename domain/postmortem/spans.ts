import { lasting } from '../incident/moments.ts';
import type { Participant, StageInterval } from '../incident/state.ts';
import { between, plus } from '../time.ts';

/** A stretch of time with its name; `to` null = not ended. */
export interface NamedSpan {
  name: string;
  from: string;
  to: string | null;
}
/** How long it took, in milliseconds; null = it never happened. */
export interface Durations {
  toStable: number | null;
  toClosed: number | null;
  /** Sum of all active stretches that have ended, reopened ones too. */
  active: number;
  reopenings: number;
}

/** From the report to the first time it was stable and closed (closing counts as stable when it came first), and the time spent active. */
export function durationsOf(reportedAt: string, stages: readonly StageInterval[]): Durations {
  const first = (...names: string[]): number | null => {
    const found = stages.find((s) => names.includes(s.stage));
    return found === undefined ? null : Math.max(0, between(reportedAt, found.from));
  };
  const active = stages.filter((s) => s.stage === 'active');
  const spent = active.reduce((sum, s) => sum + (s.to === null ? 0 : between(s.from, s.to)), 0);
  return { toStable: first('stable', 'closed'), toClosed: first('closed'), active: spent, reopenings: stages.filter((s, i) => i > 0 && s.stage === 'active').length };
}

/** Who held a role when, earliest first; stretches that lasted no time at all are left out. */
export function holdersOf(participants: readonly Participant[], role: Participant['roles'][number]['role']): NamedSpan[] {
  return participants
    .flatMap((p) => p.roles.filter((r) => r.role === role && r.from !== r.to).map((r) => ({ name: p.name, from: r.from, to: r.to })))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** A duration of so many milliseconds for people: `45 s`, `2 h 14 m`, `3 d 4 h`. */
export function durationText(milliseconds: number): string {
  const start = new Date(0).toISOString();
  return lasting(start, plus(start, milliseconds));
}
