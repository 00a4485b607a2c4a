import { abilitiesOf, atLeast, levelNeeded, type Ability, type Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { ensureOwner } from '../../models/people.ts';
import { findCaller, type Caller } from '../../models/read/caller.ts';
import { findIncident } from '../../models/read/find-incident.ts';
import type { Access, Route } from '../contract/route.ts';
import { scopeOf } from '../contract/scopes.ts';
import type { ApiDeps } from '../deps.ts';
import type { IncidentHandle, OrganizationHandle } from '../http/handler.ts';
import type { Identity } from './identity.ts';
import { acceptInvitations, admitStranger, type Stranger } from './newcomer.ts';

/** Who calls, as the handler sees them. */
export interface Admitted {
  viewer: Viewer | null;
  organization: OrganizationHandle | null;
  incident: IncidentHandle | null;
}

const SIGN_IN = 'Sign in first: send the session cookie, or a token from POST /api/v1/session as "Authorization: Bearer …".';

/** True when the session or API token still stands, and the account behind a session may still use it. */
function isStanding(identity: Identity, caller: Caller): boolean {
  if (identity.via === 'api-token') return caller.isStanding;
  if (identity.accountId === null) return true;
  const { account } = caller;
  if (!account || account.isDisabled || !caller.isStanding) return false;
  return identity.issuedAt === null || identity.issuedAt >= account.tokensValidFrom.getTime();
}

// Names that stand in incidents only were never let in; service accounts call with their tokens and no other way.
function personIn({ person }: Caller, { via }: Identity): Caller['person'] {
  if (person === null || !person.isAdmitted) return null;
  return person.kind === 'person' || via === 'api-token' ? person : null;
}

/** The caller in an organization (null = the first one); null when nobody is signed in there. Creates the default user when authentication is off. */
export async function lookUp(deps: ApiDeps, identity: Identity | null, organization: string | null): Promise<{ organization: OrganizationHandle; viewer: Viewer | null } | null> {
  const { email, accountId, tokenId, apiToken } = identity ?? { email: '', accountId: null, tokenId: null };
  const caller = await findCaller(deps.db, { organization, email, accountId, tokenId, personId: apiToken?.personId ?? null });
  if (!caller) return null;
  if (!identity || !isStanding(identity, caller)) return { organization: caller.organization, viewer: null };
  const person = personIn(caller, identity);
  const isReady = person !== null && person.isActive && (identity.via !== 'off' || person.accessLevel === 'owner');
  if (!isReady && identity.via === 'off') return { organization: caller.organization, viewer: await ensureOwner(deps.db, caller.organization.id, identity.email) };
  if (!isReady || !person) return { organization: caller.organization, viewer: null };
  return { organization: caller.organization, viewer: { personId: person.id, organizationId: caller.organization.id, email: person.email, name: person.name, accessLevel: person.accessLevel } };
}

function notYours(slug: string, own: OrganizationHandle): DomainError {
  return new DomainError('not-found', `There is no organization "${slug.slice(0, 63)}" that you belong to. Yours is "${own.slug}".`);
}

/** What a request says about who asks. */
type Asking = { identity: Identity | null; refusal: DomainError | null };

// By invitation, or into the first organization, whatever the path says: naming another one must not be a way into it.
async function comeIn(deps: ApiDeps, stranger: Stranger, identity: Identity): ReturnType<typeof lookUp> {
  await acceptInvitations(deps, stranger);
  const own = await lookUp(deps, identity, null);
  if (!own || own.viewer) return own;
  await admitStranger(deps, stranger, own.organization);
  return lookUp(deps, identity, null);
}

// Somebody with a valid token but no place in the organization is told the same as when it did not exist.
async function viewerIn(deps: ApiDeps, { identity, refusal }: Asking, slug: string): Promise<{ organization: OrganizationHandle; viewer: Viewer }> {
  if (!identity) throw refusal ?? new DomainError('not-signed-in', SIGN_IN);
  const found = await lookUp(deps, identity, slug);
  if (found?.viewer) return { organization: found.organization, viewer: found.viewer };
  const asStranger = identity.vouched ? await comeIn(deps, { email: identity.email, name: identity.vouched.name }, identity) : null;
  const now = asStranger && (await lookUp(deps, identity, slug));
  if (now?.viewer) return { organization: now.organization, viewer: now.viewer };
  const own = asStranger ?? (await lookUp(deps, identity, null));
  if (own?.viewer) throw notYours(slug, own.organization);
  throw new DomainError('not-signed-in', `Your session has ended, or your account is not active any more. ${SIGN_IN}`);
}

const LACKING: Record<Ability, string> = {
  view: 'see this incident',
  edit: 'change this incident',
  changeStage: 'move this incident to another stage',
  assignRole: 'assign roles here',
  manageParticipants: 'add or remove participants here',
  post: 'post here',
  manageTasks: 'create or change tasks here',
  manageSteps: 'retry or skip steps here',
  changeVisibility: 'change who may see this incident',
  join: 'join this incident',
  publishPostmortem: 'publish or schedule this postmortem',
  manageCosts: 'add or change costs here',
};

/** Throws `forbidden` unless the viewer has the ability; says who has it. */
export function requireAbility(abilities: readonly Ability[], needed: Ability): void {
  if (abilities.includes(needed)) return;
  if (needed === 'join') throw new DomainError('not-allowed-now', 'You take part in this incident already.');
  const who = needed === 'changeVisibility' ? 'Only its commander and administrators may' : 'Its participants and managers may; join it first';
  throw new DomainError('forbidden', `You may not ${LACKING[needed]}. ${who}.`);
}

/** The incident of a path as the viewer may see it; `not-found` also when it must stay hidden. */
export async function openIncident(deps: ApiDeps, viewer: Viewer, idOrKey: string): Promise<IncidentHandle> {
  const found = await findIncident(deps.db, viewer.organizationId, idOrKey);
  const abilities = found ? abilitiesOf(viewer, found.facts) : [];
  if (!found || abilities.length === 0) throw new DomainError('not-found', `There is no incident "${idOrKey.slice(0, 100)}".`);
  return { ...found, abilities };
}

function requireLevel(viewer: Viewer, access: Exclude<Access, 'public' | 'signedIn'>): void {
  if (typeof access !== 'string') return;
  const needed = levelNeeded(access);
  if (atLeast(viewer.accessLevel, needed)) return;
  throw new DomainError('forbidden', `This needs the access level ${needed} or higher; yours is ${viewer.accessLevel}. An administrator can change it under Members.`);
}

function requireScope(route: Route, identity: Identity | null): void {
  if (!identity?.apiToken) return;
  const needed = scopeOf(route);
  if (needed === null) throw new DomainError('forbidden', 'No API token may do this: it is for people who signed in themselves.');
  const { scopes } = identity.apiToken;
  if (!scopes.includes(needed) && !scopes.includes('admin')) throw new DomainError('forbidden', `This needs an API token with the scope ${needed}; this one has ${scopes.join(', ')}.`);
}

// Being signed in is not being a member: these routes are about the caller alone.
async function requireStanding(deps: ApiDeps, { identity, refusal }: Asking): Promise<void> {
  const who = identity && (await findCaller(deps.db, { organization: null, email: identity.email, accountId: identity.accountId, tokenId: identity.tokenId, personId: identity.apiToken?.personId ?? null }));
  if (!identity || !who || !isStanding(identity, who)) throw refusal ?? new DomainError('not-signed-in', SIGN_IN);
}

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

/** Decides whether the caller may use a route, before anything of the request is looked at. */
export async function admit(deps: ApiDeps, route: Route, input: Asking & { params: Record<string, string | string[] | undefined> }): Promise<Admitted> {
  const { identity, params } = input;
  if (route.access === 'public') return { viewer: null, organization: null, incident: null };
  requireScope(route, identity);
  if (route.access === 'signedIn') {
    await requireStanding(deps, input);
    return { viewer: null, organization: null, incident: null };
  }
  const { organization, viewer } = await viewerIn(deps, input, first(params['organization']));
  requireLevel(viewer, route.access);
  if (typeof route.access === 'string') return { viewer, organization, incident: null };
  const incident = await openIncident(deps, viewer, first(params['incident']));
  requireAbility(incident.abilities, route.access.incident);
  return { viewer, organization, incident };
}
