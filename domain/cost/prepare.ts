import { DomainError } from '../errors.ts';
import { ROLES, STAGES, type Role, type Stage } from '../incident/types.ts';
import { type Exact, ZERO, divide } from './decimal.ts';
import { type Reader, createReader } from './reader.ts';
import { DEFAULT_COST_MODEL } from './types.ts';

const HOUR_MS = 3_600_000;

/** A role held from `from` until `to` (Infinity = still), in milliseconds. */
export interface HeldRole {
  role: Role;
  from: number;
  to: number;
}
/** A person of a prepared case, once per e-mail. */
export interface PreparedPerson {
  email: string;
  roles: HeldRole[];
  activities: { kind: string; at: number }[];
}
/** A checked case in the units the calculation works with: exact decimals and milliseconds. */
export interface PreparedCase {
  rate: Exact;
  currency: string;
  kind: 'roles' | 'activity';
  multipliers: Record<Role, Exact>;
  laterDayMs: number;
  reviewPreparationHours: Exact;
  reviewMeetingHours: Exact;
  responseMs: number;
  reportedAt: number;
  asOf: number;
  asOfText: string;
  stages: { stage: Stage; from: number }[];
  reviewOwner: string | null;
  people: PreparedPerson[];
}

/** Checks a cost case as it came from outside and brings it into the calculation's units; throws DomainError `invalid-request` with every problem under its JSON pointer. */
export function prepareCostCase(input: unknown): PreparedCase {
  const read = createReader();
  const root = read.object(input, '');
  const asOf = read.time(root.asOf, '/asOf');
  const prepared: PreparedCase = {
    ...readRates(read, root.rates),
    ...readModel(read, root.model ?? {}),
    ...readIncident(read, root.incident),
    people: readPeople(read, root.participants),
    asOf,
    asOfText: String(root.asOf),
  };
  if (asOf < prepared.reportedAt) read.refuse('/asOf', 'is before /incident/reportedAt');
  const [first] = read.problems;
  if (first !== undefined) throw new DomainError('invalid-request', `${first.pointer === '' ? 'the case' : first.pointer} ${first.detail}`, read.problems);
  return prepared;
}

function readRates(read: Reader, value: unknown): Pick<PreparedCase, 'rate' | 'currency'> {
  const rates = read.object(value, '/rates');
  read.knownKeys(rates, '/rates', ['annualEmployeeCost', 'businessHoursPerYear', 'currency']);
  const cost = read.decimal(rates.annualEmployeeCost, '/rates/annualEmployeeCost', true);
  const hours = read.decimal(rates.businessHoursPerYear, '/rates/businessHoursPerYear', true);
  const currency = read.text(rates.currency, '/rates/currency');
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) read.refuse('/rates/currency', 'must be a three-letter ISO 4217 code, e.g. EUR');
  return { rate: hours.n === 0n ? ZERO : divide(cost, hours), currency };
}

type ModelParts = Pick<PreparedCase, 'kind' | 'multipliers' | 'laterDayMs' | 'reviewPreparationHours' | 'reviewMeetingHours' | 'responseMs'>;

function readModel(read: Reader, value: unknown): ModelParts {
  const model = read.object(value, '/model');
  read.knownKeys(model, '/model', Object.keys(DEFAULT_COST_MODEL));
  const given = read.object(model.multipliers ?? {}, '/model/multipliers');
  read.knownKeys(given, '/model/multipliers', ROLES);
  const multiplier = (role: Role): Exact => read.decimal(given[role] ?? DEFAULT_COST_MODEL.multipliers[role], `/model/multipliers/${role}`);
  return {
    kind: read.oneOf(model.kind ?? DEFAULT_COST_MODEL.kind, '/model/kind', ['roles', 'activity']) ?? 'roles',
    multipliers: {
      commander: multiplier('commander'),
      reporter: multiplier('reporter'),
      scribe: multiplier('scribe'),
      liaison: multiplier('liaison'),
      participant: multiplier('participant'),
      observer: multiplier('observer'),
    },
    laterDayMs: read.scaled(model.laterDayHours ?? DEFAULT_COST_MODEL.laterDayHours, '/model/laterDayHours', HOUR_MS),
    reviewPreparationHours: read.decimal(model.reviewPreparationHours ?? DEFAULT_COST_MODEL.reviewPreparationHours, '/model/reviewPreparationHours'),
    reviewMeetingHours: read.decimal(model.reviewMeetingHours ?? DEFAULT_COST_MODEL.reviewMeetingHours, '/model/reviewMeetingHours'),
    responseMs: read.scaled(model.responseSeconds ?? DEFAULT_COST_MODEL.responseSeconds, '/model/responseSeconds', 1000),
  };
}

function readIncident(read: Reader, value: unknown): Pick<PreparedCase, 'reportedAt' | 'stages' | 'reviewOwner'> {
  const incident = read.object(value, '/incident');
  const stages = read.list(incident.stages, '/incident/stages').map((entry, i) => {
    const at = `/incident/stages/${i}`;
    const { stage, from } = read.object(entry, at);
    return { stage: read.oneOf(stage, `${at}/stage`, STAGES) ?? 'closed', from: read.time(from, `${at}/from`) };
  });
  stages.forEach((stage, i) => {
    const before = stages[i - 1];
    if (before !== undefined && stage.from < before.from) read.refuse(`/incident/stages/${i}/from`, 'is before the stage that precedes it');
  });
  const owner = incident.reviewOwner;
  return {
    reportedAt: read.time(incident.reportedAt, '/incident/reportedAt'),
    stages,
    reviewOwner: owner === undefined || owner === null ? null : read.text(owner, '/incident/reviewOwner').toLowerCase(),
  };
}

function readPeople(read: Reader, value: unknown): PreparedPerson[] {
  const byEmail = new Map<string, PreparedPerson>();
  read.list(value, '/participants').forEach((entry, i) => {
    const at = `/participants/${i}`;
    const given = read.object(entry, at);
    const email = read.text(given.email, `${at}/email`).toLowerCase();
    const person = byEmail.get(email) ?? { email, roles: [], activities: [] };
    byEmail.set(email, person);
    read.list(given.roles ?? [], `${at}/roles`).forEach((role, r) => {
      const held = readRole(read, role, `${at}/roles/${r}`);
      if (held !== null) person.roles.push(held);
    });
    read.list(given.activities ?? [], `${at}/activities`).forEach((activity, a) => {
      const path = `${at}/activities/${a}`;
      const { kind, at: when } = read.object(activity, path);
      person.activities.push({ kind: read.text(kind, `${path}/kind`), at: read.time(when, `${path}/at`) });
    });
  });
  return [...byEmail.values()].sort((a, b) => (a.email < b.email ? -1 : 1));
}

function readRole(read: Reader, value: unknown, at: string): HeldRole | null {
  const given = read.object(value, at);
  const role = read.oneOf(given.role, `${at}/role`, ROLES);
  const from = read.time(given.from, `${at}/from`);
  const to = given.to === null || given.to === undefined ? Infinity : read.time(given.to, `${at}/to`);
  if (to < from) read.refuse(`${at}/to`, 'is before its from');
  return role === null ? null : { role, from, to };
}
