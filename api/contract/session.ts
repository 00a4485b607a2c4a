import { z } from 'zod';
import { ORGANIZATION_ACTIONS } from '../../domain/access.ts';
import { AccessLevelName, Email, Id, Line } from './common.ts';
import { defineRoute } from './route.ts';

/** A password to be set. */
export const Password = z.string().min(12, 'needs at least 12 characters').max(200);
/** What the web needs to begin: who is there, how to sign in, where things are. `person` null = not signed in. */
export const Session = z.object({
  /** `abilities` = what they may do in the organization. */
  person: z.object({ id: Id, email: z.string(), name: z.string(), accessLevel: AccessLevelName, abilities: z.array(z.enum(ORGANIZATION_ACTIONS)) }).nullable(),
  organization: z.object({ slug: z.string(), name: z.string() }),
  /** All organizations that the person is a member of, by name. */
  organizations: z.array(z.object({ slug: z.string(), name: z.string() })),
  /** `pkce` = where the browser signs in with OpenID Connect; null with other providers. */
  authentication: z.object({ provider: z.string(), enabled: z.boolean(), pkce: z.object({ issuer: z.string(), clientId: z.string() }).nullable() }),
  /** Why somebody whom the sign-in provider vouches for is not in, or why the proof that came with the request is not believed; null when nothing is to be said. */
  obstacle: z.object({ code: z.enum(['awaiting-approval', 'not-a-member', 'not-believed']), detail: z.string() }).nullable(),
  /** When the session ends by itself; null when it does not, or there is none. */
  expiresAt: z.string().nullable(),
  /** Who may register by themselves: everybody, with an administrator's approval, addresses of some domains, nobody. `off` also where another provider signs people in. */
  registration: z.enum(['open', 'approval', 'domains', 'off']),
  /** False = mail of the organization stays in the outbox: no mail server is set up. */
  sendsMail: z.boolean(),
  temporalUiUrl: z.string().nullable(),
  version: z.string(),
  /** True when no administrator exists yet: the bootstrap link is needed. */
  needsBootstrap: z.boolean(),
});
/** See {@link Session}. */
export type Session = z.infer<typeof Session>;

const tag = 'Session';
/** Routes of sign-in (not under an organization) and the live stream. */
export const session = {
  get: defineRoute({ id: 'session.get', method: 'get', path: '/session', scope: 'root', access: 'public', tag, summary: 'Who is signed in, and settings for the web; in the organization that is named, if they are a member of it', query: z.object({ organization: z.string().max(100).optional() }), response: Session }),
  signIn: defineRoute({ id: 'session.signIn', method: 'post', path: '/session', scope: 'root', access: 'public', tag, summary: 'Sign in with a password: sets an HttpOnly cookie and returns a bearer token', body: z.strictObject({ email: Email, password: z.string().max(200) }), response: Session.extend({ token: z.string() }) }),
  signOut: defineRoute({ id: 'session.signOut', method: 'delete', path: '/session', scope: 'root', access: 'public', tag, summary: 'Sign out', status: 204 }),
  redeem: defineRoute({ id: 'session.redeem', method: 'post', path: '/session/redeem', scope: 'root', access: 'public', tag, summary: 'Use a one-time bootstrap or invitation link: sets name and password and signs in', body: z.strictObject({ token: z.string().min(20).max(200), email: Email.optional(), name: Line(120), password: Password }), response: Session.extend({ token: z.string() }) }),
  live: defineRoute({ id: 'session.live', method: 'get', path: '/live', access: 'member', tag, summary: 'Live changes as server-sent events; resumes after Last-Event-ID', query: z.object({ lastEventId: z.string().optional() }), produces: 'text/event-stream' }),
} as const;

/** Data of one live event: ids only, never content. */
export const LiveChange = z.object({ position: z.number().int(), topic: z.enum(['incident', 'events', 'steps', 'messages', 'tasks', 'participants', 'cost', 'documents', 'postmortem', 'deliveries', 'settings']), incidentId: Id.nullable(), id: z.string().nullable() });
/** See {@link LiveChange}. */
export type LiveChange = z.infer<typeof LiveChange>;
