import { z } from 'zod';
import { ACCESS_LEVELS } from '../../domain/access.ts';
import { AccessLevelName, Email, Id, IdParams, Line, Text, Time, listOf } from './common.ts';
import { defineRoute } from './route.ts';
import { TOKEN_SCOPES } from './scopes.ts';
import { Password, Session } from './session.ts';

const OneTimeToken = z.string().min(20).max(200);
/** What a one-time link is for, before it is used. */
export const LinkView = z.object({
  purpose: z.enum(['bootstrap', 'invitation', 'reset', 'registration']),
  /** Null = whoever uses the link says which. */
  email: z.string().nullable(),
  name: z.string().nullable(),
  organization: z.string(),
  /** True when the address signs in with a password already, which an invitation never changes. */
  hasPassword: z.boolean(),
});
/** A request to join by somebody who proved their address. `isKnown` = incidents name a person with it already. */
export const Registration = z.object({ id: Id, email: z.string(), name: z.string(), via: z.string(), state: z.enum(['pending', 'approved', 'refused']), createdAt: Time, decidedAt: Time.nullable(), decidedBy: z.string().nullable(), isKnown: z.boolean() });
/** An invitation that is open or has expired. `url` is its one-time link, told once and only when it is to be passed on by hand. */
export const Invitation = z.object({ id: Id, email: z.string(), name: z.string(), accessLevel: AccessLevelName, invitedBy: z.string().nullable(), createdAt: Time, sentAt: Time, expiresAt: Time });
const SentInvitation = Invitation.extend({ url: z.string().nullable() });
const By = z.enum(['mail', 'link']).default('mail');

/** A session that stands; `isCurrent` = the one that asks. */
export const SessionRow = z.object({ id: Id, provider: z.string(), address: z.string().nullable(), userAgent: z.string().nullable(), createdAt: Time, lastSeenAt: Time, expiresAt: Time, isCurrent: z.boolean() });
/** An API token; `hint` = its first characters. */
export const ApiToken = z.object({
  id: Id, name: z.string(), hint: z.string(), scopes: z.array(z.enum(TOKEN_SCOPES)), createdAt: Time, createdBy: z.string().nullable(), expiresAt: Time,
  lastUsedAt: Time.nullable(), lastUsedAddress: z.string().nullable(), revokedAt: Time.nullable(),
});
const MadeToken = ApiToken.extend({ token: z.string() });
const NewToken = z.strictObject({ name: Line(80), scopes: z.array(z.enum(TOKEN_SCOPES)).min(1, 'needs at least one scope').max(TOKEN_SCOPES.length), expiresInDays: z.int().min(1).max(366).default(90) });

const ServiceLevel = z.enum(ACCESS_LEVELS).exclude(['owner']);
/** A caller that is no person; it cannot sign in and has tokens. */
export const ServiceAccount = z.object({ id: Id, email: z.string(), name: z.string(), description: z.string(), accessLevel: AccessLevelName, isActive: z.boolean(), createdAt: Time, tokens: z.number().int(), lastUsedAt: Time.nullable() });
const ServiceBody = z.strictObject({ name: Line(80), description: Text(500), accessLevel: ServiceLevel, isActive: z.boolean() });
const Zone = z.string().trim().max(60).refine((zone) => isZone(zone), 'is not a time zone, e.g. Europe/Berlin').nullable();

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
const Profile = z.object({ id: Id, email: z.string(), name: z.string(), title: z.string().nullable(), team: z.string().nullable(), timeZone: z.string().nullable(), accessLevel: AccessLevelName, hasPassword: z.boolean() });

const [joining, account, services] = ['Joining', 'My account', 'Service accounts'] as const;
const TokenParams = z.object({ id: Id, token: Id });
const root = { scope: 'root', access: 'public', tag: joining } as const;

