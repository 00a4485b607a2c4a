import { ROLES, type Role } from '../incident/types.ts';
import { type Exact, ZERO, compare, divide, multiply } from './decimal.ts';
import type { Reader } from './reader.ts';
import { DEFAULT_COST_MODEL } from './types.ts';

const HOUR_MS = 3_600_000;

/** What an hour of somebody in a role costs: multiplier × rate = weight, per hour. */
export interface RolePrice {
  readonly role: Role;
  readonly multiplier: Exact;
  readonly rate: Exact;
  readonly weight: Exact;
  readonly period: PreparedPeriod;
}
/** Rates and model that are in force from a moment on, in the units of the calculation. */
export interface PreparedPeriod {
  /** Milliseconds; -Infinity for what the case begins with. */
  readonly from: number;
  /** `from` as it was written; null for what the case begins with. */
  readonly fromText: string | null;
  readonly base: Exact;
  readonly byRole: ReadonlyMap<string, Exact>;
  readonly byTeam: ReadonlyMap<string, Exact>;
  readonly byEmail: ReadonlyMap<string, Exact>;
  readonly kind: 'roles' | 'activity';
  readonly multipliers: Readonly<Record<Role, Exact>>;
  readonly laterDayMs: number;
  readonly reviewPreparationHours: Exact;
  readonly reviewMeetingHours: Exact;
  readonly responseMs: number;
  readonly activityKinds: ReadonlySet<string> | null;
  /** Prices of somebody without a rate of their own, heaviest first. */
  readonly prices: readonly RolePrice[];
}
/** All periods of a case, in order of time, in one currency. */
export interface PreparedPricing {
  currency: string;
  periods: readonly PreparedPeriod[];
}

type Rates = Pick<PreparedPeriod, 'base' | 'byRole' | 'byTeam' | 'byEmail'> & { currency: string };
type Model = Omit<PreparedPeriod, keyof Rates | 'from' | 'fromText' | 'prices'>;

/** Reads `rates`, `model` and `changes` of a case. */
export function readPricing(read: Reader, root: Record<string, unknown>): PreparedPricing {
  let rates = readRates(read, root.rates, '/rates');
  let model = readModel(read, root.model ?? {}, '/model');
  const { currency } = rates;
  const periods = [period({ from: -Infinity, fromText: null }, rates, model)];
  read.list(root.changes ?? [], '/changes').forEach((entry, i) => {
    const at = `/changes/${i}`;
    const change = read.object(entry, at);
    read.knownKeys(change, at, ['from', 'rates', 'model']);
    const from = read.time(change.from, `${at}/from`);
    if (from <= (periods.at(-1)?.from ?? 0)) read.refuse(`${at}/from`, 'is not after the change that precedes it');
    if (change.rates !== undefined) rates = readRates(read, change.rates, `${at}/rates`);
    if (rates.currency !== currency) read.refuse(`${at}/rates/currency`, `must be ${currency}, as the rates that the case begins with: one incident is counted in one currency`);
    if (change.model !== undefined) model = readModel(read, change.model, `${at}/model`);
    periods.push(period({ from, fromText: String(change.from) }, rates, model));
  });
  return { currency, periods };
}

/** The period in force at a time. */
export function periodAt(periods: readonly PreparedPeriod[], at: number): PreparedPeriod {
  const found = periods.findLast((p) => p.from <= at);
  if (found === undefined) throw new RangeError('a case has a period for every time');
  return found;
}

/** What somebody costs in each role, heaviest first. */
export function pricesOf(of: PreparedPeriod, { email, team }: { email: string; team: string | null }): readonly RolePrice[] {
  const own = ownRate(of, { email, team });
  return own === null ? of.prices : sortedPrices(of, () => own);
}

/** What an hour of somebody costs that is not tied to a role: an activity, a review. */
export function plainRate(of: PreparedPeriod, { email, team }: { email: string | null; team: string | null }): Exact {
  return ownRate(of, { email, team }) ?? of.base;
}

function ownRate({ byEmail, byTeam }: PreparedPeriod, { email, team }: { email: string | null; team: string | null }): Exact | null {
  return (email === null ? null : byEmail.get(email)) ?? (team === null ? null : byTeam.get(team)) ?? null;
}

function period(when: Pick<PreparedPeriod, 'from' | 'fromText'>, { currency: _currency, ...rates }: Rates, model: Model): PreparedPeriod {
  const prices: RolePrice[] = [];
  const made: PreparedPeriod = { ...when, ...rates, ...model, prices };
  prices.push(...sortedPrices(made, (role) => rates.byRole.get(role) ?? rates.base));
  return made;
}

