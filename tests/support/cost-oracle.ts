/**
 * A second calculation of an incident's cost, written from the definition alone and as naively as possible, to judge the product by.
 * It shares no code with the product: it cuts time at every instant at which anything changes and looks at each piece by itself.
 */

/** One case in the shape that `npx dispatch cost --stdin` reads. */
export interface OracleCase {
  rates: { annualEmployeeCost: number; businessHoursPerYear: number; currency: string };
  model: {
    kind: 'roles' | 'activity';
    multipliers?: Record<string, number>;
    laterDayHours?: number;
    reviewPreparationHours?: number;
    reviewMeetingHours?: number;
    responseSeconds?: number;
  };
  incident: { reportedAt: string; stages: { stage: string; from: string }[] };
  participants: { email: string; roles?: { role: string; from: string; to: string | null }[]; activities?: { kind: string; at: string }[] }[];
  asOf: string;
}

/** An exact fraction, never shortened. */
export interface Fraction {
  over: bigint;
  under: bigint;
}

/** What one person cost by one multiplier or by one part of the review: exact hours and an exact amount of money. */
export interface OracleLine {
  /** In lower case; `the owner` for the preparation. */
  email: string;
  what: 'work' | 'preparation' | 'meeting';
  multiplier: number;
  hours: Fraction;
  amount: Fraction;
}

const DEFAULT_MULTIPLIERS: Record<string, number> = { commander: 1, scribe: 0.75, liaison: 0.75, participant: 0.5, reporter: 0.5, observer: 0 };
const HOUR = 3_600_000;

/** A number as the fraction that its decimal digits say. */
function exactly(value: number): Fraction {
  const [digits = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', part = ''] = digits.split('.');
  const over = BigInt(whole + part);
  const power = Number(exponent) - part.length;
  return power < 0 ? { over, under: 10n ** BigInt(-power) } : { over: over * 10n ** BigInt(power), under: 1n };
}

const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
const divided = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.under, under: a.under * b.over });

/** The exact sum of fractions. */
export function added(all: readonly Fraction[]): Fraction {
  return all.reduce((a, b) => (a.under === b.under ? { over: a.over + b.over, under: a.under } : { over: a.over * b.under + b.over * a.under, under: a.under * b.under }), exactly(0));
}

/** A fraction of at least zero with so many digits behind the point, half up. */
export function halfUp(value: Fraction, digits: number): string {
  const units = (2n * value.over * 10n ** BigInt(digits) + value.under) / (2n * value.under);
  const text = String(units).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A case with its defaults, every time in milliseconds, and each person once. */
interface Plain {
  kind: 'roles' | 'activity';
  multipliers: Record<string, number>;
  laterDay: number;
  response: number;
  reportedAt: number;
  asOf: number;
  stages: { stage: string; from: number }[];
  people: Person[];
}
interface Person {
  email: string;
  /** `to` is Infinity for a role that is still held. */
  roles: { role: string; from: number; to: number }[];
  activities: number[];
}
interface Piece {
  from: number;
  to: number;
  multiplier: number;
}

/** Entries of the same e-mail address, in any case, are the same person. */
function plain({ model, incident, participants, asOf }: OracleCase): Plain {
  const emails = [...new Set(participants.map((entry) => entry.email.toLowerCase()))];
  const people = emails.map((email): Person => {
    const entries = participants.filter((entry) => entry.email.toLowerCase() === email);
    return {
      email,
      roles: entries.flatMap(({ roles = [] }) => roles.map(({ role, from, to }) => ({ role, from: Date.parse(from), to: to === null ? Infinity : Date.parse(to) }))),
      activities: entries.flatMap(({ activities = [] }) => activities.map(({ at }) => Date.parse(at))),
    };
  });
  return {
    kind: model.kind,
    multipliers: { ...DEFAULT_MULTIPLIERS, ...model.multipliers },
    laterDay: (model.laterDayHours ?? 8) * HOUR,
    response: (model.responseSeconds ?? 300) * 1000,
    reportedAt: Date.parse(incident.reportedAt),
    asOf: Date.parse(asOf),
    stages: incident.stages.map(({ stage, from }) => ({ stage, from: Date.parse(from) })),
    people,
  };
}

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { from, to }) => sum + to - from, 0);

/** The multiplier of a role; a role without one is a mistake of the case. */
function multiplierOf({ multipliers }: Plain, role: string): number {
  return multipliers[role] ?? NaN;
}