/** Routes by which people come in, of one's own account, and of service accounts. */
export const accounts = {
  links: {
    read: defineRoute({ ...root, id: 'links.read', method: 'post', path: '/session/link', summary: 'What a one-time link is for, without using it', body: z.strictObject({ token: OneTimeToken }), response: LinkView }),
  },
  registrations: {
    request: defineRoute({ ...root, id: 'registrations.request', method: 'post', path: '/registrations', summary: 'Ask to join: a link to confirm the address is mailed; the answer is the same for every address', body: z.strictObject({ email: Email, name: Line(120), organization: z.string().max(63).optional() }), status: 202, response: z.object({ detail: z.string() }) }),
    confirm: defineRoute({ ...root, id: 'registrations.confirm', method: 'post', path: '/registrations/confirm', summary: 'Use the mailed link: sets name and password; signs in, or says that an administrator decides', body: z.strictObject({ token: OneTimeToken, name: Line(120), password: Password }), response: z.object({ state: z.enum(['member', 'pending']), session: Session.extend({ token: z.string() }).nullable() }) }),
    list: defineRoute({ id: 'registrations.list', method: 'get', path: '/registrations', access: 'manageMembers', tag: joining, summary: 'Requests to join', query: z.object({ state: z.enum(['pending', 'approved', 'refused']).default('pending') }), response: listOf(Registration) }),
    approve: defineRoute({ id: 'registrations.approve', method: 'post', path: '/registrations/:id/approve', access: 'manageMembers', stepUp: { when: { accessLevel: ['manager', 'admin', 'owner'] } }, tag: joining, summary: 'Let somebody in', params: IdParams, body: z.strictObject({ accessLevel: AccessLevelName.default('member') }).default({ accessLevel: 'member' }), response: Registration }),
    refuse: defineRoute({ id: 'registrations.refuse', method: 'post', path: '/registrations/:id/refuse', access: 'manageMembers', tag: joining, summary: 'Refuse somebody', params: IdParams, response: Registration }),
  },
  invitations: {
    list: defineRoute({ id: 'invitations.list', method: 'get', path: '/invitations', access: 'manageMembers', tag: joining, summary: 'Invitations that are open or have expired', response: listOf(Invitation) }),
    create: defineRoute({ id: 'invitations.create', method: 'post', path: '/invitations', access: 'manageMembers', stepUp: { when: { accessLevel: ['manager', 'admin', 'owner'] } }, tag: joining, summary: 'Invite somebody by mail, or with by=link by a one-time link to pass on', body: z.strictObject({ email: Email, name: Line(120), accessLevel: AccessLevelName.default('member'), by: By }), response: SentInvitation, status: 201 }),
    resend: defineRoute({ id: 'invitations.resend', method: 'post', path: '/invitations/:id/resend', access: 'manageMembers', stepUp: { when: { by: ['link'] } }, tag: joining, summary: 'Invite again for another week; the link before ends', params: IdParams, body: z.strictObject({ by: By }).default({ by: 'mail' }), response: SentInvitation }),
    revoke: defineRoute({ id: 'invitations.revoke', method: 'delete', path: '/invitations/:id', access: 'manageMembers', tag: joining, summary: 'Take an invitation back', params: IdParams, status: 204 }),
  },
  passwords: {
    forgotten: defineRoute({ ...root, id: 'passwords.forgotten', method: 'post', path: '/session/forgotten', summary: 'Mail a link to choose a new password; the answer is the same for every address', body: z.strictObject({ email: Email }), status: 202, response: z.object({ detail: z.string() }) }),
    reset: defineRoute({ ...root, id: 'passwords.reset', method: 'post', path: '/session/reset', summary: 'Choose a new password with the mailed link; every session ends', body: z.strictObject({ token: OneTimeToken, password: Password }), status: 204 }),
    change: defineRoute({ id: 'passwords.change', method: 'post', path: '/account/password', access: 'member', tag: account, summary: 'Change one’s password; every other session ends', body: z.strictObject({ currentPassword: z.string().max(200), newPassword: Password }), response: Session.extend({ token: z.string() }) }),
  },
  profile: {
    get: defineRoute({ id: 'profile.get', method: 'get', path: '/account', access: 'member', tag: account, summary: 'One’s own profile', response: Profile }),
    update: defineRoute({ id: 'profile.update', method: 'patch', path: '/account', access: 'member', tag: account, summary: 'Change one’s own name, title, team and time zone', body: z.strictObject({ name: Line(120), title: Text(120).nullable(), team: Text(120).nullable(), timeZone: Zone }).partial(), response: Profile }),
  },
  sessions: {
    list: defineRoute({ id: 'sessions.list', method: 'get', path: '/account/sessions', access: 'member', tag: account, summary: 'Where one is signed in', response: listOf(SessionRow) }),
    end: defineRoute({ id: 'sessions.end', method: 'delete', path: '/account/sessions/:id', access: 'member', tag: account, summary: 'End one of one’s sessions, at once', params: IdParams, status: 204 }),
    endOthers: defineRoute({ id: 'sessions.endOthers', method: 'delete', path: '/account/sessions', access: 'member', stepUp: true, tag: account, summary: 'End all other sessions, at once', response: z.object({ ended: z.number().int() }) }),
  },
  tokens: {
    list: defineRoute({ id: 'tokens.list', method: 'get', path: '/account/tokens', access: 'member', tag: account, summary: 'One’s API tokens', response: listOf(ApiToken) }),
    create: defineRoute({ id: 'tokens.create', method: 'post', path: '/account/tokens', access: 'member', stepUp: true, tag: account, summary: 'Make an API token; the answer is the only place where it stands', body: NewToken, response: MadeToken, status: 201 }),
    revoke: defineRoute({ id: 'tokens.revoke', method: 'delete', path: '/account/tokens/:id', access: 'member', tag: account, summary: 'Revoke an API token, at once', params: IdParams, status: 204 }),
  },
  services: {
    list: defineRoute({ id: 'service-accounts.list', method: 'get', path: '/service-accounts', access: 'manageServiceAccounts', tag: services, summary: 'Service accounts', response: listOf(ServiceAccount) }),
    create: defineRoute({ id: 'service-accounts.create', method: 'post', path: '/service-accounts', access: 'manageServiceAccounts', stepUp: true, tag: services, summary: 'Add a service account', body: ServiceBody.extend({ description: Text(500).default(''), accessLevel: ServiceLevel.default('member') }).omit({ isActive: true }), response: ServiceAccount, status: 201 }),
    update: defineRoute({ id: 'service-accounts.update', method: 'patch', path: '/service-accounts/:id', access: 'manageServiceAccounts', stepUp: { when: { accessLevel: true } }, tag: services, summary: 'Change or deactivate a service account', params: IdParams, body: ServiceBody.partial(), response: ServiceAccount }),
    tokens: defineRoute({ id: 'service-accounts.tokens', method: 'get', path: '/service-accounts/:id/tokens', access: 'manageServiceAccounts', tag: services, summary: 'API tokens of a service account', params: IdParams, response: listOf(ApiToken) }),
    createToken: defineRoute({ id: 'service-accounts.createToken', method: 'post', path: '/service-accounts/:id/tokens', access: 'manageServiceAccounts', stepUp: true, tag: services, summary: 'Make an API token for a service account; the answer is the only place where it stands', params: IdParams, body: NewToken, response: MadeToken, status: 201 }),
    revokeToken: defineRoute({ id: 'service-accounts.revokeToken', method: 'delete', path: '/service-accounts/:id/tokens/:token', access: 'manageServiceAccounts', tag: services, summary: 'Revoke an API token of a service account, at once', params: TokenParams, status: 204 }),
  },
} as const;
