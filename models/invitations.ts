import { randomUUID } from 'node:crypto';
import type { AccessLevel } from '../domain/access.ts';
import { DomainError } from '../domain/errors.ts';
import { lockAddress } from './admission.ts';
import type { Database } from './connect.ts';
import { notifyChange } from './live.ts';
import { select, selectOne, transaction } from './sql.ts';
import { iso, storableText } from './values.ts';

/** An invitation that was neither accepted nor revoked; it may have expired. */
export interface Invitation {
  id: string;
  email: string;
  name: string;
  accessLevel: AccessLevel;
  invitedBy: string | null;
  createdAt: string;
  sentAt: string;
  expiresAt: string;
}

/** Days that an invitation and its link work. */
export const INVITATION_DAYS = 7;

interface Row extends Omit<Invitation, 'createdAt' | 'sentAt' | 'expiresAt'> {
  created_at: Date;
  sent_at: Date;
  expires_at: Date;
}
const SELECT = `select i.id, i.email, i.name, i.access_level as "accessLevel", b.name as "invitedBy", i.created_at, i.sent_at, i.expires_at
  from invitations i left join people b on b.id = i.invited_by where i.accepted_at is null and i.revoked_at is null`;

const toInvitation = ({ created_at, sent_at, expires_at, ...rest }: Row): Invitation => ({ ...rest, createdAt: iso(created_at), sentAt: iso(sent_at), expiresAt: iso(expires_at) });

/** Open invitations of an organization, the newest first. */
export async function listInvitations(db: Database, organizationId: string): Promise<Invitation[]> {
  return (await select<Row>(db, `${SELECT} and i.organization_id = $1 order by i.sent_at desc, i.id limit 500`, [organizationId])).map(toInvitation);
}

/** One open invitation; `not-found` when there is none, or it was accepted or revoked. */
export async function openInvitation(db: Database, organizationId: string, id: string): Promise<Invitation> {
  const row = await selectOne<Row>(db, `${SELECT} and i.organization_id = $1 and i.id = $2`, [organizationId, id]);
  if (row === null) throw new DomainError('not-found', 'There is no such invitation, or it was accepted or revoked.');
  return toInvitation(row);
}

/** One invitation that still counts, for its mail; null when it was accepted, revoked or has expired. */
export async function invitationForMail(db: Database, organizationId: string, id: string): Promise<Invitation | null> {
  const row = await selectOne<Row>(db, `${SELECT} and i.organization_id = $1 and i.id = $2 and i.expires_at > now()`, [organizationId, id]);
  return row === null ? null : toInvitation(row);
}

/** Somebody to invite. */
export interface NewInvitation {
  organizationId: string;
  email: string;
  name: string;
  accessLevel: AccessLevel;
  /** Id of the person who invites. */
  by: string;
}

/** Invites an address; `conflict` when it may sign in already, was deactivated, or has an open invitation. */
export async function createInvitation(db: Database, invitation: NewInvitation): Promise<Invitation> {
  const { organizationId, email, name, accessLevel, by } = invitation;
  return transaction(db, async (tx) => {
    await lockAddress(tx, email);
    const person = await selectOne<{ is_active: boolean; is_admitted: boolean }>(tx, 'select is_active, admitted_at is not null as is_admitted from people where organization_id = $1 and email = $2', [organizationId, email]);
    if (person?.is_active === false) refuse(`${email} was deactivated: activate that member again instead.`);
    if (person?.is_admitted && (await hasPassword(tx, email))) refuse(`${email} is a member and can sign in already.`);
    const id = randomUUID();
    const made = await selectOne(
      tx,
      `insert into invitations (id, organization_id, email, name, access_level, invited_by, expires_at) values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7::int))
       on conflict (organization_id, email) where accepted_at is null and revoked_at is null do nothing returning id`,
      [id, organizationId, email, storableText(name), accessLevel, by, INVITATION_DAYS],
    );
    if (made === null) refuse(`${email} has an open invitation already: send that one again.`);
    await tell(tx, organizationId, id);
    return openInvitation(tx, organizationId, id);
  });
}

function refuse(detail: string): never {
  throw new DomainError('conflict', detail, [{ pointer: '/email', detail }]);
}

async function hasPassword(tx: Database, email: string): Promise<boolean> {
  return (await selectOne(tx, 'select id from accounts where email = $1 and password_hash is not null', [email])) !== null;
}

/** Makes an open invitation work for another week; links made before end when the next one is made. `not-found`. */
export async function renewInvitation(db: Database, organizationId: string, id: string): Promise<Invitation> {
  return transaction(db, async (tx) => {
    await select(tx, `update invitations set sent_at = now(), expires_at = now() + make_interval(days => $3::int) where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null returning id`, [organizationId, id, INVITATION_DAYS]);
    await tell(tx, organizationId, id);
    return openInvitation(tx, organizationId, id);
  });
}

/** Takes an invitation back: its link ends at once. `not-found`. */
export async function revokeInvitation(db: Database, organizationId: string, id: string): Promise<Invitation> {
  return transaction(db, async (tx) => {
    const found = await openInvitation(tx, organizationId, id);
    await lockAddress(tx, found.email);
    const row = await selectOne(tx, 'update invitations set revoked_at = now() where id = $1 and accepted_at is null and revoked_at is null returning id', [id]);
    if (row === null) throw new DomainError('conflict', 'The invitation was accepted in this moment.');
    await select(tx, 'delete from one_time_tokens where invitation_id = $1 and used_at is null returning 1 as gone', [id]);
    await tell(tx, organizationId, id);
    return found;
  });
}

async function tell(db: Database, organizationId: string, entityId: string): Promise<void> {
  await notifyChange(db, { organizationId, incidentId: null, topic: 'settings', entityId });
}
