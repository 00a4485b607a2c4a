import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issueToken } from '../../api/auth/tokens.ts';
import { createBootstrapLink } from '../../api/bootstrap-link.ts';
import type { Problem } from '../../api/contract/common.ts';
import type { Session } from '../../api/contract/session.ts';
import { ensureAccount } from '../../models/accounts.ts';
import { startSession } from '../../models/sessions.ts';
import { createInvitation } from '../../models/invitations.ts';
import { createOrganization } from '../../models/organizations.ts';
import { createPerson, findPersonByEmail, updatePerson } from '../../models/people.ts';
import { approveRegistration, listRegistrations } from '../../models/registrations.ts';
import { listAudit } from '../../models/read/audit.ts';
import { startIssuer, type TestIssuer, type TokenShape } from '../support/issuer.ts';
import { createBalancer, type ProofShape } from '../support/load-balancer.ts';
import { startReverseProxy, type ReverseProxy } from '../support/reverse-proxy.ts';
import { startApi, type Reply, type TestApi } from './support/api.ts';

type Answer = Reply<Session & Problem & { nonce: string }>;
const INCIDENTS = '/api/v1/default/incidents';
const CSRF = { 'x-dispatch-csrf': '1' };
const tokenIn = (url: string | null): string => new URL(url ?? '').searchParams.get('token') ?? '';
const cookiesOf = (reply: Reply<unknown>): string => reply.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');

/** Makes an active member, who may sign in. */
async function member(api: TestApi, email: string, accessLevel: 'member' | 'admin' = 'member'): Promise<string> {
  const { id } = await createPerson(api.db, api.organizationId, { email, name: 'Mia', title: null, team: null, department: null, location: null, timeZone: null, accessLevel, isActive: true });
  return id;
}

