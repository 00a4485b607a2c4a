import { DomainError } from '../../domain/errors.ts';
import { atLeast } from '../../domain/access.ts';
import { recordAudit } from '../../models/audit.ts';
import { listFactors, removeAllFactors, removeFactor, renameFactor } from '../../models/mfa/factors.ts';
import { mfaCoverage, mfaPolicy, saveMfaPolicy, stepUpState } from '../../models/mfa/policy.ts';
import { keepProof } from '../../models/mfa/proofs.ts';
import { renewRecoveryCodes } from '../../models/mfa/recovery-codes.ts';
import { findPersonById } from '../../models/people.ts';
import { transaction } from '../../models/sql.ts';
import { auditOf } from '../audit.ts';
import { readToken } from '../auth/tokens.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call, Handlers } from '../http/handler.ts';
import { askForProof, beginEnrolment, finishEnrolment } from '../second-factor/enrol.ts';
import { factorsOf, factorView } from '../second-factor/offer.ts';
import { offeredMethods } from '../second-factor/providers.ts';
import { ensureProofHash, proofHash } from '../second-factor/session-key.ts';
import { askWhileSigningIn, finishSignIn } from '../second-factor/sign-in.ts';
import { tellOfFactors } from '../second-factor/tell.ts';
import { proveSecondFactor } from '../second-factor/verify.ts';
import { beginSession, type SessionParts } from './session.ts';

type Routes = (typeof routes)['secondFactor'];

async function status({ deps, viewer, identity, request }: Call<Routes['status']>): Promise<Answer<Routes['status']>> {
  const isAsked = identity !== null && identity.via !== 'off';
  const [state, own] = await Promise.all([stepUpState(deps.db, viewer, identity && proofHash(identity, request)), factorsOf(deps, viewer)]);
  const { policy, stepUpMinutes, mustEnrol, provenUntil } = state;
  return { policy, stepUpMinutes, mustEnrol: isAsked && mustEnrol, isAsked, provenUntil, methods: own.methods, factors: own.factors, recoveryCodesLeft: own.codesLeft };
}

async function rename(call: Call<Routes['rename']>): Promise<Answer<Routes['rename']>> {
  const { deps, viewer, params, body } = call;
  const factor = await transaction(deps.db, async (tx) => {
    const before = (await listFactors(tx, viewer.personId)).find((f) => f.id === params.id);
    const after = await renameFactor(tx, { personId: viewer.personId, id: params.id }, body.name);
    await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'second-factor.renamed', subject: { kind: 'second-factor', id: after.id, label: after.name }, before: { name: before?.name ?? null }, after: { name: after.name } });
    return after;
  });
  return factorView(factor, await offeredMethods(deps, viewer.organizationId));
}

async function remove(call: Call<Routes['remove']>): Promise<void> {
  const { deps, viewer, identity, request, params } = call;
  const keep = identity && proofHash(identity, request);
  await transaction(deps.db, async (tx) => {
    const { removed, left } = await removeFactor(tx, { personId: viewer.personId, id: params.id }, keep);
    await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'second-factor.removed', subject: { kind: 'second-factor', id: removed.id, label: removed.name }, before: { method: removed.method }, after: { left } });
    await tellOfFactors(tx, { ...viewer, from: auditOf(call).from }, { change: 'removed', factor: removed.name, left });
  });
  deps.commands.sendMail();
}

async function renewCodes(call: Call<Routes['renewCodes']>): Promise<Answer<Routes['renewCodes']>> {
  const { deps, viewer } = call;
  const codes = await transaction(deps.db, async (tx) => {
    if ((await listFactors(tx, viewer.personId)).length === 0) throw new DomainError('conflict', 'Recovery codes stand in for a second factor, and you have none. Set one up first.');
    const recoveryCodes = await renewRecoveryCodes(tx, viewer.personId);
    await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'recovery-codes.renewed', subject: { kind: 'person', id: viewer.personId, label: `${viewer.name} <${viewer.email}>` } });
    await tellOfFactors(tx, { ...viewer, from: auditOf(call).from }, { change: 'recovery-codes-renewed', factor: null, left: recoveryCodes.length });
    return { recoveryCodes };
  });
  deps.commands.sendMail();
  return codes;
}

