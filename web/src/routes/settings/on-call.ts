/** A rotation: who takes turns, from when, and for how many hours each. */
export type Rotation = { people: readonly string[]; startsAt: string; hoursPerShift: number };

/** Who of a rotation is on call at `now` (milliseconds), who is next, and when it changes; undefined before it begins or with nobody in it. */
export function onCallAt(rotation: Rotation, now: number): { now: string; next: string; changesAt: string } | undefined {
  const { people, hoursPerShift } = rotation;
  const start = Date.parse(rotation.startsAt);
  const shift = hoursPerShift * 3_600_000;
  if (people.length === 0 || !(shift > 0) || Number.isNaN(start) || now < start) return undefined;
  const turn = Math.floor((now - start) / shift);
  const current = people[turn % people.length];
  const next = people[(turn + 1) % people.length];
  if (current === undefined || next === undefined) return undefined;
  return { now: current, next, changesAt: new Date(start + (turn + 1) * shift).toISOString() };
}
