import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createApp } from '../../api/app.ts';
import type { Session } from '../../api/contract/session.ts';
import { hashPassword } from '../../api/auth/passwords.ts';
import { loadConfig } from '../../config/load.ts';
import { saveAccount } from '../../models/accounts.ts';
import { startIssuer, type TestIssuer } from '../support/issuer.ts';
import { createBalancer } from '../support/load-balancer.ts';
import { startApi, type TestApi } from './support/api.ts';

const PASSWORD = 'four plain words together';
const INCIDENTS = '/api/v1/default/incidents';
const PREFIX = 'DISPATCH_AUTHENTICATION_PROVIDER';
let api: TestApi;
let issuer: TestIssuer;
beforeAll(async () => {
  [api, issuer] = await Promise.all([startApi(), startIssuer()]);
  for (const name of ['mia', 'otto']) await api.person(name);
  await saveAccount(api.db, { email: 'mia@example.com', passwordHash: await hashPassword(PASSWORD) });
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await issuer.stop();
  await api.stop();
});

/** The API on the same database as a process with this environment would be, for as long as it is asked. */
async function withEnvironment<T>(env: Record<string, string>, ask: (url: string) => Promise<T>, deps: Partial<TestApi['deps']> = {}): Promise<T> {
  const { jwtSecret } = api.config.auth;
  const config = { ...loadConfig({ NODE_ENV: 'test', DISPATCH_JWT_SECRET: jwtSecret ?? '', DISPATCH_RATE_LIMIT: '0', ...env }, { part: 'api', envFile: null }), database: api.config.database };
  const server = createServer(createApp({ ...api.deps, ...deps, config }, api.inbound));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const status = (url: string, headers: Record<string, string>): Promise<number> => api.call('GET', url + INCIDENTS, undefined, headers).then((reply) => reply.status);
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
async function signIn(url: string): Promise<{ token: string; cookie: string }> {
  const reply = await api.call<{ token: string }>('POST', `${url}/api/v1/session`, { email: 'mia@example.com', password: PASSWORD });
  expect(reply.status).toBe(200);
  return { token: reply.body.token, cookie: reply.headers.get('set-cookie') ?? '' };
}
/** The address of whoever the server takes the caller for; null = nobody. */
const who = async (url: string, headers: Record<string, string>): Promise<string | null> => (await api.call<Session>('GET', `${url}/api/v1/session`, undefined, headers)).body.person?.email ?? null;

describe('tokens that are minted here', () => {
  it('are signed as DISPATCH_JWT_ALG says, and no others are taken', async () => {
    const [plain, strong] = [await withEnvironment({}, signIn), await withEnvironment({ DISPATCH_JWT_ALG: 'HS512' }, signIn)];
    expect([plain, strong].map(({ token }) => decodeProtectedHeader(token).alg)).toEqual(['HS256', 'HS512']);
    const read = (env: Record<string, string>) => withEnvironment(env, (url) => Promise.all([plain, strong].map(({ token }) => status(url, bearer(token)))));
    expect(await read({})).toEqual([200, 401]);
    expect(await read({ DISPATCH_JWT_ALG: 'HS512' })).toEqual([401, 200]);
  });

  it('end after DISPATCH_JWT_EXP seconds, by default after a day, and so do their cookies', async () => {
    for (const [env, seconds] of [[{}, 86_400], [{ DISPATCH_JWT_EXP: '120' }, 120]] as const) {
      const begun = Date.now();
      const { token, cookie } = await withEnvironment(env, signIn);
      const { iat = 0, exp = 0 } = decodeJwt(token);
      expect(exp - iat).toBe(seconds);
      const ends = Date.parse(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '');
      expect(ends).toBeGreaterThan(begun + (seconds - 2) * 1000);
      expect(ends).toBeLessThanOrEqual(Date.now() + seconds * 1000);
    }
  });

  it('are for DISPATCH_JWT_AUDIENCE, and those for another one are refused', async () => {
    const { token } = await withEnvironment({ DISPATCH_JWT_AUDIENCE: 'api://dispatch' }, signIn);
    expect(decodeJwt(token).aud).toBe('api://dispatch');
    expect(await withEnvironment({ DISPATCH_JWT_AUDIENCE: 'api://dispatch' }, (url) => status(url, bearer(token)))).toBe(200);
    expect(await withEnvironment({ DISPATCH_JWT_AUDIENCE: 'api://another' }, (url) => status(url, bearer(token)))).toBe(401);
    expect(await withEnvironment({}, (url) => status(url, bearer(token)))).toBe(401);
  });

  it('are worth nothing under another DISPATCH_JWT_SECRET', async () => {
    const { token } = await withEnvironment({}, signIn);
    expect(await withEnvironment({ DISPATCH_JWT_SECRET: 'another secret that is long enough to be one' }, (url) => status(url, bearer(token)))).toBe(401);
  });
});

describe('tokens of an OpenID Connect provider', () => {
  const pkce = (more: Record<string, string> = {}): Record<string, string> => ({
    [`${PREFIX}_SLUG`]: 'dispatch-auth-provider-pkce',
    [`${PREFIX}_PKCE_JWKS`]: `${issuer.url}/jwks`,
    [`${PREFIX}_PKCE_OPEN_ID_CONNECT_URL`]: issuer.url,
    [`${PREFIX}_PKCE_CLIENT_ID`]: issuer.clientId,
    [`${PREFIX}_USE_ID_TOKEN`]: 'true',
    ...more,
  });

  it('must be for DISPATCH_JWT_AUDIENCE where one is set', async () => {
    const [ours, both] = [await issuer.token(), await issuer.token({ claims: { aud: [issuer.clientId, 'api://dispatch'], azp: issuer.clientId } })];
    const read = (more?: Record<string, string>) => withEnvironment(pkce(more), (url) => Promise.all([ours, both].map((token) => status(url, bearer(token)))));
    expect(await read()).toEqual([200, 200]);
    expect(await read({ DISPATCH_JWT_AUDIENCE: 'api://dispatch' })).toEqual([401, 200]);
  });

  it('name people by the claim of DISPATCH_JWT_EMAIL_OVERRIDE, by default by `email`', async () => {
    const token = await issuer.token({ claims: { user: { mail: 'Otto@Example.com' } } });
    expect(await withEnvironment(pkce(), (url) => who(url, bearer(token)))).toBe('mia@example.com');
    expect(await withEnvironment(pkce({ DISPATCH_JWT_EMAIL_OVERRIDE: 'user.mail' }), (url) => who(url, bearer(token)))).toBe('otto@example.com');
    expect(await withEnvironment(pkce({ DISPATCH_JWT_EMAIL_OVERRIDE: 'user.nothing' }), (url) => status(url, bearer(token)))).toBe(401);
  });

  it('are tied to their access token unless DISPATCH_PKCE_DONT_VERIFY_AT_HASH is the word true', async () => {
    const hash = createHash('sha256').update('the access token').digest().subarray(0, 16).toString('base64url');
    const token = await issuer.token({ claims: { at_hash: hash } });
    const read = (value: string) => withEnvironment(pkce({ DISPATCH_PKCE_DONT_VERIFY_AT_HASH: value }), (url) => Promise.all([status(url, bearer(token)), status(url, { ...bearer(token), 'x-access-token': 'the access token' })]));
    expect(await read('')).toEqual([401, 200]);
    expect(await read('false')).toEqual([401, 200]);
    expect(await read('true')).toEqual([200, 200]);
  });

  it('are ID tokens where DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN says so, else access tokens', async () => {
    const access = await issuer.token({ claims: { aud: 'account', azp: issuer.clientId } });
    const ask = (value: string) => withEnvironment(pkce({ [`${PREFIX}_USE_ID_TOKEN`]: value }), (url) => status(url, bearer(access)));
    expect([await ask(''), await ask('true')]).toEqual([200, 401]);
  });
});

describe('who a proxy says somebody is', () => {
  it('stands in DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME, by default in remote-user', async () => {
    const header = { [`${PREFIX}_SLUG`]: 'dispatch-auth-provider-header', TRUSTED_PROXIES: '127.0.0.1' };
    const read = (env: Record<string, string>) => withEnvironment(env, (url) => Promise.all([who(url, { 'Remote-User': 'mia@example.com' }), who(url, { 'X-Who': 'otto@example.com' })]));
    expect(await read(header)).toEqual(['mia@example.com', null]);
    expect(await read({ ...header, [`${PREFIX}_HEADER_NAME`]: 'x-WHO' })).toEqual([null, 'otto@example.com']);
  });

  it('stands in the claim of …_AWS_ALB_EMAIL_CLAIM, and the key is kept for …_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS', async () => {
    const ask = async (more: Record<string, string>) => {
      const balancer = createBalancer();
      const env = { [`${PREFIX}_SLUG`]: 'dispatch-auth-provider-aws-alb', [`${PREFIX}_AWS_ALB_ARN`]: balancer.arn, ...more };
      const headers = { 'x-amzn-oidc-data': balancer.proof({ claims: { mail: 'otto@example.com' } }) };
      const names = await withEnvironment(env, async (url) => [await who(url, headers), await who(url, headers)], { providerFetch: balancer.fetch });
      return [...names, balancer.asked.length];
    };
    expect(await ask({})).toEqual(['mia@example.com', 'mia@example.com', 1]);
    expect(await ask({ [`${PREFIX}_AWS_ALB_EMAIL_CLAIM`]: 'mail', [`${PREFIX}_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS`]: '0' })).toEqual(['otto@example.com', 'otto@example.com', 2]);
  });
});

describe('with authentication off', () => {
  it('everybody is DISPATCH_AUTHENTICATION_DEFAULT_USER', async () => {
    const off = (more: Record<string, string>) => withEnvironment({ [`${PREFIX}_SLUG`]: '', ...more }, (url) => who(url, {}));
    expect(await off({ DISPATCH_AUTHENTICATION_DEFAULT_USER: 'Otto@Example.com' })).toBe('otto@example.com');
    expect(await off({})).toBe('dispatch@example.com');
  });
});
