import type { MfaAnswer, MfaBegun, MfaFactor, MfaPerson, MfaVerdict } from '../../contract.ts';
import { newTotpSecret, TOTP_DEFAULTS, totpStep, totpUri } from './totp.ts';

/** Name that authenticator apps show above the code. */
const ISSUER = 'Dispatch';
const WRONG = 'The code is not right, or was used already. Take the one that your app shows now; if that does not work, check the clock of the phone.';

const textOf = (data: Record<string, unknown>, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};
const lastStepOf = (data: Record<string, unknown>): number | null => (typeof data['lastStep'] === 'number' ? data['lastStep'] : null);

/** Begins to set a code generator up: a new secret, shown once as text and as the address of a QR code. */
export function beginTotp(person: MfaPerson): MfaBegun {
  const secret = newTotpSecret();
  return { ask: { kind: 'code', digits: TOTP_DEFAULTS.digits, secret, uri: totpUri({ secret, issuer: ISSUER, account: person.email }) }, state: { secret } };
}

/** The person has the secret in their app when they can give a code of it. */
export function finishTotp(state: Record<string, unknown>, answer: MfaAnswer, at: Date): { ok: true; data: Record<string, unknown> } | { ok: false; reason: string } {
  const secret = textOf(state, 'secret');
  const step = answer.kind === 'code' && secret !== '' ? totpStep({ secret, code: answer.code, at, lastStep: null }) : null;
  return step === null ? { ok: false, reason: WRONG } : { ok: true, data: { secret, lastStep: step } };
}

/** Checks a code against the person's generators; the step it is of is kept, so that the same code is refused afterwards. */
export function verifyTotp(factors: readonly MfaFactor[], answer: MfaAnswer, at: Date): MfaVerdict {
  if (answer.kind !== 'code') return { ok: false, reason: WRONG };
  for (const { id, data } of factors) {
    const step = totpStep({ secret: textOf(data, 'secret'), code: answer.code, at, lastStep: lastStepOf(data) });
    if (step !== null) return { ok: true, factorId: id, data: { ...data, lastStep: step } };
  }
  return { ok: false, reason: WRONG };
}