// A proof is about a session of the web or of ours; a token has none, and its scopes say what it may.
async function prove(call: Call<Routes['prove']>): Promise<Answer<Routes['prove']>> {
  const { deps, viewer, identity, body } = call;
  if (identity === null || identity.via === 'off') throw new DomainError('not-allowed-now', 'Authentication is off here, so nobody is asked for a second factor.');
  const { method } = await proveSecondFactor(deps, { ...viewer, ...auditOf(call), purpose: 'step-up' }, body.answer);
  const hash = ensureProofHash(call, identity);
  await keepProof(deps.db, { personId: viewer.personId, sessionHash: hash, method });
  const { provenUntil } = await stepUpState(deps.db, viewer, hash);
  return { provenUntil: provenUntil ?? new Date().toISOString() };
}

async function policyView(deps: ApiDeps, organizationId: string): Promise<Answer<Routes['policy']>> {
  const [policy, coverage] = await Promise.all([mfaPolicy(deps.db, organizationId), mfaCoverage(deps.db, organizationId)]);
  return { ...policy, coverage };
}

async function setPolicy(call: Call<Routes['setPolicy']>): Promise<Answer<Routes['setPolicy']>> {
  const { deps, viewer, body } = call;
  const { organizationId } = viewer;
  await transaction(deps.db, async (tx) => {
    const before = await mfaPolicy(tx, organizationId);
    await saveMfaPolicy(tx, organizationId, body);
    const isSame = before.policy === body.policy && before.stepUpMinutes === body.stepUpMinutes;
    if (!isSame) await recordAudit(tx, { ...auditOf(call), organizationId, action: 'second-factor-policy.changed', subject: { kind: 'organization', id: organizationId, label: 'Second factor' }, before, after: body });
  });
  return policyView(deps, organizationId);
}

async function reset(call: Call<Routes['reset']>): Promise<void> {
  const { deps, viewer, params } = call;
  const person = await findPersonById(deps.db, viewer.organizationId, params.id);
  if (!person) throw new DomainError('not-found', 'There is no such person.');
  if (person.id === viewer.personId) throw new DomainError('not-allowed-now', 'Remove your own second factors under My account.');
  if (!atLeast(viewer.accessLevel, person.accessLevel)) throw new DomainError('forbidden', `Only somebody with the access level ${person.accessLevel} or higher may remove the second factors of ${person.name}.`);
  await transaction(deps.db, async (tx) => {
    const removed = await removeAllFactors(tx, person.id);
    await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'second-factor.reset', subject: { kind: 'person', id: person.id, label: `${person.name} <${person.email}>` }, after: { removed } });
    if (removed > 0) await tellOfFactors(tx, { organizationId: viewer.organizationId, personId: person.id, email: person.email, name: person.name, from: null }, { change: 'reset', factor: null, left: 0 });
  });
  deps.commands.sendMail();
}

async function signIn({ authenticator }: SessionParts, call: Call<Routes['signIn']>): Promise<Answer<Routes['signIn']>> {
  const { deps, request, response } = call;
  const { account, keep } = await finishSignIn(call);
  const session = await beginSession({ deps, authenticator, request, response }, account);
  const claims = await readToken(deps.config, session.token);
  if (claims) await keep(claims.tokenId);
  return session;
}

/** One's own second factors, proving one, the policy, and the second half of signing in. */
export function secondFactorHandlers(parts: SessionParts): Handlers<Routes> {
  return {
    status,
    enrol: beginEnrolment,
    add: finishEnrolment,
    rename,
    remove,
    renewCodes,
    ask: ({ deps, viewer, body }) => askForProof(deps, viewer, body.method),
    prove,
    policy: ({ deps, viewer }) => policyView(deps, viewer.organizationId),
    setPolicy,
    reset,
    signInAsk: askWhileSigningIn,
    signIn: (call) => signIn(parts, call),
  };
}
