import type { Viewer } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import { recordAudit } from '../../models/audit.ts';
import { findChallenge, keepChallenge, takeChallenge } from '../../models/mfa/challenges.ts';
import { addFactor, listFactors, openFactors, requireCipher } from '../../models/mfa/factors.ts';
import { keepProof } from '../../models/mfa/proofs.ts';
import { recoveryCodesLeft, renewRecoveryCodes } from '../../models/mfa/recovery-codes.ts';
import { transaction } from '../../models/sql.ts';
import type { MfaAnswer } from '../../plugins/contract.ts';
import { auditOf } from '../audit.ts';
import type { routes } from '../contract/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { Answer, Call } from '../http/handler.ts';
import { factorView } from './offer.ts';
import { asking, methodNamed, offeredMethods, providerOf } from './providers.ts';
import { ensureProofHash } from './session-key.ts';
import { tellOfFactors } from './tell.ts';
import { enterSecondFactor } from './verify.ts';

type Routes = (typeof routes)['secondFactor'];

const personOf = ({ personId, email, name }: Pick<Viewer, 'personId' | 'email' | 'name'>) => ({ id: personId, email, name });

/** Begins to set a factor up: what to show, kept for five minutes. */
export async function beginEnrolment({ deps, viewer, body }: Call<Routes['enrol']>): Promise<Answer<Routes['enrol']>> {
  requireCipher(deps.cipher);
  const { pluginId, impl, method } = await methodNamed(deps, viewer.organizationId, body.method);
  const factors = await openFactors(deps.db, deps.cipher, { personId: viewer.personId, pluginId });
  if (!method.several && factors.some((f) => f.method === method.id)) throw new DomainError('conflict', `You have set up ${method.name} already. Remove it first to set it up anew.`);
  const { ask, state } = await asking(() => impl.beginEnrolment({ method: method.id, person: personOf(viewer), factors }));
  const { id } = await keepChallenge(deps.db, deps.cipher, { personId: viewer.personId, purpose: 'enrolment', pluginId, method: method.id, state });
  return { challenge: id, ask };
}

/** Finishes it: the factor is added when the answer is right; the first one brings recovery codes, and counts as proven in this session. */
export async function finishEnrolment(call: Call<Routes['add']>): Promise<Answer<Routes['add']>> {
  const { deps, viewer, body, identity } = call;
  const key = { id: body.challenge, personId: viewer.personId, purpose: 'enrolment' as const };
  const attempt = await enterSecondFactor(deps, viewer.personId);
  const kept = await findChallenge(deps.db, deps.cipher, key);
  if (!kept) throw new DomainError('conflict', 'Setting this up took too long, or was finished already. Begin again.');
  const data = await checked(deps, { viewer, kept, answer: body.answer });
  const offered = await offeredMethods(deps, viewer.organizationId);
  const several = offered.find((o) => o.pluginId === kept.pluginId && o.method.id === kept.method)?.method.several ?? false;
  const hash = identity && identity.via !== 'off' ? ensureProofHash(call, identity) : null;
  const made = await transaction(deps.db, async (tx) => {
    if ((await takeChallenge(tx, deps.cipher, key)) === null) throw new DomainError('conflict', 'This was finished already.');
    const factor = await addFactor(tx, deps.cipher, { personId: viewer.personId, pluginId: kept.pluginId, method: kept.method, name: body.name, data, several });
    const recoveryCodes = (await recoveryCodesLeft(tx, viewer.personId)) === 0 ? await renewRecoveryCodes(tx, viewer.personId) : null;
    if (hash !== null) await keepProof(tx, { personId: viewer.personId, sessionHash: hash, method: kept.method });
    await recordAudit(tx, { ...auditOf(call), organizationId: viewer.organizationId, action: 'second-factor.added', subject: { kind: 'second-factor', id: factor.id, label: factor.name }, after: { method: factor.method, plugin: factor.pluginId, recoveryCodes: recoveryCodes !== null } });
    await tellOfFactors(tx, { ...viewer, from: auditOf(call).from }, { change: 'added', factor: factor.name, left: (await listFactors(tx, viewer.personId)).length });
    return { factor, recoveryCodes };
  });
  await attempt.succeeded();
  deps.commands.sendMail();
  return { factor: factorView(made.factor, offered), recoveryCodes: made.recoveryCodes };
}

async function checked(deps: ApiDeps, { viewer, kept, answer }: { viewer: Viewer; kept: { pluginId: string; method: string; state: Record<string, unknown> }; answer: MfaAnswer }): Promise<Record<string, unknown>> {
  const impl = await providerOf(deps, viewer.organizationId, kept.pluginId);
  const verdict = await asking(() => impl.finishEnrolment({ method: kept.method, person: personOf(viewer), state: kept.state, answer }));
  if (verdict.ok) return verdict.data;
  throw new DomainError('invalid-request', verdict.reason, [{ pointer: '/answer/code', detail: verdict.reason }]);
}

/** Asks for a key or for the provider's page, to be answered once within five minutes. */
export async function askForProof(deps: ApiDeps, who: { organizationId: string; personId: string; email: string; name: string }, methodId: string): Promise<Answer<Routes['ask']>> {
  const { pluginId, impl, method } = await methodNamed(deps, who.organizationId, methodId);
  if (method.kind === 'code') throw new DomainError('invalid-request', `${method.name} asks no question: send the code.`, [{ pointer: '/method', detail: 'needs no question' }]);
  const factors = (await openFactors(deps.db, deps.cipher, { personId: who.personId, pluginId })).filter((f) => f.method === method.id);
  if (factors.length === 0) throw new DomainError('conflict', `You have not set up ${method.name}.`, [{ pointer: '/method', detail: 'is not set up' }]);
  const { ask, state } = await asking(() => impl.beginChallenge({ method: method.id, person: personOf(who), factors }));
  const { id } = await keepChallenge(deps.db, deps.cipher, { personId: who.personId, purpose: 'proof', pluginId, method: method.id, state });
  return { challenge: id, ask };
}
