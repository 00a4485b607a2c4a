import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@duosecurity/duo_universal';
import { decodeJwt, SignJWT } from 'jose';
import type { MfaCapability, MfaFactor } from '../../plugins/contract.ts';
import { startFakeDuo, type FakeDuo } from '../../plugins/duo/fake.ts';
import { duo } from '../../plugins/duo/index.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { answerAtDuo } from './harness/duo.ts';
import { registryWith } from './harness/instance.ts';

const person = { id: 'p1', email: 'nadia@example.org', name: 'Nadia Rahman' };
const factor: MfaFactor = { id: 'f1', method: 'duo', data: { username: person.email } };
const REDIRECT = 'https://dispatch.example/second-factor';
let fake: FakeDuo;
let mfa: MfaCapability;

beforeAll(async () => {
  fake = await startFakeDuo();
  mfa = await connect({});
});
afterAll(() => fake.stop());

async function connect(more: object): Promise<MfaCapability> {
  const settings = { clientId: fake.clientId, clientSecret: fake.clientSecret, apiHost: 'api-12345678.duosecurity.com', apiUrl: fake.url, ...more };
  return (await registryWith({ plugin: duo, settings, store: createMemoryStore() }).capability('organization', null, 'mfa')).impl;
}

const begin = (who = person) => mfa.beginChallenge({ method: 'duo', person: who, factors: [factor] });
const verify = (state: Record<string, unknown>, answer: Awaited<ReturnType<typeof answerAtDuo>>) => mfa.verify({ method: 'duo', person, factors: [factor], state, answer });
const urlOf = (ask: { kind: string; url?: string }): URL => new URL(ask.url ?? '');

