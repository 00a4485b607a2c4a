import { mayGrant, type AccessLevel, type Viewer } from '../../../domain/access.ts';
import { DomainError } from '../../../domain/errors.ts';
import { queueAccountMails } from '../../../models/account-mails.ts';
import { recordAudit } from '../../../models/audit.ts';
import type { Database } from '../../../models/connect.ts';
import { createInvitation, INVITATION_DAYS, listInvitations, renewInvitation, revokeInvitation, type Invitation } from '../../../models/invitations.ts';
import { createToken } from '../../../models/one-time-tokens.ts';
import { findPersonByEmail } from '../../../models/people.ts';
import { approveRegistration, listRegistrations, refuseRegistration, type Registration } from '../../../models/registrations.ts';
import { transaction } from '../../../models/sql.ts';
import { auditOf } from '../../audit.ts';
import { oneTimeUrl } from '../../bootstrap-link.ts';
import type { routes } from '../../contract/index.ts';
import type { ApiDeps } from '../../deps.ts';
import type { Call, Handlers } from '../../http/handler.ts';

type Registrations = (typeof routes)['accounts']['registrations'];
type Invitations = (typeof routes)['accounts']['invitations'];
const A_DAY = 24 * 60;

// Nobody gives a level above their own; otherwise an administrator could make an owner of a second address of theirs.
function requireGrant(viewer: Viewer, level: AccessLevel): void {
  if (mayGrant(viewer, level)) return;
  throw new DomainError('forbidden', `Only an owner may make somebody ${level}.`, [{ pointer: '/accessLevel', detail: `${level} is above your own access level` }]);
}

const applicant = ({ id, name, email }: Registration) => ({ kind: 'registration', id, label: `${name} <${email}>` });

async function approve(call: Call<Registrations['approve']>) {
  const { deps, viewer, params, body } = call;
  requireGrant(viewer, body.accessLevel);
  const { organizationId, personId } = viewer;
  const registration = await transaction(deps.db, async (tx) => {
    const done = await approveRegistration(tx, { organizationId, id: params.id, by: personId }, body.accessLevel);
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'registration.approved', subject: applicant(done.registration), after: { accessLevel: done.person.accessLevel, personId: done.person.id } });
    return done.registration;
  });
  deps.commands.sendMail();
  return registration;
}

async function refuse(call: Call<Registrations['refuse']>) {
  const { deps, viewer, params } = call;
  const { organizationId, personId } = viewer;
  const registration = await transaction(deps.db, async (tx) => {
    const done = await refuseRegistration(tx, { organizationId, id: params.id, by: personId });
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'registration.refused', subject: applicant(done) });
    return done;
  });
  deps.commands.sendMail();
  return registration;
}

/** What administrators do with requests to join. */
export const decisions: Pick<Handlers<Registrations>, 'list' | 'approve' | 'refuse'> = {
  list: async ({ deps, viewer, query }) => ({ data: await listRegistrations(deps.db, viewer.organizationId, query.state) }),
  approve,
  refuse,
};

const invited = ({ id, name, email }: Invitation) => ({ kind: 'invitation', id, label: `${name} <${email}>` });

// By mail the worker makes the link when it writes the mail; by hand it is made here and told once.
async function deliver(tx: Database, deps: ApiDeps, sending: { invitation: Invitation; organizationId: string; by: 'mail' | 'link' }): Promise<string | null> {
  const { invitation, organizationId, by } = sending;
  const { id, email, name } = invitation;
  if (by === 'mail') {
    await queueAccountMails(tx, [{ organizationId, to: { email, name }, mail: { kind: 'invitation', invitationId: id, chooses: deps.config.auth.providerSlug === 'dispatch-auth-provider-basic' } }]);
    return null;
  }
  return oneTimeUrl(deps.config, 'invitation', await createToken(tx, { purpose: 'invitation', organizationId, email, name, invitationId: id, expiresInMinutes: INVITATION_DAYS * A_DAY }));
}

function requireLinks({ config }: ApiDeps, by: 'mail' | 'link'): void {
  if (by === 'mail' || config.auth.providerSlug === 'dispatch-auth-provider-basic') return;
  throw new DomainError('not-allowed-now', 'People sign in through another provider here, so there is no link to pass on: invite by mail, and they are let in when they sign in.', [{ pointer: '/by', detail: 'must be mail here' }]);
}

// Whoever is there already keeps their level, and a link lets its holder act with it.
async function requireInvitee({ deps, viewer }: Pick<Call<Invitations['create']>, 'deps' | 'viewer'>, email: string, accessLevel: AccessLevel): Promise<void> {
  const there = await findPersonByEmail(deps.db, viewer.organizationId, email);
  for (const level of [accessLevel, ...(there ? [there.accessLevel] : [])]) requireGrant(viewer, level);
}

async function create(call: Call<Invitations['create']>) {
  const { deps, viewer, body } = call;
  await requireInvitee(call, body.email, body.accessLevel);
  requireLinks(deps, body.by);
  const { organizationId, personId } = viewer;
  const answer = await transaction(deps.db, async (tx) => {
    const invitation = await createInvitation(tx, { organizationId, email: body.email, name: body.name, accessLevel: body.accessLevel, by: personId });
    const url = await deliver(tx, deps, { invitation, organizationId, by: body.by });
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'invitation.created', subject: invited(invitation), after: { accessLevel: invitation.accessLevel, by: body.by } });
    return { ...invitation, url };
  });
  deps.commands.sendMail();
  return answer;
}

async function resend(call: Call<Invitations['resend']>) {
  const { deps, viewer, params, body } = call;
  requireLinks(deps, body.by);
  const { organizationId } = viewer;
  const answer = await transaction(deps.db, async (tx) => {
    const invitation = await renewInvitation(tx, organizationId, params.id);
    await requireInvitee(call, invitation.email, invitation.accessLevel);
    const url = await deliver(tx, deps, { invitation, organizationId, by: body.by });
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'invitation.sent', subject: invited(invitation), after: { by: body.by } });
    return { ...invitation, url };
  });
  deps.commands.sendMail();
  return answer;
}

async function revoke(call: Call<Invitations['revoke']>) {
  const { deps, viewer, params } = call;
  await transaction(deps.db, async (tx) => {
    const invitation = await revokeInvitation(tx, viewer.organizationId, params.id);
    await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'invitation.revoked', subject: invited(invitation) });
  });
}

/** Invitations by mail or by a link to pass on. */
export const invitations: Handlers<Invitations> = {
  list: async ({ deps, viewer }) => ({ data: await listInvitations(deps.db, viewer.organizationId) }),
  create,
  resend,
  revoke,
};
