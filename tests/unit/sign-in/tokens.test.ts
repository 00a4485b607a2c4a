import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { createKeys } from '../../../api/auth/oidc/keys.ts';
import { checkNonce, newBinding, newNonce } from '../../../api/auth/oidc/nonce.ts';
import { createVerifier, type VerifierSettings } from '../../../api/auth/oidc/verifier.ts';
import { startIssuer, type TestIssuer } from '../../support/issuer.ts';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

const verifier = (more: Partial<VerifierSettings> = {}, now?: () => Date) =>
  createVerifier({ issuer: issuer.url, clientId: issuer.clientId, useIdToken: true, dontVerifyAtHash: false, jwtAudience: null, emailClaim: 'email', ...more }, createKeys({ url: `${issuer.url}/jwks` }), now);
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const EMPTY = { payload: '', signature: '' };
const atHash = (accessToken: string): string => createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');

describe('an ID token', () => {
  it('names somebody, with a slash after the issuer or without', async () => {
    expect(await verifier().bearer(await issuer.token())).toMatchObject({ email: 'mia@example.com', name: 'Mia M', subject: 'mia' });
    expect(await verifier().bearer(await issuer.token({ claims: { iss: `${issuer.url}/` } }))).toMatchObject({ email: 'mia@example.com' });
  });

  it('is refused without a signature, and with the public key used as a shared secret', async () => {
    const [, claims] = (await issuer.token()).split('.');
    await expect(verifier().bearer(`${encode({ alg: 'none' })}.${claims}.`)).rejects.toMatchObject({ code: 'not-signed-in', message: 'The token is signed in a way that is not accepted here.' });
    const key = await importJWK(issuer.publicJwk, 'RS256');
    const pem = await exportSPKI(key as CryptoKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(issuer.publicJwk)]) {
      const forged = await issuer.token({ header: { alg: 'HS256' }, key: new TextEncoder().encode(secret) });
      await expect(verifier().bearer(forged)).rejects.toThrow('signed in a way that is not accepted');
    }
  });

  it.each([
    ['of another issuer', { claims: { iss: 'https://evil.example.com' } }, 'another issuer'],
    ['for another application', { claims: { aud: 'another-app' } }, 'another application'],
    ['for nobody in particular', { claims: { aud: [] } }, 'another application'],
    ['whose authorized party is another one', { claims: { azp: 'another-app' } }, 'another application'],
    ['for several without an authorized party', { claims: { aud: ['dispatch-web', 'another-app'] } }, 'another application'],
    ['that has expired', { expires: -31 }, 'expired'],
    ['that is not valid yet', { notBefore: 90 }, 'not valid yet'],
    ['that never ends', { claims: { exp: undefined } }, 'lacks something'],
    ['without a subject', { claims: { sub: undefined } }, 'lacks something'],
    ['of another kind', { header: { typ: 'logout+jwt' } }, 'not one to sign in with'],
    ['without an e-mail address', { claims: { email: undefined } }, 'which e-mail address'],
    ['with two addresses in one', { claims: { email: 'a@example.com,owner@example.com' } }, 'which e-mail address'],
    ['with an address that is not verified', { claims: { email_verified: false } }, 'not verified'],
    ['with an address that may be verified', { claims: { email_verified: 'maybe' } }, 'not verified'],
  ])('%s is refused, in words for a person', async (_what, shape, words) => {
    const token = await issuer.token(shape);
    const error = await verifier().bearer(token).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'not-signed-in', message: expect.stringContaining(words) });
    expect(String(error)).not.toMatch(/example\.com|dispatch-web|127\.0\.0\.1|eyJ/);
  });

  it('has half a minute of leeway for clocks that differ', async () => {
    await verifier().bearer(await issuer.token({ expires: -25 }));
    await verifier().bearer(await issuer.token({ notBefore: 25 }));
  });

  it('of another key is refused, even under the name of a known one', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await expect(verifier().bearer(await issuer.token({ key: privateKey }))).rejects.toThrow('signature cannot be confirmed');
    const { publicKey, privateKey: own } = await generateKeyPair('ES256', { extractable: true });
    const brought = { alg: 'ES256', jwk: await exportJWK(publicKey), kid: 'mine' };
    await expect(verifier().bearer(await issuer.token({ key: own, header: brought }))).rejects.toThrow('signature cannot be confirmed');
    await expect(verifier().bearer('a.b.c')).rejects.toThrow('signature cannot be confirmed');
  });

  it('holds the address where the configuration says', async () => {
    const claims = { email: undefined, 'https://example.com/mail': 'One@Example.com', user: { email: 'two@example.com' } };
    const token = await issuer.token({ claims });
    expect((await verifier({ emailClaim: 'https://example.com/mail' }).bearer(token)).email).toBe('one@example.com');
    expect((await verifier({ emailClaim: 'user.email' }).bearer(token)).email).toBe('two@example.com');
    await expect(verifier({ emailClaim: 'constructor.name' }).bearer(token)).rejects.toThrow('which e-mail address');
  });

  it('must also be meant for the configured audience', async () => {
    await expect(verifier({ jwtAudience: 'api://dispatch' }).bearer(await issuer.token())).rejects.toThrow('another application');
    await verifier({ jwtAudience: 'api://dispatch' }).bearer(await issuer.token({ claims: { aud: ['dispatch-web', 'api://dispatch'], azp: 'dispatch-web' } }));
  });
});