/** The elementary stretches of a case until `asOf`: between two of its instants nothing changes for this person. */
function stretches({ reportedAt, asOf, stages, response }: Plain, { roles, activities }: Person): { from: number; to: number }[] {
  const instants = [reportedAt, asOf, ...stages.map(({ from }) => from), ...roles.flatMap(({ from, to }) => [from, to]), ...activities.flatMap((at) => [at, at + response])];
  for (let edge = reportedAt; edge < asOf; edge += 24 * HOUR) instants.push(edge);
  const sorted = [...new Set(instants)].filter((at) => at <= asOf).toSorted((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => ({ from, to: sorted[i + 1] ?? from }));
}

/** The engaged time of a person by roles, each stretch with its highest multiplier, before the limit of later days. */
function engagedByRoles(one: Plain, person: Person): Piece[] {
  return stretches(one, person).flatMap(({ from, to }) => {
    const stage = one.stages.findLast((each) => each.from <= from)?.stage;
    const held = person.roles.filter((role) => role.from <= from && to <= role.to);
    if (from < one.reportedAt || stage !== 'active' || held.length === 0) return [];
    return [{ from, to, multiplier: Math.max(...held.map(({ role }) => multiplierOf(one, role))) }];
  });
}

/** What is left when each 24-hour window after the first takes only so many hours, those of the highest multiplier first. */
function limited(one: Plain, pieces: readonly Piece[]): Piece[] {
  const windowOf = (piece: Piece): number => Math.floor((piece.from - one.reportedAt) / (24 * HOUR));
  return [...new Set(pieces.map(windowOf))].flatMap((window) => {
    let left = window === 0 ? 24 * HOUR : one.laterDay;
    return pieces
      .filter((piece) => windowOf(piece) === window)
      .toSorted((a, b) => b.multiplier - a.multiplier)
      .map((piece) => {
        const taken = Math.min(left, piece.to - piece.from);
        left -= taken;
        return { ...piece, to: piece.from + taken };
      });
  });
}

/** The engaged time of a person by activities: each stretch in which any of them still counts, at multiplier 1. */
function engagedByActivities(one: Plain, person: Person): Piece[] {
  const busy = stretches(one, person).filter(({ from, to }) => person.activities.some((at) => at <= from && to <= at + one.response));
  return busy.map((stretch) => ({ ...stretch, multiplier: 1 }));
}

/** The roles that a person held for any time before a moment, each until then at most. */
function heldBefore(person: Person, moment: number): { role: string; to: number }[] {
  return person.roles.filter(({ from, to }) => from < Math.min(moment, to)).map(({ role, to }) => ({ role, to: Math.min(moment, to) }));
}

/** When the review began first, if it has begun. */
function reviewBegan({ stages, asOf }: Plain): number | undefined {
  return stages.find(({ stage, from }) => stage === 'review' && from <= asOf)?.from;
}

/** Who may own the review: whoever commanded last before it began; several when they ended at once, nobody when nobody commanded. */
export function possibleOwners(given: OracleCase): string[] {
  const one = plain(given);
  const began = reviewBegan(one) ?? -Infinity;
  const ends = one.people.flatMap((person) => heldBefore(person, began).flatMap(({ role, to }) => (role === 'commander' ? [{ email: person.email, to }] : [])));
  const last = Math.max(...ends.map(({ to }) => to));
  return ends.filter(({ to }) => to === last).map(({ email }) => email);
}

/** The hours of the review: its owner prepares, whoever it is, and everybody meets who ever held a role with a multiplier above 0. */
function reviewHours(given: OracleCase, one: Plain): Pick<OracleLine, 'email' | 'what' | 'hours'>[] {
  if (reviewBegan(one) === undefined) return [];
  const meeting = one.people.filter((person) => heldBefore(person, one.asOf).some(({ role }) => multiplierOf(one, role) > 0));
  return [
    { email: 'the owner', what: 'preparation', hours: exactly(given.model.reviewPreparationHours ?? 1) },
    ...meeting.map(({ email }) => ({ email, what: 'meeting' as const, hours: exactly(given.model.reviewMeetingHours ?? 0.5) })),
  ];
}

/** What a case costs, line by line, exactly; nothing is rounded. */
export function oracleLines(given: OracleCase): OracleLine[] {
  const one = plain(given);
  const rate = divided(exactly(given.rates.annualEmployeeCost), exactly(given.rates.businessHoursPerYear));
  const work = one.people.flatMap((person) => {
    const pieces = one.kind === 'roles' ? limited(one, engagedByRoles(one, person)) : engagedByActivities(one, person);
    return [...new Set(pieces.map(({ multiplier }) => multiplier))].map((multiplier) => {
      const milliseconds = lengthOf(pieces.filter((piece) => piece.multiplier === multiplier));
      return { email: person.email, what: 'work' as const, multiplier, hours: { over: BigInt(milliseconds), under: BigInt(HOUR) } };
    });
  });
  const review = reviewHours(given, one).map((line) => ({ ...line, multiplier: 1 }));
  return [...work, ...review].map((line) => ({ ...line, amount: times(times(line.hours, exactly(line.multiplier)), rate) }));
}
