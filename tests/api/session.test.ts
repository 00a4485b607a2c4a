import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createBootstrapLink } from '../../api/bootstrap-link.ts';
import type { Session } from '../../api/contract/session.ts';
import type { Problem } from '../../api/contract/common.ts';
import { createSignInGuard } from '../../api/auth/sign-in-guard.ts';
import { issueToken, readToken } from '../../api/auth/tokens.ts';
import { revokeTokens } from '../../models/accounts.ts';
import { updatePerson } from '../../models/people.ts';
import { select } from '../../models/sql.ts';
import { startApi, type Reply, type TestApi } from './support/api.ts';

const PASSWORD = 'four plain words together';
let api: TestApi;
let ownerEmail: string;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const session = (method: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<Session & Problem & { token: string }>> => api.call('POST' === method ? 'POST' : method, '/api/v1/session', body, headers);
const cookieOf = (reply: Reply<unknown>): string => (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const tokenIn = (url: string): string => new URL(url).searchParams.get('token') ?? '';

describe('the first administrator', () => {
  it('is made by a link that works once', async () => {
    const before = await session('GET');
    expect(before.body).toMatchObject({ person: null, needsBootstrap: true, organization: { slug: 'default' }, authentication: { enabled: true, provider: 'dispatch-auth-provider-basic' } });
    const link = (await createBootstrapLink(api.db, api.config)) ?? '';
    expect(link).toMatch(/^http:\/\/localhost:8000\/bootstrap\?token=[\w-]{43}$/);
    const body = { token: tokenIn(link), name: 'Olga Owner', password: PASSWORD };
    const redeem = (more: object) => api.call<Session & Problem & { token: string }>('POST', '/api/v1/session/redeem', { ...body, ...more });
    expect((await redeem({ password: 'short' })).body.errors).toEqual([{ pointer: '/password', detail: 'needs at least 12 characters' }]);
    expect((await redeem({})).body.errors?.[0]?.pointer).toBe('/email');
    const done = await redeem({ email: 'Olga@Example.com' });
    expect(done.status).toBe(200);
    expect(done.body.person).toMatchObject({ email: 'olga@example.com', name: 'Olga Owner', accessLevel: 'owner' });
    ownerEmail = 'olga@example.com';
    expect(done.headers.get('set-cookie')).toMatch(/^dispatch_session=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/);
    expect((await redeem({ email: 'eve@example.com' })).status).toBe(404);
    expect(await createBootstrapLink(api.db, api.config)).toBeNull();
    expect((await session('GET')).body.needsBootstrap).toBe(false);
  });

  it('invites others, who choose their password', async () => {
    const owner = await session('POST', { email: ownerEmail, password: PASSWORD });
    const bearer = { authorization: `Bearer ${owner.body.token}` };
    const made = await api.call<{ invitationUrl: string }>('POST', '/api/v1/default/people?invite=true', { email: 'mia@example.com', name: 'Mia' }, bearer);
    expect(made.status).toBe(201);
    const token = tokenIn(made.body.invitationUrl);
    const wrong = await api.call('POST', '/api/v1/session/redeem', { token, email: 'eve@example.com', name: 'Eve', password: PASSWORD });
    expect(wrong.status).toBe(400);
    const joined = await api.call<Session>('POST', '/api/v1/session/redeem', { token, name: 'Mia M', password: PASSWORD });
    expect(joined.body.person).toMatchObject({ email: 'mia@example.com', name: 'Mia M', accessLevel: 'member' });
    const again = await api.call<{ invitationUrl: string | null }>('POST', '/api/v1/default/people?invite=true', { email: ownerEmail, name: 'X' }, bearer);
    expect(again.status).toBe(409);
  });
});

describe('signing in', () => {
  it('answers wrong passwords and unknown accounts alike', async () => {
    const wrong = await session('POST', { email: ownerEmail, password: 'wrong' });
    const unknown = await session('POST', { email: 'nobody@example.com', password: 'wrong' });
    expect([wrong.status, wrong.body.detail, wrong.body.errors]).toEqual([unknown.status, unknown.body.detail, unknown.body.errors]);
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  it('takes as long for an unknown account as for a wrong password', async () => {
    const time = async (email: string): Promise<number> => {
      const start = performance.now();
      await session('POST', { email, password: 'wrong' });
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      known.push(await time('mia@example.com'));
      unknown.push(await time(`nobody${i}@example.com`));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 4);
  });

  it('slows down after five failures, for that account from that address only, whichever process is asked', async () => {
    const [guard, other] = [createSignInGuard(api.db), createSignInGuard(api.db)];
    const fail = (account: string, address = '10.0.0.1') => guard.enter({ account, address });
    // Time passes for the counters, which the database keeps.
    const later = (seconds: number) => select(api.db, 'update sign_in_attempts set last_at = last_at - make_interval(secs => $1) returning key', [seconds]);
    for (let i = 0; i < 5; i += 1) await fail('ana');
    await expect(fail('ana')).rejects.toThrow('Wait a second');
    await expect(other.enter({ account: 'ana', address: '10.0.0.1' })).rejects.toThrow('Wait a second');
    await fail('ana', '10.0.0.2');
    await fail('bo');
    await later(1);
    await fail('ana');
    await expect(fail('ana')).rejects.toThrow('Wait 2 seconds');
    await later(2);
    await (await fail('ana')).succeeded();
    for (let i = 0; i < 5; i += 1) await fail('ana');
    await expect(fail('ana')).rejects.toThrow('Wait');
    await later(31 * 60);
    await fail('ana');
  });

  it('takes an IPv6 network for one address, however many its owner picks from it', async () => {
    const guard = createSignInGuard(api.db);
    const fail = (host: string) => guard.enter({ account: 'vi', address: `2001:db8:7:1::${host}` });
    for (const host of ['1', '2', 'a:b', 'c:d:e', 'ffff']) await fail(host);
    await expect(fail('6')).rejects.toThrow('Wait a second');
    await guard.enter({ account: 'vi', address: '2001:db8:8::1' });
  });

  it('lets no more tries through when many come at once', async () => {
    const guard = createSignInGuard(api.db);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => guard.enter({ account: 'crowd', address: '10.0.0.3' })));
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(5);
  });

  it('says when to come back', async () => {
    for (let i = 0; i < 5; i += 1) await session('POST', { email: 'slow@example.com', password: 'wrong' });
    const reply = await session('POST', { email: 'slow@example.com', password: 'wrong' });
    expect([reply.status, reply.body.type, reply.headers.get('retry-after')]).toEqual([429, 'rate-limited', '1']);
  });
});

describe('a session', () => {
  it('works by cookie for reading, and for writing with the header that only our pages can send', async () => {
    const cookie = cookieOf(await session('POST', { email: ownerEmail, password: PASSWORD }));
    expect((await session('GET', undefined, { cookie })).body.person?.email).toBe(ownerEmail);
    expect((await api.call('GET', '/api/v1/default/incidents', undefined, { cookie })).status).toBe(200);
    const body = { title: 'T', description: 'd' };
    const declare = (headers: Record<string, string>) => api.call<Problem>('POST', '/api/v1/default/incidents', body, { cookie, ...headers });
    const bare = await declare({});
    expect([bare.status, bare.body.errors?.[0]?.pointer]).toEqual([403, 'header:x-dispatch-csrf']);
    expect((await declare({ 'x-dispatch-csrf': '1' })).status).toBe(201);
    expect((await declare({ 'x-dispatch-csrf': '1', origin: api.url })).status).toBe(201);
    expect((await declare({ 'x-dispatch-csrf': '1', origin: 'http://localhost:8000' })).status).toBe(201);
    const foreign = await declare({ 'x-dispatch-csrf': '1', origin: 'https://evil.example.com' });
    expect([foreign.status, foreign.body.errors?.[0]?.pointer]).toEqual([403, 'header:origin']);
    expect((await declare({ 'x-dispatch-csrf': '1', origin: 'null' })).status).toBe(403);
    expect((await session('POST', { email: ownerEmail, password: PASSWORD }, { origin: 'https://evil.example.com' })).status).toBe(403);
  });

  it('works by bearer token without any of that', async () => {
    const { token } = (await session('POST', { email: ownerEmail, password: PASSWORD })).body;
    const reply = await api.call('POST', '/api/v1/default/incidents', { title: 'T', description: 'd' }, { authorization: `Bearer ${token}`, origin: 'https://elsewhere.example.com' });
    expect(reply.status).toBe(201);
  });

  it('ends for good when signed out, and only that one', async () => {
    const [first, second] = [await session('POST', { email: ownerEmail, password: PASSWORD }), await session('POST', { email: ownerEmail, password: PASSWORD })];
    const out = await api.call('DELETE', '/api/v1/session', undefined, { cookie: cookieOf(first), 'x-dispatch-csrf': '1' });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^dispatch_session=; Max-Age=0/);
    expect((await api.call('GET', '/api/v1/default/incidents', undefined, { authorization: `Bearer ${first.body.token}` })).status).toBe(401);
    expect((await api.call('GET', '/api/v1/default/incidents', undefined, { authorization: `Bearer ${second.body.token}` })).status).toBe(200);
  });

  it('ends when all of the account are revoked, or the person is no longer active, and stays ended when they are again', async () => {
    let mia = await session('POST', { email: 'mia@example.com', password: PASSWORD });
    const read = () => api.call('GET', '/api/v1/default/incidents', undefined, { authorization: `Bearer ${mia.body.token}` });
    expect((await read()).status).toBe(200);
    await updatePerson(api.db, { organizationId: api.organizationId, id: mia.body.person?.id ?? '' }, { isActive: false });
    expect((await read()).status).toBe(401);
    expect((await session('POST', { email: 'mia@example.com', password: PASSWORD })).body.detail).toContain('not active');
    await updatePerson(api.db, { organizationId: api.organizationId, id: mia.body.person?.id ?? '' }, { isActive: true });
    expect((await read()).status).toBe(401);
    mia = await session('POST', { email: 'mia@example.com', password: PASSWORD });
    expect((await read()).status).toBe(200);
    await revokeTokens(api.db, 'mia@example.com');
    expect((await read()).status).toBe(401);
  });
});

describe('tokens', () => {
  const account = { id: '00000000-0000-4000-8000-000000000000', email: 'a@example.com' };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('are read back, and never when expired, forged, unsigned, or made for something else', async () => {
    const { token } = await issueToken(api.config, account);
    expect(await readToken(api.config, token)).toMatchObject({ accountId: account.id, email: account.email });
    const expired = await issueToken(api.config, account, { now: Date.now() - 86_400_000 * 2 });
    expect(await readToken(api.config, expired.token)).toBeNull();
    const [head, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as Record<string, unknown>;
    const other = { ...claims, email: 'owner@example.com' };
    expect(await readToken(api.config, `${head}.${encode(other)}.${signature}`)).toBeNull();
    expect(await readToken(api.config, `${encode({ alg: 'none' })}.${payload}.`)).toBeNull();
    const foreign = `${head}.${payload}`;
    expect(await readToken(api.config, `${foreign}.${createHmac('sha256', 'another secret').update(foreign).digest('base64url')}`)).toBeNull();
    expect(await readToken(api.config, '')).toBeNull();
  });
});

describe('authentication switched off', () => {
  it('makes everybody the default user, who owns the organization, and still refuses pages of other sites', async () => {
    const open = await startApi({ env: { DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '', DISPATCH_AUTHENTICATION_DEFAULT_USER: 'Me@Example.com' } });
    try {
      const me = await open.call<Session>('GET', '/api/v1/session');
      expect(me.body).toMatchObject({ person: { email: 'me@example.com', accessLevel: 'owner' }, authentication: { enabled: false }, needsBootstrap: false });
      const declare = (headers: Record<string, string>) => open.call<{ reporter: { email: string } }>('POST', '/api/v1/default/incidents', { title: 'T', description: 'd' }, headers);
      const declared = await declare({});
      expect([declared.status, declared.body.reporter.email]).toEqual([201, 'me@example.com']);
      expect((await declare({ origin: open.url })).status).toBe(201);
      expect((await declare({ origin: 'https://evil.example.com' })).status).toBe(403);
      expect((await open.call('POST', '/api/v1/session', { email: 'me@example.com', password: 'x' })).status).toBe(409);
      expect(await createBootstrapLink(open.db, open.config)).toBeNull();
    } finally {
      await open.stop();
    }
  });
});
