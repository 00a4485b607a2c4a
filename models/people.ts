import { randomUUID } from 'node:crypto';
import type { AccessLevel, Viewer } from '../domain/access.ts';
import { DomainError } from '../domain/errors.ts';
import type { PersonRef } from '../domain/incident/types.ts';
import { findAccount, revokeTokens } from './accounts.ts';
import { isMemberElsewhere } from './admission.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { moveAccount } from './move-account.ts';
import { explainViolation, select, transaction } from './sql.ts';
import { storableText } from './values.ts';

/** A person of an organization. */
export interface PersonFacts {
  id: string;
  email: string;
  name: string;
  title: string | null;
  team: string | null;
  department: string | null;
  location: string | null;
  timeZone: string | null;
  accessLevel: AccessLevel;
  isActive: boolean;
}
/** Somebody by e-mail; without a name one is made from the e-mail when the person is new. */
export interface Named {
  email: string;
  name?: string | undefined;
}

/** The person with this e-mail; unknown ones are created as members. Concurrency-safe. */
export async function ensurePerson(db: Database, organizationId: string, person: Named): Promise<PersonRef> {
  const [found] = await ensurePeople(db, organizationId, [person]);
  if (found === undefined) throw new DomainError('invalid-request', 'A person needs an e-mail address.');
  return found;
}

/** The people with these e-mails, in the order asked, unknown ones created; one statement for all. Names of known people stay as they are. */
export async function ensurePeople(db: Database, organizationId: string, people: readonly Named[]): Promise<PersonRef[]> {
  const wanted = new Map(people.map((p) => [p.email.trim().toLowerCase(), p.name]));
  if (wanted.size === 0) return [];
  const rows = [...wanted].map(([email, name]) => ({ id: randomUUID(), email, name: storableText(name ?? nameFromEmail(email)) }));
  const found = await select<PersonRef>(
    db,
    `with asked as (select * from jsonb_to_recordset($2::jsonb) as r(id uuid, email text, name text)),
       made as (insert into people (id, organization_id, email, name) select id, $1, email, name from asked a
         where not exists (select 1 from people p where p.organization_id = $1 and p.email = a.email)
         on conflict (organization_id, email) do update set email = excluded.email returning id, email, name)
     select id as "personId", email, name from made
     union all select p.id, p.email, p.name from people p join asked a on a.email = p.email where p.organization_id = $1 and p.id not in (select id from made)`,
    [organizationId, JSON.stringify(rows)],
  );
  const byEmail = new Map(found.map((p) => [p.email, p]));
  return [...wanted.keys()].flatMap((email) => byEmail.get(email) ?? []);
}

