import { DomainError } from '../../domain/errors.ts';
import { admitNewcomer, type Admission } from '../../models/admission.ts';
import { nameFromEmail, type PersonFacts } from '../../models/people.ts';
import { invitingOrganizations } from '../../models/read/open-invitations.ts';
import type { ApiDeps } from '../deps.ts';

/** Somebody for whom a sign-in provider vouches and whom no organization knows. */
export interface Stranger {
  email: string;
  name: string | null;
}

const REASONS: Record<Extract<Admission, { state: 'refused' }>['reason'], string> = {
  unverified: 'your address is not verified',
  closed: 'it takes nobody in without an invitation',
  domain: 'it takes in addresses of other domains only',
  refused: 'an administrator refused your request',
  inactive: 'you were a member, but an administrator ended that',
};

function refusalOf(decided: Exclude<Admission, { state: 'member' }>, { email }: Stranger, organization: string): DomainError {
  if (decided.state === 'pending') return new DomainError('awaiting-approval', `You are signed in as ${email}. An administrator of ${organization} has been asked to let you in; until then you see nothing of it.`);
  return new DomainError('not-a-member', `You are signed in as ${email}, but you are not a member of ${organization}: ${REASONS[decided.reason]}. Ask an administrator to invite this address.`);
}

function admission(deps: ApiDeps, { email, name }: Stranger, organizationId: string): Promise<Admission> {
  const { auth } = deps.config;
  return admitNewcomer(deps.db, { organizationId, email, name: name ?? nameFromEmail(email), via: auth.providerSlug, emailVerified: true, registration: auth.registration });
}

/** Accepts every open invitation to the address, in whatever organization: the provider vouches that it is theirs, as a mailed link would. True when there was one. */
export async function acceptInvitations(deps: ApiDeps, stranger: Stranger): Promise<boolean> {
  const inviting = await invitingOrganizations(deps.db, stranger.email);
  for (const { id } of inviting) await admission(deps, stranger, id);
  return inviting.length > 0;
}

/** Lets somebody in whom the sign-in provider vouches for, as the registration policy says. Throws `awaiting-approval` or `not-a-member`, which tell about the caller only. */
export async function admitStranger(deps: ApiDeps, stranger: Stranger, organization: { id: string; name: string }): Promise<PersonFacts> {
  const decided = await admission(deps, stranger, organization.id);
  if (decided.state === 'member') return decided.person;
  throw refusalOf(decided, stranger, organization.name);
}