describe('at_hash', () => {
  it('ties the ID token to its access token', async () => {
    const idToken = await issuer.token({ claims: { at_hash: atHash('the access token') } });
    await verifier().signIn({ idToken, accessToken: 'the access token' });
    await expect(verifier().signIn({ idToken, accessToken: 'another one' })).rejects.toThrow('do not belong together');
    await expect(verifier().signIn({ idToken })).rejects.toThrow('X-Access-Token');
    await expect(verifier().bearer(idToken)).rejects.toThrow('X-Access-Token');
    await verifier().bearer(idToken, 'the access token');
    await expect(verifier().bearer(await issuer.token({ claims: { at_hash: 7 } }), 'x')).rejects.toThrow('do not belong together');
    await verifier({ dontVerifyAtHash: true }).bearer(idToken);
  });
});

describe('an access token', () => {
  const access = (more: Partial<VerifierSettings> = {}) => verifier({ useIdToken: false, ...more });

  it('must be meant for the configured audience, or without one have been given to our client', async () => {
    await expect(access().bearer(await issuer.token({ claims: { aud: 'https://api.example.com', azp: 'another-app' } }))).rejects.toThrow('another application');
    for (const claims of [{ aud: 'account', azp: 'dispatch-web' }, { aud: 'x', client_id: 'dispatch-web' }, { aud: 'x', cid: 'dispatch-web' }]) await access().bearer(await issuer.token({ claims }));
    const one = access({ jwtAudience: 'api://dispatch' });
    await one.bearer(await issuer.token({ claims: { aud: 'api://dispatch' }, header: { typ: 'at+jwt' } }));
    await expect(one.bearer(await issuer.token({ claims: { azp: 'dispatch-web' } }))).rejects.toThrow('another application');
    await expect(one.bearer(await issuer.token({ claims: { aud: undefined } }))).rejects.toThrow('another application');
  });

  it('names who it is at a sign-in, and must be the same person’s as the ID token', async () => {
    const idToken = await issuer.token({ claims: { nonce: 'n', email: undefined } });
    const accessToken = await issuer.token({ claims: { email: 'access@example.com', client_id: 'dispatch-web' } });
    expect(await access().signIn({ idToken, accessToken })).toMatchObject({ email: 'access@example.com', nonce: 'n' });
    await expect(access().signIn({ idToken })).rejects.toThrow('gave no access token');
    await expect(access().signIn({ idToken, accessToken: await issuer.token({ claims: { sub: 'eve' } }) })).rejects.toThrow('different people');
  });
});

describe('the provider’s keys', () => {
  it('are kept, read again for an unknown one, and not more than twice a minute however many unknown ones come', async () => {
    let now = 0;
    const own = await startIssuer();
    const check = createVerifier({ issuer: own.url, clientId: own.clientId, useIdToken: true, dontVerifyAtHash: false, jwtAudience: null, emailClaim: 'email' }, createKeys({ url: `${own.url}/jwks`, now: () => now }));
    await Promise.all([check.bearer(await own.token()), check.bearer(await own.token())]);
    expect(own.reads()).toBe(1);
    await own.rotate();
    await expect(check.bearer(await own.token())).rejects.toThrow('signature cannot be confirmed');
    now = 31_000;
    await check.bearer(await own.token());
    expect(own.reads()).toBe(2);
    now = 62_000;
    const flood = Array.from({ length: 200 }, async (_, i) => check.bearer(await own.token({ header: { kid: `made-up-${i}` } })).catch(() => 'refused'));
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['refused']));
    expect(own.reads()).toBe(3);
    await check.bearer(await own.token());
    await own.stop();
    now += 11 * 60_000;
    await check.bearer(await own.token());
    now += 25 * 60 * 60_000;
    await expect(check.bearer(await own.token())).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('are never read from where a redirect leads', async () => {
    const asked: RequestInit[] = [];
    const trouble: unknown[] = [];
    const keys = createKeys({ url: 'https://login.example.com/keys', onTrouble: (e) => trouble.push(e), fetch: async (_url, init) => (asked.push(init), new Response('', { status: 302, headers: { location: 'https://evil.example.com' } })) });
    await expect(keys({ alg: 'RS256' }, EMPTY)).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toEqual([expect.objectContaining({ redirect: 'error', signal: expect.any(AbortSignal) })]);
    expect(String(trouble)).toContain('login.example.com answered 302');
    const large = createKeys({ url: 'https://login.example.com/keys', onTrouble: (e) => trouble.push(e), fetch: async () => new Response('x'.repeat(300_000)) });
    await expect(large({ alg: 'RS256' }, EMPTY)).rejects.toMatchObject({ code: 'unavailable' });
    expect(String(trouble[1])).toContain('more than');
  });
});

describe('a nonce', () => {
  const key = new Uint8Array(32).fill(7);

  it('works in the browser that began, for ten minutes, and cannot be made up', () => {
    const binding = newBinding();
    const nonce = newNonce(key, binding, 1_000);
    expect(checkNonce(key, { nonce, binding }, 599_000)).toBe(601_000);
    const [random, until, mac] = nonce.split('.');
    const refused = [{ nonce, binding: newBinding() }, { nonce, binding: null }, { nonce: null, binding }, { nonce: '', binding }, { nonce: `${random}.zzzzzzzzz.${mac}`, binding }, { nonce: `${random}.${until}`, binding }, { nonce: `${random}.${until}.`, binding }];
    for (const sent of refused) expect(() => checkNonce(key, sent, 2_000)).toThrow('not begun in this browser');
    expect(() => checkNonce(new Uint8Array(32), { nonce, binding }, 2_000)).toThrow('not begun in this browser');
    expect(() => checkNonce(key, { nonce, binding }, 601_000)).toThrow('longer than 10 minutes');
  });
});