/** A name made of the local part of an e-mail: `nadia.rahman@…` → `Nadia Rahman`. */
export function nameFromEmail(email: string): string {
  const local = email.split('@')[0]?.split('+')[0] ?? email;
  const words = local.split(/[._-]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email;
}

/** The person with this e-mail, or null. */
export async function findPersonByEmail(db: Database, organizationId: string, email: string): Promise<PersonFacts | null> {
  const row = await db.records.Person.findOne({ where: { organizationId, email: email.trim().toLowerCase() }, transaction: db.transaction });
  return row === null ? null : toPerson(row);
}

/** The person with this id, or null. */
export async function findPersonById(db: Database, organizationId: string, id: string): Promise<PersonFacts | null> {
  const row = await db.records.Person.findOne({ where: { organizationId, id }, transaction: db.transaction });
  return row === null ? null : toPerson(row);
}

/** The member with this e-mail; null when unknown, not active, a service account, or somebody whom only incidents name. */
export async function viewerOf(db: Database, organizationId: string, email: string): Promise<Viewer | null> {
  const row = await db.records.Person.findOne({ where: { organizationId, email: email.trim().toLowerCase(), kind: 'person' }, transaction: db.transaction });
  return row === null || !row.isActive || row.admittedAt === null ? null : toViewer(toPerson(row), organizationId);
}

/** The default user of an installation without authentication: created when missing, always an active owner. */
export async function ensureOwner(db: Database, organizationId: string, email: string): Promise<Viewer> {
  const { personId } = await ensurePerson(db, organizationId, { email });
  const person = await findPersonById(db, organizationId, personId);
  if (person !== null && person.accessLevel === 'owner' && person.isActive) return toViewer(person, organizationId);
  await db.records.Person.update({ accessLevel: 'owner', isActive: true, admittedAt: new Date() }, { where: { organizationId, id: personId }, transaction: db.transaction });
  return ensureOwner(db, organizationId, email);
}

function toViewer(person: PersonFacts, organizationId: string): Viewer {
  return { personId: person.id, organizationId, email: person.email, name: person.name, accessLevel: person.accessLevel };
}

/** Adds a person who may sign in, or who may once they accept an invitation when they have an account of another organization: nobody is made a member with it unasked. `conflict` when the e-mail is taken. */
export async function createPerson(db: Database, organizationId: string, body: Omit<PersonFacts, 'id'>): Promise<PersonFacts> {
  const email = body.email.toLowerCase();
  const admittedAt = await admissionOf(db, organizationId, email);
  const row = await db.records.Person.create({ ...body, email, id: randomUUID(), organizationId, admittedAt }, { transaction: db.transaction }).catch((error: unknown) => emailTaken(error, body.email));
  await tell(db, organizationId, row.id);
  return toPerson(row);
}

async function admissionOf(db: Database, organizationId: string, email: string): Promise<Date | null> {
  const hasAccount = (await findAccount(db, email))?.passwordHash != null;
  return hasAccount && (await isMemberElsewhere(db, organizationId, email)) ? null : new Date();
}

/** Some fields of a person; undefined = stays. */
export type PersonChanges = { [K in keyof Omit<PersonFacts, 'id'>]?: PersonFacts[K] | undefined };

/** Whose fields to change. `check` is called with the person as they are, while nobody else can change them; it throws to refuse. */
interface PersonKey {
  organizationId: string;
  id: string;
  check?: (person: PersonFacts) => void;
}

/** Changes some fields of a person; their sign-in account follows a new e-mail. `not-found`, or `conflict` when the new e-mail is taken or nobody would be owner any more. */
export async function updatePerson(db: Database, { organizationId, id, check }: PersonKey, changes: PersonChanges): Promise<PersonFacts> {
  return transaction(db, async (tx) => {
    // Owners are locked first and in order, so that two who step down at once do not both see the other one stay.
    const owners = await select<{ id: string }>(tx, `select id from people where organization_id = $1 and access_level = 'owner' and is_active order by id for update`, [organizationId]);
    const row = await tx.records.Person.findOne({ where: { organizationId, id, kind: 'person' }, transaction: tx.transaction, lock: true });
    if (row === null) throw new DomainError('not-found', 'There is no such person.');
    check?.(toPerson(row));
    const present = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    keepAnOwner(row, changes, owners.length);
    const [from, to] = [row.email, changes.email?.trim().toLowerCase() ?? row.email];
    // Whoever is given a level by an administrator is let in by it, even if only incidents named them before.
    const admittedAt = changes.accessLevel !== undefined && changes.accessLevel !== row.accessLevel ? (row.admittedAt ?? (await admissionOf(tx, organizationId, to))) : row.admittedAt;
    await row.update({ ...present, email: to, admittedAt }, { transaction: tx.transaction }).catch((error: unknown) => emailTaken(error, to));
    if (from !== to) await moveAccount(tx, { organizationId, name: row.name, from, to });
    // Whoever is activated again later signs in again: a session that was the reason must not come back.
    if (changes.isActive === false && !(await isMemberElsewhere(tx, organizationId, to))) await revokeTokens(tx, to);
    await tell(tx, organizationId, id);
    return toPerson(row);
  });
}

function keepAnOwner(row: PersonFacts, changes: PersonChanges, owners: number): void {
  const staysOwner = (changes.accessLevel ?? row.accessLevel) === 'owner' && (changes.isActive ?? row.isActive);
  if (row.accessLevel !== 'owner' || !row.isActive || staysOwner || owners > 1) return;
  const detail = 'make somebody else owner first';
  throw new DomainError('conflict', `${row.name} is the only owner of the organization: ${detail}.`, [{ pointer: changes.isActive === false ? '/isActive' : '/accessLevel', detail }]);
}

function emailTaken(error: unknown, email: string): never {
  return explainViolation(error, `There is already a person with the e-mail ${email}.`, '/email');
}

async function tell(db: Database, organizationId: string, id: string): Promise<void> {
  await notifyChange(db, { organizationId, incidentId: null, topic: 'settings', entityId: id });
}

/** The facts of a person's row. */
export function toPerson(row: PersonFacts): PersonFacts {
  const { id, email, name, title, team, department, location, timeZone, accessLevel, isActive } = row;
  return { id, email, name, title: title ?? null, team: team ?? null, department: department ?? null, location: location ?? null, timeZone: timeZone ?? null, accessLevel, isActive };
}
