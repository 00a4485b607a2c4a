import type { PersonRef } from '../../domain/incident/types.ts';
import { DomainError } from '../../domain/errors.ts';
import { enterAttempt, forgetAttempts } from '../../models/attempts.ts';
import { recordAudit, type AuditActor, type AuditOrigin } from '../../models/audit.ts';
import { takeChallenge } from '../../models/mfa/challenges.ts';
import { factorUsed, openFactors } from '../../models/mfa/factors.ts';
import { recoveryCodesLeft, redeemRecoveryCode } from '../../models/mfa/recovery-codes.ts';
import { transaction } from '../../models/sql.ts';
import type { MfaAnswer, MfaCapability } from '../../plugins/contract.ts';
import { TooManyTries } from '../auth/sign-in-guard.ts';
import type { FactorAnswer } from '../contract/second-factor.ts';
import type { ApiDeps } from '../deps.ts';
import { asking, methodNamed, providerOf } from './providers.ts';
import { tellOfFactors } from './tell.ts';

/** Who proves a second factor, and what they do it for. */
export interface Proving extends PersonRef {
  organizationId: string;
  actor: AuditActor;
  from: AuditOrigin | null;
  purpose: 'sign-in' | 'step-up';
}

type Verdict = { ok: true; method: string } | { ok: false; method: string; reason: string };

// 6 digits with three valid codes at a time: after five tries at most a hundred a day, which finds a code once in thirty years.
const SLOW = { free: 5, firstMs: 1_000, longestMs: 15 * 60_000 };
const STALE = 'This question is too old, or was answered already. Begin again.';
const WRONG_RECOVERY = 'This is none of your recovery codes, or it was used already.';

/** Counts a try of this person; throws {@link TooManyTries} when they have to wait. Answers how to forget the tries after one that was right. */
export async function enterSecondFactor(deps: Pick<ApiDeps, 'db'>, personId: string): Promise<{ succeeded(): Promise<void> }> {
  const key = `second-factor/${personId}`;
  const { waitMs } = await enterAttempt(deps.db, [{ key, ...SLOW }]);
  if (waitMs > 0) throw new TooManyTries(Math.ceil(waitMs / 1000));
  return { succeeded: () => forgetAttempts(deps.db, { all: [key], one: [] }) };
}

/** Checks an answer, slowed per person and noted in the audit log whether right or wrong; throws `forbidden` at the field when it is wrong. Answers the method. */
export async function proveSecondFactor(deps: ApiDeps, who: Proving, answer: FactorAnswer): Promise<{ method: string }> {
  const attempt = await enterSecondFactor(deps, who.personId);
  const verdict = await (answer.kind === 'recovery' ? byRecoveryCode(deps, who, answer.code) : byMethod(deps, who, answer));
  const { method } = verdict;
  const entry = { organizationId: who.organizationId, actor: who.actor, from: who.from, subject: { kind: 'person', id: who.personId, label: `${who.name} <${who.email}>` } };
  if (!verdict.ok) {
    await recordAudit(deps.db, { ...entry, action: 'second-factor.refused', after: { method, for: who.purpose } });
    throw new DomainError('forbidden', verdict.reason, [{ pointer: '/answer/code', detail: verdict.reason }]);
  }
  await attempt.succeeded();
  const action = method === 'recovery' ? 'recovery-code.used' : 'second-factor.proven';
  const left = method === 'recovery' ? { left: await recoveryCodesLeft(deps.db, who.personId) } : null;
  await recordAudit(deps.db, { ...entry, action, after: { method, for: who.purpose, ...left } });
  if (left !== null) {
    await tellOfFactors(deps.db, who, { change: 'recovery-code-used', factor: null, left: left.left });
    deps.commands.sendMail();
  }
  return { method };
}

async function byRecoveryCode(deps: ApiDeps, { personId }: Proving, code: string): Promise<Verdict> {
  const ok = await transaction(deps.db, (tx) => redeemRecoveryCode(tx, personId, code));
  return ok ? { ok, method: 'recovery' } : { ok, method: 'recovery', reason: WRONG_RECOVERY };
}

interface Asked {
  impl: MfaCapability;
  pluginId: string;
  method: string;
  state: Record<string, unknown> | null;
}

// A code needs no question; anything else answers one that was asked here, of this person, and is taken away by looking at it.
async function questionOf(deps: ApiDeps, who: Proving, answer: Exclude<FactorAnswer, { kind: 'recovery' }>): Promise<Asked | null> {
  if (answer.kind === 'code') {
    const { impl, pluginId, method } = await methodNamed(deps, who.organizationId, answer.method);
    return { impl, pluginId, method: method.id, state: null };
  }
  const kept = await takeChallenge(deps.db, deps.cipher, { id: answer.challenge, personId: who.personId, purpose: 'proof' });
  return kept && { ...kept, impl: await providerOf(deps, who.organizationId, kept.pluginId) };
}

async function byMethod(deps: ApiDeps, who: Proving, answer: Exclude<FactorAnswer, { kind: 'recovery' }>): Promise<Verdict> {
  const asked = await questionOf(deps, who, answer);
  if (asked === null) return { ok: false, method: answer.kind, reason: STALE };
  const { impl, pluginId, method, state } = asked;
  const factors = (await openFactors(deps.db, deps.cipher, { personId: who.personId, pluginId })).filter((factor) => factor.method === method);
  const person = { id: who.personId, email: who.email, name: who.name };
  const given: MfaAnswer = answer.kind === 'webauthn' ? { kind: 'webauthn', credential: answer.credential } : answer.kind === 'redirect' ? { kind: 'redirect', state: answer.state, code: answer.code } : { kind: 'code', code: answer.code };
  const verdict = await asking(() => impl.verify({ method, person, factors, state, answer: given }));
  if (!verdict.ok) return { ...verdict, method };
  const used = factors.find((factor) => factor.id === verdict.factorId);
  // Of two requests with the same code at the same moment only one changes the factor; the other is a replay.
  const isFirst = used !== undefined && (await factorUsed(deps.db, deps.cipher, { id: used.id, revision: used.revision, data: verdict.data }));
  return isFirst ? { ok: true, method } : { ok: false, method, reason: STALE };
}
