import { DomainError } from '../domain/errors.ts';
import type { AccessLevel } from '../domain/access.ts';
import { queueAccountMails } from './account-mails.ts';
import { letIn, lockAddress } from './admission.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import type { PersonFacts } from './people.ts';
import { select, selectOne, transaction } from './sql.ts';
import { iso, isoOrNull } from './values.ts';

/** How an administrator decided about a request to join; `pending` = not yet. */
export type RegistrationState = 'pending' | 'approved' | 'refused';

/** A request to join, by somebody who proved their address. */
export interface Registration {
  id: string;
  email: string;
  name: string;
  /** `registration`, or the slug of the sign-in provider. */
  via: string;
  state: RegistrationState;
  createdAt: string;
  decidedAt: string | null;
  decidedBy: string | null;
  /** True when incidents name a person with this address already. */
  isKnown: boolean;
}

interface Row extends Omit<Registration, 'createdAt' | 'decidedAt'> {
  created_at: Date;
  decided_at: Date | null;
}
const SELECT = `select r.id, r.email, r.name, r.via, r.state, r.created_at, r.decided_at, d.name as "decidedBy",
    exists (select 1 from people p where p.organization_id = r.organization_id and p.email = r.email) as "isKnown"
  from registrations r left join people d on d.id = r.decided_by where r.organization_id = $1`;

const toRegistration = ({ created_at, decided_at, ...rest }: Row): Registration => ({ ...rest, createdAt: iso(created_at), decidedAt: isoOrNull(decided_at) });

/** Requests to join in a state: those that wait with the oldest first, decided ones with the newest first. */
export async function listRegistrations(db: Database, organizationId: string, state: RegistrationState): Promise<Registration[]> {
  const order = state === 'pending' ? 'r.created_at, r.id' : 'r.decided_at desc, r.id';
  return (await select<Row>(db, `${SELECT} and r.state = $2 order by ${order} limit 200`, [organizationId, state])).map(toRegistration);
}

/** Whether a request with this address waits in some organization. */
export async function waitsForApproval(db: Database, email: string): Promise<boolean> {
  return (await selectOne(db, `select id from registrations where email = $1 and state = 'pending' limit 1`, [email.toLowerCase()])) !== null;
}

/** A decision about a request by a person. */
export interface Decision {
  organizationId: string;
  id: string;
  /** Id of the administrator. */
  by: string;
}

/** Lets somebody in; also after an earlier refusal. `not-found`, `conflict` when they were approved already. They are told by mail. */
export async function approveRegistration(db: Database, decision: Decision, accessLevel: AccessLevel): Promise<{ registration: Registration; person: PersonFacts }> {
  return transaction(db, async (tx) => {
    const found = await open(tx, decision, ['pending', 'refused']);
    const { organizationId, id } = decision;
    const person = await letIn(tx, { organizationId, email: found.email, name: found.name, accessLevel });
    await select(tx, `update registrations set state = 'approved', decided_at = now(), decided_by = $2 where id = $1 returning id`, [id, decision.by]);
    await queueAccountMails(tx, [{ organizationId, to: found, mail: { kind: 'registration-approved' } }]);
    return { registration: await byId(tx, organizationId, id), person };
  });
}

/** Refuses somebody; they are told by mail, and asking again does not help. `not-found`, `conflict` when it was decided already. */
export async function refuseRegistration(db: Database, decision: Decision): Promise<Registration> {
  return transaction(db, async (tx) => {
    const found = await open(tx, decision, ['pending']);
    const { organizationId, id } = decision;
    await select(tx, `update registrations set state = 'refused', decided_at = now(), decided_by = $2 where id = $1 returning id`, [id, decision.by]);
    await queueAccountMails(tx, [{ organizationId, to: found, mail: { kind: 'registration-refused' } }]);
    await notifyChange(tx, { organizationId, incidentId: null, topic: 'settings', entityId: id });
    return byId(tx, organizationId, id);
  });
}

async function open(tx: Database, { organizationId, id }: Decision, states: readonly RegistrationState[]): Promise<Registration> {
  const before = await byId(tx, organizationId, id);
  // Two administrators, or the applicant's second visit, take turns.
  await lockAddress(tx, before.email);
  const found = await byId(tx, organizationId, id);
  if (!states.includes(found.state)) throw new DomainError('conflict', `The request of ${found.email} was ${found.state} already.`);
  return found;
}

async function byId(db: Database, organizationId: string, id: string): Promise<Registration> {
  const row = await selectOne<Row>(db, `${SELECT} and r.id = $2`, [organizationId, id]);
  if (row === null) throw new DomainError('not-found', 'There is no such request.');
  return toRegistration(row);
}