describe('an OpenID Connect provider', () => {
  let api: TestApi;
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await startIssuer();
    const prefix = 'DISPATCH_AUTHENTICATION_PROVIDER';
    api = await startApi({
      env: {
        [`${prefix}_SLUG`]: 'dispatch-auth-provider-pkce',
        [`${prefix}_PKCE_JWKS`]: `${issuer.url}/jwks`,
        [`${prefix}_PKCE_OPEN_ID_CONNECT_URL`]: issuer.url,
        [`${prefix}_PKCE_CLIENT_ID`]: issuer.clientId,
        [`${prefix}_USE_ID_TOKEN`]: 'true',
        DISPATCH_JWT_SECRET: '',
        DISPATCH_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      },
    });
  });
  afterAll(async () => {
    await api?.stop();
    await issuer?.stop();
  });

  const begin = async (cookie = ''): Promise<{ nonce: string; cookie: string }> => {
    const reply: Answer = await api.call('POST', '/api/v1/session/oidc/begin', undefined, { ...CSRF, ...(cookie === '' ? {} : { cookie }) });
    expect(reply.headers.get('set-cookie')).toMatch(/^dispatch_sign_in=[\w-]{43}; Max-Age=900; Path=\/api\/v1\/session\/oidc; HttpOnly; SameSite=Lax$/);
    return { nonce: reply.body.nonce, cookie: cookiesOf(reply) };
  };
  const finish = (body: object, cookie: string): Promise<Answer> => api.call('POST', '/api/v1/session/oidc', body, { ...CSRF, cookie });
  /** A whole sign-in, as a browser does it. */
  const signIn = async (shape: TokenShape = {}, more: object = {}): Promise<Answer> => {
    const { nonce, cookie } = await begin();
    return finish({ idToken: await issuer.token({ ...shape, claims: { nonce, ...shape.claims } }), ...more }, cookie);
  };
  const bearer = (token: string, path = INCIDENTS): Promise<Answer> => api.call('GET', path, undefined, { authorization: `Bearer ${token}` });

  it('tells the web at run time where to sign in, and lets its pages talk to it', async () => {
    const { body }: Answer = await api.call('GET', '/api/v1/session');
    expect(body).toMatchObject({ person: null, obstacle: null, needsBootstrap: true, registration: 'off', authentication: { enabled: true, provider: 'dispatch-auth-provider-pkce', pkce: { issuer: issuer.url, clientId: issuer.clientId } } });
    const page = await api.call('GET', '/nowhere');
    expect(page.headers.get('content-security-policy')).toContain(`connect-src 'self' ${issuer.url};`);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const callback = await api.call('GET', '/implicit/callback');
    expect([callback.headers.get('x-frame-options'), callback.headers.get('content-security-policy')]).toEqual(['SAMEORIGIN', expect.stringContaining("frame-ancestors 'self'")]);
  });

  it('makes the first administrator with the bootstrap link, once', async () => {
    const link = tokenIn(await createBootstrapLink(api.db, api.config));
    const done = await signIn({ claims: { email: 'Olga@Example.com', name: 'Olga Owner' } }, { link });
    expect(done.body).toMatchObject({ person: { email: 'olga@example.com', name: 'Olga Owner', accessLevel: 'owner' }, needsBootstrap: false });
    const again = await signIn({ claims: { email: 'eve@example.com' } }, { link });
    expect([again.status, again.body.detail]).toEqual([409, 'There is an administrator already. Ask them to invite you.']);
    expect(await createBootstrapLink(api.db, api.config)).toBeNull();
    expect(await findPersonByEmail(api.db, api.organizationId, 'eve@example.com')).toBeNull();
    expect((await listAudit(api.db, api.organizationId, { limit: 20, action: 'bootstrap-link.used' })).data).toHaveLength(1);
  });

  it('asks an administrator about somebody who is new, and shows them nothing meanwhile', async () => {
    const waiting = await signIn();
    expect([waiting.status, waiting.body.type, waiting.headers.getSetCookie()]).toEqual([403, 'awaiting-approval', []]);
    expect(waiting.body.detail).toContain('mia@example.com');
    const read = await bearer(await issuer.token());
    expect([read.status, read.body.type]).toEqual([403, 'awaiting-approval']);
    expect(((await bearer(await issuer.token(), '/api/v1/session')).body).obstacle).toMatchObject({ code: 'awaiting-approval' });
    const elsewhere = await bearer(await issuer.token(), '/api/v1/another/incidents');
    expect(elsewhere.body.type).toBe('awaiting-approval');
    const [request] = await listRegistrations(api.db, api.organizationId, 'pending');
    expect(request).toMatchObject({ email: 'mia@example.com', name: 'Mia M', via: 'dispatch-auth-provider-pkce' });
    const olga = await findPersonByEmail(api.db, api.organizationId, 'olga@example.com');
    await approveRegistration(api.db, { organizationId: api.organizationId, id: request?.id ?? '', by: olga?.id ?? '' }, 'member');
    const done = await signIn();
    expect([done.status, done.body.person?.name]).toEqual([200, 'Mia M']);
  });

  it('gives a session by cookie for tokens that are never seen again, until the provider’s token ends but for an hour at least', async () => {
    const done = await signIn({ expires: 7200 });
    expect(done.body).not.toHaveProperty('token');
    expect(done.headers.get('set-cookie')).toMatch(/^dispatch_session=.+; HttpOnly; SameSite=Lax$/);
    expect(Date.parse(done.body.expiresAt ?? '') - Date.now()).toBeGreaterThan(7_100_000);
    const cookie = cookiesOf(done);
    expect((await api.call('GET', INCIDENTS, undefined, { cookie })).status).toBe(200);
    const declare = (headers: Record<string, string>) => api.call('POST', INCIDENTS, { title: 'T', description: 'd' }, { cookie, ...headers });
    expect([(await declare({})).status, (await declare(CSRF)).status]).toEqual([403, 201]);
    const short = await signIn({ expires: 60 });
    expect(Date.parse(short.body.expiresAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    expect((await api.call('DELETE', '/api/v1/session', undefined, { cookie, ...CSRF })).status).toBe(204);
    expect((await api.call('GET', INCIDENTS, undefined, { cookie })).status).toBe(401);
  });

  it('is believed once for each sign-in, in the browser that began it', async () => {
    const { nonce, cookie } = await begin();
    const idToken = await issuer.token({ claims: { nonce } });
    expect((await finish({ idToken }, '')).body.detail).toContain('not begun in this browser');
    expect((await finish({ idToken }, (await begin()).cookie)).body.detail).toContain('not begun in this browser');
    expect((await finish({ idToken: await issuer.token() }, cookie)).body.detail).toContain('not begun in this browser');
    const both = await Promise.all([finish({ idToken }, cookie), finish({ idToken }, cookie)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 401]);
    const replayed = await finish({ idToken }, cookie);
    expect([replayed.status, replayed.body.detail]).toEqual([401, 'This sign-in was used already. Begin again from the sign-in page.']);
    const second = await begin(cookie);
    expect(second.cookie).toBe(cookie);
    const foreign = await api.call('POST', '/api/v1/session/oidc', { idToken }, { cookie, origin: 'https://evil.example.com' });
    expect(foreign.status).toBe(403);
  });

  it('refuses forged tokens of API clients, in words, and nothing of them is told or logged', async () => {
    const bad: [string, TokenShape][] = [
      ['another issuer', { claims: { iss: 'https://evil.example.com' } }],
      ['another application', { claims: { aud: 'x' } }],
      ['expired', { expires: -60 }],
      ['not valid yet', { notBefore: 60 }],
      ['signed in a way', { header: { alg: 'HS256' }, key: createHash('sha256').update(JSON.stringify(issuer.publicJwk)).digest() }],
      ['signature cannot be confirmed', { header: { kid: 'made-up' } }],
    ];
    for (const [words, shape] of bad) {
      const token = await issuer.token(shape);
      const reply = await bearer(token);
      expect([reply.status, reply.body.type, reply.body.detail]).toEqual([401, 'not-signed-in', expect.stringContaining(words)]);
      expect(JSON.stringify(reply.body)).not.toMatch(/mia|eyJ|at .*\.ts/i);
    }
    const [head, claims] = (await issuer.token()).split('.');
    expect((await bearer(`${head}.${claims}.`)).status).toBe(401);
    expect((await bearer('not-a-token')).status).toBe(401);
    expect(api.errors).toEqual([]);
  });

  it('is asked for its keys only a few times, whatever flood of unknown keys comes', async () => {
    const before = issuer.reads();
    const flood = await Promise.all(Array.from({ length: 60 }, async (_, i) => (await bearer(await issuer.token({ header: { kid: `flood-${i}` } }))).status));
    expect(new Set(flood)).toEqual(new Set([401]));
    expect(issuer.reads() - before).toBeLessThanOrEqual(1);
    expect((await bearer(await issuer.token())).status).toBe(200);
  });

  it('lets API clients write with its tokens, and in no more when their person is deactivated', async () => {
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    expect((await api.call('POST', INCIDENTS, { title: 'T', description: 'd' }, headers)).status).toBe(201);
    const mia = await findPersonByEmail(api.db, api.organizationId, 'mia@example.com');
    await updatePerson(api.db, { organizationId: api.organizationId, id: mia?.id ?? '' }, { isActive: false });
    const refused = await bearer(await issuer.token());
    expect([refused.status, refused.body.type]).toEqual([403, 'not-a-member']);
    expect((await signIn()).body.type).toBe('not-a-member');
    await updatePerson(api.db, { organizationId: api.organizationId, id: mia?.id ?? '' }, { isActive: true });
    expect((await signIn()).status).toBe(200);
  });

  it('is the only way in: there are no passwords beside it, and sessions that began with one are over', async () => {
    const reply = await api.call('POST', '/api/v1/session', { email: 'olga@example.com', password: 'four plain words together' });
    expect(reply.status).toBe(409);
    const olga = await ensureAccount(api.db, 'olga@example.com');
    const expiresAt = Date.now() + 60_000;
    const read = async (provider: typeof api.config.auth.providerSlug): Promise<number> => {
      const session = await startSession(api.db, { accountId: olga.id, provider, address: null, userAgent: null, expiresAt: new Date(expiresAt).toISOString() });
      const { token } = await issueToken({ ...api.config, auth: { ...api.config.auth, providerSlug: provider } }, olga, { sessionId: session.id, expiresAt });
      return (await bearer(token)).status;
    };
    expect([await read('dispatch-auth-provider-pkce'), await read('dispatch-auth-provider-basic')]).toEqual([200, 401]);
  });
});

