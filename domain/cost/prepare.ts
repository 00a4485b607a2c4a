import { DomainError } from '../errors.ts';
import { ROLES, STAGES, type Role, type Stage } from '../incident/types.ts';
import { type PreparedPricing, readPricing } from './periods.ts';
import { type Reader, createReader } from './reader.ts';

/** A role held from `from` until `to` (Infinity = still), in milliseconds. */
export interface HeldRole {
  role: Role;
  from: number;
  to: number;
}
/** A person of a prepared case, once per e-mail; e-mail and team in lower case. */
export interface PreparedPerson {
  email: string;
  team: string | null;
  roles: HeldRole[];
  activities: { kind: string; at: number }[];
}
/** A checked case in the units the calculation works with: exact decimals and milliseconds. */
export interface PreparedCase {
  pricing: PreparedPricing;
  reportedAt: number;
  asOf: number;
  asOfText: string;
  stages: { stage: Stage; from: number }[];
  reviewOwner: string | null;
  people: PreparedPerson[];
}

const PRICING_KEYS = ['rates', 'model', 'changes'];

/**
 * Checks a cost case as it came from outside and brings it into the calculation's units; throws DomainError `invalid-request` with every
 * problem under its JSON pointer. Many cases of one pricing are read faster with the pricing that {@link preparePricing} made of it.
 */
export function prepareCostCase(input: unknown, known?: PreparedPricing): PreparedCase {
  const read = createReader();
  const root = read.object(input, '');
  read.knownKeys(root, '', [...PRICING_KEYS, 'incident', 'participants', 'asOf']);
  const asOf = read.time(root.asOf, '/asOf');
  const prepared: PreparedCase = {
    pricing: known ?? readPricing(read, root),
    ...readIncident(read, root.incident),
    people: readPeople(read, root.participants),
    asOf,
    asOfText: String(root.asOf),
  };
  if (asOf < prepared.reportedAt) read.refuse('/asOf', 'is before /incident/reportedAt');
  refuseProblems(read);
  return prepared;
}

/** Checks the pricing of cases by itself; throws like {@link prepareCostCase}. */
export function preparePricing(input: { rates: unknown; model?: unknown; changes?: unknown }): PreparedPricing {
  const read = createReader();
  const pricing = readPricing(read, { ...input });
  refuseProblems(read);
  return pricing;
}

function refuseProblems({ problems }: Reader): void {
  const [first] = problems;
  if (first !== undefined) throw new DomainError('invalid-request', `${first.pointer === '' ? 'the case' : first.pointer} ${first.detail}`, problems);
}

function readIncident(read: Reader, value: unknown): Pick<PreparedCase, 'reportedAt' | 'stages' | 'reviewOwner'> {
  const incident = read.object(value, '/incident');
  read.knownKeys(incident, '/incident', ['reportedAt', 'stages', 'reviewOwner']);
  const stages = read.list(incident.stages, '/incident/stages').map((entry, i) => {
    const at = `/incident/stages/${i}`;
    const given = read.object(entry, at);
    read.knownKeys(given, at, ['stage', 'from']);
    return { stage: read.oneOf(given.stage, `${at}/stage`, STAGES) ?? 'closed', from: read.time(given.from, `${at}/from`) };
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
    read.knownKeys(given, at, ['email', 'team', 'roles', 'activities']);
    const email = read.text(given.email, `${at}/email`).toLowerCase();
    const person = byEmail.get(email) ?? { email, team: null, roles: [], activities: [] };
    byEmail.set(email, person);
    readTeam(read, { person, team: given.team, at: `${at}/team` });
    read.list(given.roles ?? [], `${at}/roles`).forEach((role, r) => {
      const held = readRole(read, role, `${at}/roles/${r}`);
      if (held !== null) person.roles.push(held);
    });
    read.list(given.activities ?? [], `${at}/activities`).forEach((activity, a) => {
      const path = `${at}/activities/${a}`;
      const done = read.object(activity, path);
      read.knownKeys(done, path, ['kind', 'at']);
      person.activities.push({ kind: read.text(done.kind, `${path}/kind`), at: read.time(done.at, `${path}/at`) });
    });
  });
  return [...byEmail.values()].sort((a, b) => (a.email < b.email ? -1 : 1));
}

function readTeam(read: Reader, { person, team, at }: { person: PreparedPerson; team: unknown; at: string }): void {
  if (team === undefined || team === null) return;
  const name = read.text(team, at).toLowerCase();
  if (person.team !== null && person.team !== name) read.refuse(at, 'is another team than the same person was given before');
  person.team = name;
}

function readRole(read: Reader, value: unknown, at: string): HeldRole | null {
  const given = read.object(value, at);
  read.knownKeys(given, at, ['role', 'from', 'to']);
  const role = read.oneOf(given.role, `${at}/role`, ROLES);
  const from = read.time(given.from, `${at}/from`);
  const to = given.to === null || given.to === undefined ? Infinity : read.time(given.to, `${at}/to`);
  if (to < from) read.refuse(`${at}/to`, 'is before its from');
  return role === null ? null : { role, from, to };
}
