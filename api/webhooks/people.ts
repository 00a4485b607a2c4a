import type { Viewer } from '../../domain/access.ts';
import { viewerOf } from '../../models/people.ts';
import type { InboundPerson } from '../../plugins/contract.ts';
import type { ApiDeps } from '../deps.ts';

/**
 * The member of the organization that somebody at a vendor is, by the address that the vendor vouches for; null for guests, strangers and
 * people who are no members: nobody becomes one, or is told anything, by writing in a chat.
 */
export async function viewerAt(deps: ApiDeps, organizationId: string, person: InboundPerson): Promise<Viewer | null> {
  return person.email === null ? null : viewerOf(deps.db, organizationId, person.email);
}