describe('Duo’s prompt', () => {
  it('is asked with a signed request that holds who, where back to, and a state', async () => {
    const { ask } = await begin();
    const url = urlOf(ask);
    const claims = decodeJwt(url.searchParams.get('request') ?? '');
    expect([url.origin, url.pathname]).toEqual([fake.url, '/oauth/v1/authorize']);
    expect(claims).toMatchObject({ duo_uname: person.email, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', client_id: fake.clientId, iss: fake.clientId, aud: fake.url, use_duo_code_attribute: true });
    expect(String(claims['state']).length).toBeGreaterThanOrEqual(43);
    expect((claims.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(300);
    expect(url.href).not.toContain(fake.clientSecret);
  });

  it('confirms, and denies', async () => {
    const [yes, no] = [await begin(), await begin()];
    expect(await verify(yes.state, await answerAtDuo(fake, yes.ask, 'allow'))).toMatchObject({ ok: true, factorId: 'f1' });
    expect(await verify(no.state, await answerAtDuo(fake, no.ask, 'deny'))).toMatchObject({ ok: false, reason: expect.stringContaining('did not confirm') });
  });

  it('is not even asked about a forged or missing state', async () => {
    const { ask, state } = await begin();
    const answer = await answerAtDuo(fake, ask, 'allow');
    const before = fake.seen.length;
    expect(await verify(state, { ...answer, state: `${answer.state}x` })).toMatchObject({ ok: false });
    expect(await verify({}, answer)).toMatchObject({ ok: false });
    expect(fake.seen.length).toBe(before);
    expect(await verify(state, answer)).toMatchObject({ ok: true });
  });

  it('does not take a code twice, nor one that it never gave out', async () => {
    const { ask, state } = await begin();
    const answer = await answerAtDuo(fake, ask, 'allow');
    expect((await verify(state, answer)).ok).toBe(true);
    expect(await verify(state, answer)).toMatchObject({ ok: false, reason: expect.stringContaining('Begin again') });
    expect((await verify(state, { ...answer, code: 'f'.repeat(64) })).ok).toBe(false);
    expect(fake.seen.slice(-2)).toEqual(['POST /oauth/v1/token 400', 'POST /oauth/v1/token 400']);
  });

  it('confirms only the person who was asked', async () => {
    const eve = await begin({ ...person, email: 'eve@example.org' });
    expect(await verify(eve.state, await answerAtDuo(fake, eve.ask, 'allow'))).toMatchObject({ ok: false, reason: expect.stringContaining('somebody else') });
  });

  it('knows people by the part before the @ where the settings say so', async () => {
    const short = await connect({ username: 'local part' });
    const { ask } = await short.beginEnrolment({ method: 'duo', person, factors: [] });
    expect(decodeJwt(urlOf(ask).searchParams.get('request') ?? '')['duo_uname']).toBe('nadia');
  });
});

describe('settings', () => {
  const good = { clientId: 'D'.repeat(20), clientSecret: 's'.repeat(40), apiHost: 'api-1a2b3c4d.duosecurity.com' };
  it.each([
    ['apiHost', 'evil.example.com'], ['apiHost', 'api-x.duosecurity.com.evil.example'], ['apiHost', 'https://api-1.duosecurity.com'], ['apiHost', 'api-1.duosecurity.com/x'],
    ['apiUrl', 'https://evil.example.com'], ['apiUrl', 'http://127.0.0.1.evil.example'], ['apiUrl', 'http://localhost@evil.example'], ['clientId', 'short'], ['clientSecret', 'short'],
  ])('refuses %s = %s', (name, value) => {
    const parsed = duo.settings.safeParse({ ...good, [name]: value });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual([name]);
  });
  it('takes Duo’s own hosts', () => {
    for (const apiHost of ['api-1a2b3c4d.duosecurity.com', 'API-1A2B3C4D.duosecurity.com', 'api-1a2b3c4d.duofederal.com']) expect(duo.settings.safeParse({ ...good, apiHost }).success).toBe(true);
  });
});

describe('the double', () => {
  // Duo's own client, pointed at the double: what it sends is taken, and what the double answers it believes.
  function official(secret = fake.clientSecret): Client {
    const client = new Client({ clientId: fake.clientId, clientSecret: secret, apiHost: 'api-12345678.duosecurity.com', redirectUrl: REDIRECT });
    Reflect.set(client, 'baseURL', fake.url);
    const { defaults } = Reflect.get(client, 'axios') as { defaults: Record<string, unknown> };
    Object.assign(defaults, { baseURL: fake.url, httpAgent: undefined, proxy: false });
    return client;
  }

  it('is taken for Duo by Duo’s official client, and the other way round', async () => {
    const client = official();
    expect((await client.healthCheck()).stat).toBe('OK');
    const back = await fake.answer(await client.createAuthUrl(person.email, client.generateState()), 'allow');
    const result = await client.exchangeAuthorizationCodeFor2FAResult(back.searchParams.get('duo_code') ?? '', person.email);
    expect(result).toMatchObject({ preferred_username: person.email, auth_result: { result: 'allow' } });
    await expect(official('0'.repeat(40)).healthCheck()).rejects.toThrow('invalid_client');
  });

  it('refuses requests that are signed wrongly, live too long, or are for another address', async () => {
    const { ask } = await begin();
    const url = urlOf(ask);
    const claims = decodeJwt(url.searchParams.get('request') ?? '');
    const statusOf = async (payload: object, secret: string, alg = 'HS512'): Promise<number> => {
      const request = await new SignJWT({ ...claims, ...payload }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
      url.searchParams.set('request', request);
      return (await fetch(url)).status;
    };
    expect(await statusOf({}, fake.clientSecret)).toBe(200);
    expect(await statusOf({}, 'x'.repeat(64))).toBe(400);
    expect(await statusOf({}, fake.clientSecret, 'HS256')).toBe(400);
    expect(await statusOf({ exp: Math.floor(Date.now() / 1000) + 3600 }, fake.clientSecret)).toBe(400);
    expect(await statusOf({ aud: 'https://elsewhere.example' }, fake.clientSecret)).toBe(400);
    expect(await statusOf({ state: 'short' }, fake.clientSecret)).toBe(400);
    expect(await statusOf({ redirect_uri: 'https://elsewhere.example/' }, fake.clientSecret)).toBe(400);
  });
});
