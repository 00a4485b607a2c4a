import { randomUUID } from 'node:crypto';
import type { AccessLevel } from '../domain/access.ts';
import { DomainError } from '../domain/errors.ts';
import { verdictFor, type RegistrationPolicy } from '../domain/registration.ts';
import { tellAdministrators } from './account-mails.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { organizationFor } from './read/organization-for.ts';
import type { PersonFacts } from './people.ts';
import { select, selectOne, transaction } from './sql.ts';
import { storableText } from './values.ts';

/** Somebody who proves an address and is perhaps not let in yet. */
export interface Newcomer {
  organizationId: string;
  email: string;
  /** As they call themselves; taken for new people only. */
  name: string;
  /** How they came: `registration`, or the slug of the sign-in provider. */
  via: string;
  /** True only when the address was proven: by a mailed link, or by a provider that vouches for it. */
  emailVerified: boolean;
  registration: RegistrationPolicy;
}
/**
 * What became of a newcomer. `pending` = an administrator decides. Refused because: the address is not proven, registration is `closed`
 * or for other `domain`s, an administrator `refused` the request, or the person was deactivated (`inactive`).
 */
export type Admission =
  | { state: 'member'; person: PersonFacts; isNew: boolean }
  | { state: 'pending' }
  | { state: 'refused'; reason: 'unverified' | 'closed' | 'domain' | 'refused' | 'inactive' };

/**
 * Decides about somebody who proved an address, and carries it out in one transaction, also when they come twice at once: people who were let in
 * are members; an open invitation counts; else the installation's registration policy, by which only the first organization takes people in unasked. An unproven address never becomes a person and
 * never takes one over. Administrators are told of new requests by mail, once.
 */
export async function admitNewcomer(db: Database, newcomer: Newcomer): Promise<Admission> {
  const { organizationId, registration } = newcomer;
  const email = newcomer.email.trim().toLowerCase();
  if (!newcomer.emailVerified) return { state: 'refused', reason: 'unverified' };
  return transaction(db, async (tx) => {
    await lockAddress(tx, email);
    const known = await standingOf(tx, organizationId, email);
    if (known && !known.isActive) return { state: 'refused', reason: 'inactive' };
    if (known?.isAdmitted) return { state: 'member', person: known.person, isNew: false };
    const invited = await acceptInvitation(tx, organizationId, email);
    const name = storableText(newcomer.name);
    if (invited) return { state: 'member', person: await letIn(tx, { organizationId, email, name, accessLevel: invited }), isNew: true };
    const verdict = verdictFor(registration, email);
    if (verdict === 'closed' || verdict === 'domain') return { state: 'refused', reason: verdict };
    // Those who may come in by themselves come into the first organization; naming another one is no way into it.
    const isOpen = verdict === 'member' && (await organizationFor(tx, { id: null }))?.id === organizationId;
    if (isOpen) return { state: 'member', person: await letIn(tx, { organizationId, email, name, accessLevel: 'member' }), isNew: true };
    return askFor(tx, { ...newcomer, email, name });
  });
}

/** Keeps others from deciding about the same address until the transaction ends. */
export async function lockAddress(tx: Database, email: string): Promise<void> {
  await select(tx, `select pg_advisory_xact_lock(hashtextextended('address/' || $1, 0))`, [email]);
}

/** True when the address is a member of another organization of the installation. Its account then is not this organization's to open, or to give a first password. */
export async function isMemberElsewhere(db: Database, organizationId: string, email: string): Promise<boolean> {
  return (await selectOne(db, `select id from people where organization_id <> $1 and email = $2 and kind = 'person' and is_active and admitted_at is not null limit 1`, [organizationId, email])) !== null;
}

const PERSON = `p.id, p.email, p.name, p.title, p.team, p.department, p.location, p.time_zone as "timeZone", p.access_level as "accessLevel", p.is_active as "isActive"`;

async function standingOf(tx: Database, organizationId: string, email: string): Promise<{ person: PersonFacts; isActive: boolean; isAdmitted: boolean } | null> {
  const row = await selectOne<PersonFacts & { isAdmitted: boolean; kind: string }>(tx, `select ${PERSON}, p.kind, p.admitted_at is not null as "isAdmitted" from people p where p.organization_id = $1 and p.email = $2`, [organizationId, email]);
  if (row === null) return null;
  const { isAdmitted, kind, ...person } = row;
  return { person, isActive: person.isActive && kind === 'person', isAdmitted };
}

/** Makes the address a person who may sign in, with at least this access level; a person who is there keeps a higher level and their name. */
export async function letIn(tx: Database, newcomer: { organizationId: string; email: string; name: string; accessLevel: AccessLevel }): Promise<PersonFacts> {
  const { organizationId, email, name, accessLevel } = newcomer;
  const order = `array['member','manager','admin','owner']`;
  const person = await selectOne<PersonFacts>(
    tx,
    `insert into people as p (id, organization_id, email, name, access_level, admitted_at) values ($1, $2, $3, $4, $5, now())
     on conflict (organization_id, email) do update set admitted_at = coalesce(p.admitted_at, now()), updated_at = now(), is_active = true,
       access_level = case when array_position(${order}, $5) > array_position(${order}, p.access_level) then $5 else p.access_level end
     returning ${PERSON}`,
    [randomUUID(), organizationId, email, name, accessLevel],
  );
  if (person === null) throw new DomainError('internal', 'The person could not be stored.');
  await select(tx, `update registrations set state = 'approved', decided_at = coalesce(decided_at, now()) where organization_id = $1 and email = $2 and state <> 'approved' returning id`, [organizationId, email]);
  await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: person.id });
  return person;
}

/** Uses the open invitation of an address, if there is one that has not expired; answers its access level. */
async function acceptInvitation(tx: Database, organizationId: string, email: string): Promise<AccessLevel | null> {
  const row = await selectOne<{ level: AccessLevel }>(
    tx,
    `update invitations set accepted_at = now() where organization_id = $1 and email = $2 and accepted_at is null and revoked_at is null and expires_at > now() returning access_level as level`,
    [organizationId, email],
  );
  return row?.level ?? null;
}

async function askFor(tx: Database, { organizationId, email, name, via }: Newcomer): Promise<Admission> {
  const made = await selectOne<{ id: string }>(
    tx,
    `insert into registrations (id, organization_id, email, name, via) values ($1, $2, $3, $4, $5) on conflict (organization_id, email) do nothing returning id`,
    [randomUUID(), organizationId, email, name, via],
  );
  if (made) {
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: made.id });
    await tellAdministrators(tx, organizationId, { kind: 'registration-waiting', applicant: { name, email }, via });
    return { state: 'pending' };
  }
  const row = await selectOne<{ state: string }>(tx, 'select state from registrations where organization_id = $1 and email = $2', [organizationId, email]);
  return row?.state === 'refused' ? { state: 'refused', reason: 'refused' } : { state: 'pending' };
}
