import { ACCESS_LEVELS, mayGrant, type AccessLevel, type Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { findAccount } from '../../models/accounts.ts';
import { isMemberElsewhere } from '../../models/admission.ts';
import { createToken } from '../../models/one-time-tokens.ts';
import { createPerson, findPersonById, updatePerson } from '../../models/people.ts';
import { listPeople } from '../../models/read/people.ts';
import { audited } from '../audited.ts';
import { oneTimeUrl } from '../bootstrap-link.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { checkNames } from './check-names.ts';

type Routes = (typeof routes)['settings']['people'];
const A_WEEK = 7 * 24 * 60;

// Otherwise an administrator could make themselves owner, or take an owner's account over by changing its e-mail address.
function protectHigher(viewer: Viewer, levels: (AccessLevel | undefined)[]): void {
  const above = levels.find((level) => level !== undefined && !mayGrant(viewer, level));
  if (above === undefined) return;
  throw new DomainError('forbidden', `Only an owner may make somebody ${above} or change an ${above}: nobody decides about access levels above their own.`, [{ pointer: '/accessLevel', detail: `${above} is above your own access level` }]);
}

// Whoever has an account already signs in with it, unless it is another organization's too: then they accept with the password that they have.
async function invitationFor(deps: ApiDeps, viewer: Viewer, email: string): Promise<string | null> {
  if (deps.config.auth.providerSlug === '') return null;
  const account = await findAccount(deps.db, email);
  if (account?.passwordHash && !(await isMemberElsewhere(deps.db, viewer.organizationId, email))) return null;
  return oneTimeUrl(deps.config, 'invitation', await createToken(deps.db, { purpose: 'invitation', organizationId: viewer.organizationId, email, expiresInMinutes: A_WEEK }));
}

async function create({ deps, viewer, body, query }: Call<Routes['create']>) {
  protectHigher(viewer, [body.accessLevel]);
  const person = await createPerson(deps.db, viewer.organizationId, body);
  return { ...person, invitationUrl: query.invite ? await invitationFor(deps, viewer, person.email) : null };
}

async function update({ deps, viewer, params, body }: Call<Routes['update']>) {
  protectHigher(viewer, [body.accessLevel]);
  return updatePerson(deps.db, { organizationId: viewer.organizationId, id: params.id, check: (person) => protectHigher(viewer, [person.accessLevel]) }, body);
}

async function list({ deps, viewer, query }: Call<Routes['list']>) {
  checkNames('accessLevel', query.accessLevel, ACCESS_LEVELS);
  return listPeople(deps.db, viewer.organizationId, query);
}

/** People of the organization and their access levels; every change is in the audit log. */
export const people: Handlers<Routes> = audited<Handlers<Routes>>(
  'person',
  { list, create, update },
  async ({ deps, viewer, params }) => ({ ...(await findPersonById(deps.db, viewer.organizationId, params?.id ?? '')) }),
);
