import { abilitiesOf, atLeast, type Ability, type Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { ensureOwner } from '../../models/people.ts';
import { findCaller, type Caller } from '../../models/read/caller.ts';
import { findIncident } from '../../models/read/find-incident.ts';
import type { Access, Route } from '../contract/route.ts';
import type { ApiDeps } from '../deps.ts';
import type { IncidentHandle, OrganizationHandle } from '../http/handler.ts';
import type { Identity } from './identity.ts';

/** Who calls, as the handler sees them. */
export interface Admitted {
  viewer: Viewer | null;
  organization: OrganizationHandle | null;
  incident: IncidentHandle | null;
}

const SIGN_IN = 'Sign in first: send the session cookie, or a token from POST /api/v1/session as "Authorization: Bearer …".';

/** True when the account behind a token may still use it. */
function isStanding(identity: Identity, caller: Caller): boolean {
  if (identity.accountId === null) return true;
  const { account } = caller;
  if (!account || account.isDisabled || account.isSignedOut) return false;
  return identity.issuedAt === null || identity.issuedAt >= account.tokensValidFrom.getTime();
}

/** The caller in an organization (null = the first one); null when nobody is signed in there. Creates the default user when authentication is off. */
export async function lookUp(deps: ApiDeps, identity: Identity | null, organization: string | null): Promise<{ organization: OrganizationHandle; viewer: Viewer | null } | null> {
  const who = identity ?? { email: '', accountId: null, tokenId: null };
  const caller = await findCaller(deps.db, { organization, email: who.email, accountId: who.accountId, tokenId: who.tokenId });
  if (!caller) return null;
  if (!identity || !isStanding(identity, caller)) return { organization: caller.organization, viewer: null };
  const { person } = caller;
  const isReady = person !== null && person.isActive && (identity.via !== 'off' || person.accessLevel === 'owner');
  if (!isReady && identity.via === 'off') return { organization: caller.organization, viewer: await ensureOwner(deps.db, caller.organization.id, identity.email) };
  if (!isReady || !person) return { organization: caller.organization, viewer: null };
  return { organization: caller.organization, viewer: { personId: person.id, organizationId: caller.organization.id, email: person.email, name: person.name, accessLevel: person.accessLevel } };
}

// Somebody with a valid token but no place in the organization is told the same as when it did not exist.
async function viewerIn(deps: ApiDeps, identity: Identity | null, slug: string): Promise<{ organization: OrganizationHandle; viewer: Viewer }> {
  if (!identity) throw new DomainError('not-signed-in', SIGN_IN);
  const found = await lookUp(deps, identity, slug);
  if (found?.viewer) return { organization: found.organization, viewer: found.viewer };
  const own = await lookUp(deps, identity, null);
  if (own?.viewer) throw new DomainError('not-found', `There is no organization "${slug.slice(0, 63)}" that you belong to. Yours is "${own.organization.slug}".`);
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

function requireLevel(viewer: Viewer, access: Access): void {
  if (typeof access !== 'string' || access === 'public' || atLeast(viewer.accessLevel, access)) return;
  throw new DomainError('forbidden', `This needs the access level ${access} or higher; yours is ${viewer.accessLevel}. An administrator can change it under People.`);
}

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));

/** Decides whether the caller may use a route, before anything of the request is looked at. */
export async function admit(deps: ApiDeps, route: Route, input: { identity: Identity | null; params: Record<string, string | string[] | undefined> }): Promise<Admitted> {
  const { identity, params } = input;
  if (route.access === 'public') return { viewer: null, organization: null, incident: null };
  const { organization, viewer } = await viewerIn(deps, identity, first(params['organization']));
  requireLevel(viewer, route.access);
  if (typeof route.access === 'string') return { viewer, organization, incident: null };
  const incident = await openIncident(deps, viewer, first(params['incident']));
  requireAbility(incident.abilities, route.access.incident);
  return { viewer, organization, incident };
}
