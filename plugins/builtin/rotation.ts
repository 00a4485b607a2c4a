import type { VendorPerson } from '../contract.ts';

/** People who take turns in their order; shifts are counted in hours from `startsAt` (ISO), so a change of clocks never moves or stretches one. */
export interface Rotation {
  people: readonly VendorPerson[];
  startsAt: string;
  hoursPerShift: number;
}

/** One turn. Times ISO. */
export interface Shift {
  person: VendorPerson;
  startsAt: string;
  endsAt: string;
}

/**
 * Whose turn it is at `at` (ISO), null when the rotation has nobody or makes no sense. The order is thought to have run before `startsAt`
 * too, so that there is always somebody. A shift begins at its first instant and ends just before the next one's.
 */
export function shiftAt(rotation: Rotation, at: string): Shift | null {
  const length = rotation.hoursPerShift * 3_600_000;
  const start = Date.parse(rotation.startsAt);
  const turn = Math.floor((Date.parse(at) - start) / length);
  const count = rotation.people.length;
  if (count === 0 || !(length > 0) || !Number.isSafeInteger(turn)) return null;
  const person = rotation.people[((turn % count) + count) % count];
  if (person === undefined) return null;
  return {
    person,
    startsAt: new Date(start + turn * length).toISOString(),
    endsAt: new Date(start + (turn + 1) * length).toISOString(),
  };
}

/** Who is on call at `at` (ISO); null when nobody is. */
export function personOnCall(rotation: Rotation, at: string): VendorPerson | null {
  return shiftAt(rotation, at)?.person ?? null;
}
