import { describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { beginTotp, finishTotp, verifyTotp } from '../../../plugins/builtin/mfa/totp-factor.ts';
import { newTotpSecret, TOTP_DEFAULTS, totpStep, totpUri, type TotpParameters } from '../../../plugins/builtin/mfa/totp.ts';

// RFC 6238, appendix B: the seeds are the ASCII digits repeated to 20, 32 and 64 bytes; 8 digits, 30 seconds.
const seed = (bytes: number): string => Secret.fromLatin1('1234567890'.repeat(7).slice(0, bytes)).base32;
const SEEDS = { SHA1: seed(20), SHA256: seed(32), SHA512: seed(64) };
const VECTORS: [seconds: number, code: string, algorithm: TotpParameters['algorithm']][] = [
  [59, '94287082', 'SHA1'], [59, '46119246', 'SHA256'], [59, '90693936', 'SHA512'],
  [1111111109, '07081804', 'SHA1'], [1111111109, '68084774', 'SHA256'], [1111111109, '25091201', 'SHA512'],
  [1111111111, '14050471', 'SHA1'], [1111111111, '67062674', 'SHA256'], [1111111111, '99943326', 'SHA512'],
  [1234567890, '89005924', 'SHA1'], [1234567890, '91819424', 'SHA256'], [1234567890, '93441116', 'SHA512'],
  [2000000000, '69279037', 'SHA1'], [2000000000, '90698825', 'SHA256'], [2000000000, '38618901', 'SHA512'],
  [20000000000, '65353130', 'SHA1'], [20000000000, '77737706', 'SHA256'], [20000000000, '47863826', 'SHA512'],
];
const secret = SEEDS.SHA1;
const at = (seconds: number): Date => new Date(seconds * 1000);
const person = { id: 'p', email: 'ada@example.com', name: 'Ada' };
// Six digits are the last six of the eight (RFC 4226 section 5.3).
const CODE = '287082';

describe('codes of an authenticator app', () => {
  it.each(VECTORS)('at %i s %s by %s is what RFC 6238 says', (seconds, code, algorithm) => {
    const parameters: TotpParameters = { algorithm, digits: 8, period: 30 };
    const step = totpStep({ secret: SEEDS[algorithm], code, at: at(seconds), lastStep: null, parameters });
    expect(step).toBe(Math.floor(seconds / 30));
    expect(totpStep({ secret: SEEDS[algorithm], code, at: at(seconds + 90), lastStep: null, parameters })).toBeNull();
  });

  it('count one step early and one late, no more', () => {
    // The code of step 1 (30 to 59 s).
    const accepted = [-1, 0, 29, 30, 59, 60, 89, 90, 120].filter((seconds) => seconds >= 0 && totpStep({ secret, code: CODE, at: at(seconds), lastStep: null }) !== null);
    expect(accepted).toEqual([0, 29, 30, 59, 60, 89]);
  });

  it('count once: neither the same nor an older one after it', () => {
    expect(totpStep({ secret, code: CODE, at: at(59), lastStep: 0 })).toBe(1);
    expect(totpStep({ secret, code: CODE, at: at(59), lastStep: 1 })).toBeNull();
    expect(totpStep({ secret, code: CODE, at: at(59), lastStep: 2 })).toBeNull();
  });

  it('may be typed with spaces, and nothing else is a code', () => {
    expect(totpStep({ secret, code: ' 287 082 ', at: at(59), lastStep: null })).toBe(1);
    for (const code of ['', '28708', '2870820', '94287082', 'abcdef', '28708２', '-28708', '0x1234', '2.8708']) expect([code, totpStep({ secret, code, at: at(59), lastStep: null })]).toEqual([code, null]);
  });
});

describe('the factor', () => {
  it('begins with a random secret of 160 bits in an address that apps understand', () => {
    const begun = beginTotp(person);
    if (begun.ask.kind !== 'code') throw new Error('no code is asked for');
    const uri = new URL(begun.ask.uri ?? '');
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname), uri.searchParams.get('issuer'), uri.searchParams.get('algorithm'), uri.searchParams.get('digits'), uri.searchParams.get('period')]).toEqual(['otpauth:', 'totp', '/Dispatch:ada@example.com', 'Dispatch', 'SHA1', '6', '30']);
    expect(uri.searchParams.get('secret')).toBe(begun.ask.secret);
    expect(Secret.fromBase32(begun.ask.secret ?? '').bytes).toHaveLength(20);
    expect(begun.state).toEqual({ secret: begun.ask.secret });
    expect(new Set(Array.from({ length: 20 }, newTotpSecret)).size).toBe(20);
    expect(totpUri({ secret, issuer: 'Dispatch', account: 'a&b=c@example.com' })).toContain('a%26b%3Dc');
    expect(TOTP_DEFAULTS).toEqual({ algorithm: 'SHA1', digits: 6, period: 30 });
  });

  it('is set up by a right code, which does not count again', () => {
    expect(finishTotp({ secret }, { kind: 'code', code: '000000' }, at(59)).ok).toBe(false);
    expect(finishTotp({}, { kind: 'code', code: CODE }, at(59)).ok).toBe(false);
    expect(finishTotp({ secret }, { kind: 'webauthn', credential: {} }, at(59)).ok).toBe(false);
    const done = finishTotp({ secret }, { kind: 'code', code: CODE }, at(59));
    if (!done.ok) throw new Error(done.reason);
    const factor = { id: 'f', method: 'totp', data: done.data };
    expect(verifyTotp([factor], { kind: 'code', code: CODE }, at(59))).toMatchObject({ ok: false, reason: expect.stringContaining('used already') });
    const next = new TOTP({ ...TOTP_DEFAULTS, secret: Secret.fromBase32(secret) }).generate({ timestamp: 75_000 });
    expect(verifyTotp([factor], { kind: 'code', code: next }, at(75))).toEqual({ ok: true, factorId: 'f', data: { secret, lastStep: 2 } });
  });

  it('is found among several', () => {
    const factors = [{ id: 'other', method: 'totp', data: { secret: SEEDS.SHA256 } }, { id: 'mine', method: 'totp', data: { secret } }];
    expect(verifyTotp(factors, { kind: 'code', code: CODE }, at(59))).toMatchObject({ ok: true, factorId: 'mine' });
    expect(verifyTotp([], { kind: 'code', code: CODE }, at(59)).ok).toBe(false);
  });
});