describe('a proxy that says who somebody is', () => {
  let api: TestApi;
  let proxy: ReverseProxy;
  let said: string[] = [];
  beforeAll(async () => {
    api = await startApi({
      env: { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-header', DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME: 'X-Who', TRUSTED_PROXIES: '127.0.0.2', DISPATCH_REGISTRATION: 'domains', DISPATCH_REGISTRATION_DOMAINS: 'example.com' },
    });
    proxy = await startReverseProxy({ target: api.url, from: '127.0.0.2', names: ['x-who'], add: () => said });
  });
  afterAll(async () => {
    await proxy?.stop();
    await api?.stop();
  });
  const through = async (method: string, path: string, options: { who: string[]; body?: object; headers?: Record<string, string> }): Promise<Answer> => {
    said = options.who;
    return api.call(method, proxy.url + path, options.body, options.headers);
  };

  it('is believed, in any case of the header, and lets in whom the registration policy lets in', async () => {
    const reply = await through('GET', '/api/v1/session', { who: ['X-WHO', 'Mia@Example.com'] });
    expect(reply.body).toMatchObject({ person: { email: 'mia@example.com', name: 'Mia', accessLevel: 'member' }, obstacle: null, expiresAt: null });
    expect(reply.headers.getSetCookie()).toEqual([]);
    expect((await through('GET', INCIDENTS, { who: ['x-who', 'mia@example.com'] })).status).toBe(200);
    const stranger = await through('GET', INCIDENTS, { who: ['x-who', 'eve@example.org'] });
    expect([stranger.status, stranger.body.type]).toEqual([403, 'not-a-member']);
  });

  it('makes the first administrator with the bootstrap link', async () => {
    const link = tokenIn(await createBootstrapLink(api.db, api.config));
    const claim = (headers: Record<string, string>) => through('POST', '/api/v1/session/claim', { who: ['x-who', 'olga@example.com'], body: { link }, headers });
    expect((await claim({})).status).toBe(403);
    expect((await claim(CSRF)).body.person).toMatchObject({ email: 'olga@example.com', accessLevel: 'owner' });
    expect((await claim(CSRF)).status).toBe(409);
  });

  it('is enough to accept an invitation, in whatever organization, and opens no other one', async () => {
    const { organization, owner } = await createOrganization(api.db, { slug: 'second', name: 'Second', ownerEmail: 'zoe@example.com', reserved: [], by: 'a test' });
    await createOrganization(api.db, { slug: 'third', name: 'Third', ownerEmail: 'zoe@example.com', reserved: [], by: 'a test' });
    const who = ['x-who', 'ivo@example.org'];
    const read = async (slug: string): Promise<number> => (await through('GET', `/api/v1/${slug}/incidents`, { who })).status;
    expect(await read('second')).toBe(403);
    await createInvitation(api.db, { organizationId: organization.id, email: 'ivo@example.org', name: 'Ivo', accessLevel: 'manager', by: owner.id });
    expect([await read('third'), await read('second'), await read('default')]).toEqual([404, 200, 404]);
    expect((await through('GET', '/api/v1/session', { who })).body).toMatchObject({ person: { email: 'ivo@example.org', accessLevel: 'manager' }, organization: { slug: 'second' } });
    await createInvitation(api.db, { organizationId: organization.id, email: 'mia@example.com', name: 'Mia', accessLevel: 'member', by: owner.id });
    expect((await through('GET', '/api/v1/session', { who: ['x-who', 'mia@example.com'] })).body.organizations.map((one) => one.slug).sort()).toEqual(['default', 'second']);
  });

  it('is not believed when somebody else says it, whatever X-Forwarded-For claims', async () => {
    for (const forwarded of [{}, { 'x-forwarded-for': '127.0.0.2' }, { forwarded: 'for=127.0.0.2' }, { 'x-real-ip': '127.0.0.2' }]) {
      const reply: Answer = await api.call('GET', INCIDENTS, undefined, { 'x-who': 'olga@example.com', ...forwarded });
      expect([reply.status, reply.body.detail]).toEqual([401, expect.stringContaining('did not come through the proxy')]);
    }
    const page: Answer = await api.call('GET', '/api/v1/session', undefined, { 'x-who': 'olga@example.com' });
    expect(page.body).toMatchObject({ person: null, obstacle: { code: 'not-believed' } });
  });

  it.each([
    ['twice', ['x-who', 'mia@example.com', 'X-Who', 'olga@example.com'], 'more than once'],
    ['twice the same', ['x-who', 'olga@example.com', 'x-who', 'olga@example.com'], 'more than once'],
    ['nothing', [], 'did not say who you are'],
    ['an empty name', ['x-who', ' '], 'did not say who you are'],
    ['a name that is no address', ['x-who', 'olga'], 'not by an e-mail address'],
    ['several in one', ['x-who', 'mia@example.com, olga@example.com'], 'not by an e-mail address'],
  ])('that says %s is not believed', async (_what, who, words) => {
    const reply = await through('GET', INCIDENTS, { who });
    expect([reply.status, reply.body.detail]).toEqual([401, expect.stringContaining(words)]);
  });

  it('vouches for what a browser sends by itself, so writes need the header of our pages', async () => {
    const declare = (headers: Record<string, string>) => through('POST', INCIDENTS, { who: ['x-who', 'mia@example.com'], body: { title: 'T', description: 'd' }, headers });
    const bare = await declare({});
    expect([bare.status, bare.body.errors?.[0]?.pointer]).toEqual([403, 'header:x-dispatch-csrf']);
    expect((await declare(CSRF)).status).toBe(201);
    expect((await declare({ ...CSRF, origin: 'https://evil.example.com' })).status).toBe(403);
  });
});

describe('an AWS load balancer', () => {
  const balancer = createBalancer();
  let api: TestApi;
  let proxy: ReverseProxy;
  let shape: ProofShape = {};
  beforeAll(async () => {
    api = await startApi({
      env: { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-aws-alb', DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: balancer.arn, DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM: 'profile.mail' },
      providerFetch: balancer.fetch,
    });
    proxy = await startReverseProxy({ target: api.url, from: '127.0.0.3', names: ['x-amzn-oidc-data'], add: () => ['X-Amzn-Oidc-Data', balancer.proof(shape)] });
    await member(api, 'mia@example.com');
  });
  afterAll(async () => {
    await proxy?.stop();
    await api?.stop();
  });
  const claims = { profile: { mail: 'Mia@Example.com' } };
  const through = (next: ProofShape, path = INCIDENTS): Promise<Answer> => {
    shape = { claims, ...next };
    return api.call('GET', proxy.url + path);
  };

  it('is believed by its signature, and its key is fetched once', async () => {
    expect((await through({}, '/api/v1/session')).body).toMatchObject({ person: { email: 'mia@example.com' }, obstacle: null });
    expect((await through({})).status).toBe(200);
    expect(balancer.asked).toEqual([`https://public-keys.auth.elb.eu-west-1.amazonaws.com/${balancer.keyId}`]);
  });

  it.each([
    ['another load balancer’s', { head: { signer: `${balancer.arn}0` } }, 'does not come from the load balancer'],
    ['without a signature', { head: { alg: 'none' } }, 'not accepted'],
    ['over', { head: { exp: 1 } }, 'expired'],
    ['for a key that leads elsewhere', { head: { kid: '../../evil/key' } }, 'does not come from the load balancer'],
    ['without the claim that holds the address', { claims: { email: 'mia@example.com' } }, 'which e-mail address'],
  ])('is not believed when its proof is %s', async (_what, bad, words) => {
    const reply = await through(bad);
    expect([reply.status, reply.body.detail]).toEqual([401, expect.stringContaining(words)]);
  });

  it('is not believed when its proof comes twice, is changed or is missing, and never makes a 5xx of what people send', async () => {
    const proof = balancer.proof({ claims });
    const [head, , signature] = proof.split('.');
    const forged = Buffer.from(JSON.stringify({ profile: { mail: 'olga@example.com' }, exp: 9_999_999_999 })).toString('base64url');
    const direct = (value: string | null) => api.call('GET', INCIDENTS, undefined, value === null ? {} : { 'x-amzn-oidc-data': value });
    expect((await direct(proof)).status).toBe(200);
    for (const value of [`${head}.${forged}.${signature}`, 'x', '..', 'a.b.c', null, `${proof}, ${proof}`]) expect((await direct(value)).status).toBe(401);
    expect(api.errors).toEqual([]);
  });

  it('says 503 while AWS does not give an unknown key, and goes on with the known one', async () => {
    const unknown = await through({ head: { kid: '00000000-0000-4000-8000-000000000000' } });
    expect([unknown.status, unknown.body.type, unknown.headers.get('retry-after')]).toEqual([503, 'unavailable', '5']);
    expect((await through({})).status).toBe(200);
  });
});
