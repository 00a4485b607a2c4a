import { atLeast, mayGrant, type AccessLevel } from '../../../domain/access.ts';
import { DomainError } from '../../../domain/errors.ts';
import { createApiToken, listApiTokens, revokeApiToken } from '../../../models/api-tokens.ts';
import { recordAudit } from '../../../models/audit.ts';
import { createServiceAccount, listServiceAccounts, serviceAccountById, updateServiceAccount } from '../../../models/service-accounts.ts';
import { transaction } from '../../../models/sql.ts';
import { auditOf } from '../../audit.ts';
import type { routes } from '../../contract/index.ts';
import { TOKEN_SCOPES, type TokenScope } from '../../contract/scopes.ts';
import type { Answer, Call, Handlers } from '../../http/handler.ts';

type Routes = (typeof routes)['accounts'];
type Services = Routes['services'];
type Made = Answer<Routes['tokens']['create']>;
/** Whose tokens a call is about. */
interface Owner {
  id: string;
  label: string;
  accessLevel: AccessLevel;
}
type AnyCall = Pick<Call<Routes['tokens']['list']>, 'deps' | 'viewer' | 'identity' | 'request'>;

const NEEDED: Record<TokenScope, AccessLevel> = { read: 'member', 'incidents:write': 'member', 'settings:write': 'admin', admin: 'admin' };

// A scope that could never be used would only look dangerous, or later become it.
function checkScopes(scopes: readonly TokenScope[], owner: Owner): void {
  const fields = scopes.flatMap((scope, i) => (atLeast(owner.accessLevel, NEEDED[scope]) ? [] : [{ pointer: `/scopes/${i}`, detail: `${scope} needs the access level ${NEEDED[scope]}; ${owner.label} is ${owner.accessLevel}` }]));
  if (fields.length > 0) throw new DomainError('invalid-request', 'A token cannot do more than its owner may.', fields);
}

async function make(call: AnyCall & { body: Call<Routes['tokens']['create']>['body'] }, owner: Owner): Promise<Made> {
  const { deps, viewer, body } = call;
  checkScopes(body.scopes, owner);
  const { organizationId } = viewer;
  const scopes = TOKEN_SCOPES.filter((scope) => body.scopes.includes(scope));
  return transaction(deps.db, async (tx) => {
    const { token, facts } = await createApiToken(tx, { organizationId, personId: owner.id, name: body.name, scopes, expiresInDays: body.expiresInDays, createdBy: viewer.personId });
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'api-token.created', subject: { kind: 'api-token', id: facts.id, label: facts.name }, after: { owner: owner.label, hint: facts.hint, scopes: facts.scopes, expiresAt: facts.expiresAt } });
    return { ...facts, scopes: [...scopes], token };
  });
}

async function revoke(call: AnyCall, owner: Owner, id: string): Promise<void> {
  const { deps, viewer } = call;
  const { organizationId } = viewer;
  await transaction(deps.db, async (tx) => {
    const { name } = await revokeApiToken(tx, { organizationId, personId: owner.id, id });
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'api-token.revoked', subject: { kind: 'api-token', id, label: name }, after: { owner: owner.label } });
  });
  deps.live.endSession(id);
}

async function list({ deps, viewer }: AnyCall, ownerId: string): Promise<Answer<Routes['tokens']['list']>> {
  const rows = await listApiTokens(deps.db, viewer.organizationId, ownerId);
  return { data: rows.map((row) => ({ ...row, scopes: TOKEN_SCOPES.filter((scope) => row.scopes.includes(scope)) })) };
}

const self = ({ viewer }: AnyCall): Owner => ({ id: viewer.personId, label: viewer.email, accessLevel: viewer.accessLevel });

/** One's own API tokens. */
export const tokens: Handlers<Routes['tokens']> = {
  list: (call) => list(call, call.viewer.personId),
  create: (call) => make(call, self(call)),
  revoke: (call) => revoke(call, self(call), call.params.id),
};

async function service(call: AnyCall & { params: { id: string } }): Promise<Owner> {
  const { id, name, accessLevel } = await serviceAccountById(call.deps.db, call.viewer.organizationId, call.params.id);
  return { id, label: name, accessLevel };
}

async function createService(call: Call<Services['create']>) {
  const { deps, viewer, body } = call;
  const { organizationId } = viewer;
  return transaction(deps.db, async (tx) => {
    const account = await createServiceAccount(tx, organizationId, body);
    await recordAudit(tx, { ...auditOf(call), organizationId, action: 'service-account.created', subject: { kind: 'service-account', id: account.id, label: account.name }, after: { accessLevel: account.accessLevel, description: account.description } });
    return account;
  });
}

async function updateService(call: Call<Services['update']>) {
  const { deps, viewer, params, body } = call;
  const { organizationId } = viewer;
  if (body.accessLevel && !mayGrant(viewer, body.accessLevel)) throw new DomainError('forbidden', 'Nobody gives access levels above their own.', [{ pointer: '/accessLevel', detail: 'is above your own' }]);
  return transaction(deps.db, async (tx) => {
    const before = await serviceAccountById(tx, organizationId, params.id);
    const after = await updateServiceAccount(tx, { organizationId, id: params.id }, body);
    const changed = (Object.keys(body) as (keyof typeof body)[]).filter((key) => before[key] !== after[key]);
    const only = (facts: typeof after) => Object.fromEntries(changed.map((key) => [key, facts[key]]));
    if (changed.length > 0) await recordAudit(tx, { ...auditOf(call), organizationId, action: 'service-account.changed', subject: { kind: 'service-account', id: after.id, label: after.name }, before: only(before), after: only(after) });
    return after;
  });
}

/** Service accounts and their tokens. */
export const services: Handlers<Services> = {
  list: async ({ deps, viewer }) => ({ data: await listServiceAccounts(deps.db, viewer.organizationId) }),
  create: createService,
  update: updateService,
  tokens: async (call) => list(call, (await service(call)).id),
  createToken: async (call) => make(call, await service(call)),
  revokeToken: async (call) => revoke(call, await service(call), call.params.token),
};
