import { Secret, TOTP } from 'otpauth';

/** Parameters of a code generator. What the product makes is what every authenticator app understands: SHA1, 6 digits, 30 seconds. */
export interface TotpParameters {
  algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  digits: number;
  /** Seconds. */
  period: number;
}

/** See {@link TotpParameters}. */
export const TOTP_DEFAULTS: TotpParameters = { algorithm: 'SHA1', digits: 6, period: 30 };

// 160 bits, as RFC 4226 section 4 recommends.
const SECRET_BYTES = 20;
// One step back and one ahead: clocks of phones, and the time it takes to type (RFC 6238 section 5.2).
const WINDOW = 1;

/** A new random secret in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that authenticator apps read from a QR code (the otpauth key URI format). */
export function totpUri(input: { secret: string; issuer: string; account: string }): string {
  return new TOTP({ ...TOTP_DEFAULTS, issuer: input.issuer, label: input.account, secret: Secret.fromBase32(input.secret) }).toString();
}

/**
 * The time step (RFC 6238: seconds since 1970 divided by the period) that a code is of; null when it is wrong or its step is not after
 * `lastStep`, the one of the last accepted code: a code that somebody looked at counts once.
 */
export function totpStep(input: { secret: string; code: string; at: Date; lastStep: number | null; parameters?: TotpParameters }): number | null {
  const { secret, at, lastStep, parameters = TOTP_DEFAULTS } = input;
  const code = input.code.replaceAll(/\s/g, '');
  if (!/^\d+$/.test(code) || code.length !== parameters.digits) return null;
  const totp = new TOTP({ ...parameters, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: at.getTime(), window: WINDOW });
  if (delta === null) return null;
  const step = totp.counter({ timestamp: at.getTime() }) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