/** By falling weight, then multiplier, then the order of ROLES, so that the result never depends on the order of input. */
function sortedPrices(of: PreparedPeriod, rateOf: (role: Role) => Exact): RolePrice[] {
  const prices = ROLES.map((role): RolePrice => {
    const multiplier = of.multipliers[role];
    const rate = rateOf(role);
    return { role, multiplier, rate, weight: multiply(multiplier, rate), period: of };
  });
  return prices.sort((a, b) => compare(b.weight, a.weight) || compare(b.multiplier, a.multiplier));
}

function readRates(read: Reader, value: unknown, at: string): Rates {
  const rates = read.object(value, at);
  read.knownKeys(rates, at, ['annualEmployeeCost', 'businessHoursPerYear', 'currency', 'overrides']);
  const hours = read.decimal(rates.businessHoursPerYear, `${at}/businessHoursPerYear`, true);
  const hourly = (annual: unknown, where: string): Exact => {
    const cost = read.decimal(annual, where, true);
    return hours.n <= 0n ? ZERO : divide(cost, hours);
  };
  const currency = read.text(rates.currency, `${at}/currency`);
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) read.refuse(`${at}/currency`, 'must be a three-letter ISO 4217 code, e.g. EUR');
  const found = { byRole: new Map<string, Exact>(), byTeam: new Map<string, Exact>(), byEmail: new Map<string, Exact>() };
  read.list(rates.overrides ?? [], `${at}/overrides`).forEach((entry, i) => readOverride(read, { entry, at: `${at}/overrides/${i}`, hourly, found }));
  return { base: hourly(rates.annualEmployeeCost, `${at}/annualEmployeeCost`), currency, ...found };
}

interface Override {
  entry: unknown;
  at: string;
  hourly(annual: unknown, where: string): Exact;
  found: Record<'byRole' | 'byTeam' | 'byEmail', Map<string, Exact>>;
}

function readOverride(read: Reader, { entry, at, hourly, found }: Override): void {
  const given = read.object(entry, at);
  read.knownKeys(given, at, ['role', 'team', 'email', 'annualEmployeeCost']);
  const rate = hourly(given.annualEmployeeCost, `${at}/annualEmployeeCost`);
  const named = (['role', 'team', 'email'] as const).filter((name) => given[name] !== undefined && given[name] !== null);
  const [target, other] = named;
  if (target === undefined || other !== undefined) {
    read.refuse(at, 'must name one of role, team and email');
    return;
  }
  const where = `${at}/${target}`;
  const name = target === 'role' ? (read.oneOf(given.role, where, ROLES) ?? '') : read.text(given[target], where).toLowerCase();
  const map = { role: found.byRole, team: found.byTeam, email: found.byEmail }[target];
  if (map.has(name)) read.refuse(where, 'is named twice');
  map.set(name, rate);
}

function readModel(read: Reader, value: unknown, at: string): Model {
  const model = read.object(value, at);
  read.knownKeys(model, at, Object.keys(DEFAULT_COST_MODEL));
  const given = read.object(model.multipliers ?? {}, `${at}/multipliers`);
  read.knownKeys(given, `${at}/multipliers`, ROLES);
  const multiplier = (role: Role): Exact => read.decimal(given[role] ?? DEFAULT_COST_MODEL.multipliers[role], `${at}/multipliers/${role}`);
  const kinds = model.activityKinds ?? null;
  return {
    kind: read.oneOf(model.kind ?? DEFAULT_COST_MODEL.kind, `${at}/kind`, ['roles', 'activity']) ?? 'roles',
    multipliers: {
      commander: multiplier('commander'),
      reporter: multiplier('reporter'),
      scribe: multiplier('scribe'),
      liaison: multiplier('liaison'),
      participant: multiplier('participant'),
      observer: multiplier('observer'),
    },
    laterDayMs: read.scaled(model.laterDayHours ?? DEFAULT_COST_MODEL.laterDayHours, `${at}/laterDayHours`, HOUR_MS),
    reviewPreparationHours: read.decimal(model.reviewPreparationHours ?? DEFAULT_COST_MODEL.reviewPreparationHours, `${at}/reviewPreparationHours`),
    reviewMeetingHours: read.decimal(model.reviewMeetingHours ?? DEFAULT_COST_MODEL.reviewMeetingHours, `${at}/reviewMeetingHours`),
    responseMs: read.scaled(model.responseSeconds ?? DEFAULT_COST_MODEL.responseSeconds, `${at}/responseSeconds`, 1000),
    activityKinds: kinds === null ? null : new Set(read.list(kinds, `${at}/activityKinds`).map((kind, i) => read.text(kind, `${at}/activityKinds/${i}`))),
  };
}
