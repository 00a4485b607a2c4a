import type { Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { OrganizationHandle } from '../http/handler.ts';
import { lookUp } from './admit.ts';
import type { Proof } from './authenticator.ts';
import { acceptInvitations, admitStranger } from './newcomer.ts';

/** Why somebody who offered a proof of identity is not in; `code` names the problem that other routes answer with. */
export interface Obstacle {
  code: 'awaiting-approval' | 'not-a-member' | 'not-believed';
  detail: string;
}

/** How a caller stands to their own organization, or to the first one. */
export interface Standing {
  organization: OrganizationHandle;
  viewer: Viewer | null;
  obstacle: Obstacle | null;
}

async function admitOrSay(deps: ApiDeps, { identity, refusal }: Proof, organization: OrganizationHandle): Promise<Obstacle | null> {
  if (!identity?.vouched) return refusal && { code: 'not-believed', detail: refusal.message };
  try {
    await admitStranger(deps, { email: identity.email, name: identity.vouched.name }, organization);
    return null;
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'awaiting-approval' || error.code === 'not-a-member')) return { code: error.code, detail: error.message };
    throw error;
  }
}

/** Looks a caller up, lets strangers in whom their provider vouches for where that is allowed, and says what stands in the way of the others. Null when there is no organization yet. */
export async function standingOf(deps: ApiDeps, proof: Proof): Promise<Standing | null> {
  const { identity } = proof;
  if (identity?.vouched) await acceptInvitations(deps, { email: identity.email, name: identity.vouched.name });
  const found = await lookUp(deps, identity, null);
  if (!found || found.viewer) return found && { ...found, obstacle: null };
  const obstacle = await admitOrSay(deps, proof, found.organization);
  const isIn = obstacle === null && identity?.vouched !== undefined;
  const now = isIn ? await lookUp(deps, identity, null) : found;
  return now && { ...now, obstacle };
}
