import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { endBalancerSession, openBalancerData } from '../../../api/auth/providers/alb.ts';
import { balancerKeyUrl, createBalancerKeys } from '../../../api/auth/providers/alb-keys.ts';
import { trustedPeers } from '../../../api/auth/providers/trusted.ts';
import { originsIn, createProviderOrigins, widenPolicy } from '../../../api/auth/oidc/page-policy.ts';
import { createBalancer } from '../../support/load-balancer.ts';

const balancer = createBalancer();
const { arn } = balancer;
const open = (data: string, now?: number) => openBalancerData(data, { arn, keys: createBalancerKeys({ arn, cacheSeconds: 300, fetch: balancer.fetch }), ...(now === undefined ? {} : { now }) });
const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

describe('a load balancer’s proof', () => {
  it('is read with the padding that AWS leaves on', async () => {
    const proof = balancer.proof({ claims: { name: 'ab' } });
    expect(proof).toContain('=');
    expect(await open(proof)).toMatchObject({ email: 'Mia@Example.com', name: 'ab' });
  });

  it.each([
    ['of another load balancer', { head: { signer: 'arn:aws:elasticloadbalancing:eu-west-1:999999999999:loadbalancer/app/evil/1' } }, 'does not come from the load balancer'],
    ['without a signer', { head: { signer: undefined } }, 'does not come from the load balancer'],
    ['without a signature', { head: { alg: 'none' } }, 'signed in a way that is not accepted'],
    ['by another algorithm', { head: { alg: 'HS256' } }, 'signed in a way that is not accepted'],
    ['whose key leads elsewhere', { head: { kid: '../../evil-bucket/key' } }, 'does not come from the load balancer'],
    ['whose key leads to another host', { head: { kid: '@evil.example.com/key' } }, 'does not come from the load balancer'],
    ['whose key is hidden by percent signs', { head: { kid: '%2e%2e%2fkey' } }, 'does not come from the load balancer'],
    ['whose key is no text', { head: { kid: ['a'] } }, 'does not come from the load balancer'],
    ['that has expired', { head: { exp: seconds(-31) } }, 'expired'],
    ['whose claims have expired', { claims: { exp: seconds(-31) } }, 'expired'],
    ['that ends in words', { head: { exp: 'never' } }, 'expired'],
    ['that never ends', { head: { exp: undefined }, claims: { exp: undefined } }, 'cannot be read'],
    ['that is not valid yet', { claims: { nbf: seconds(60) } }, 'not valid yet'],
    ['of another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }, 'does not come from the load balancer'],
  ])('%s is refused', async (_what, shape, words) => {
    const before = balancer.asked.length;
    await expect(open(balancer.proof(shape))).rejects.toMatchObject({ code: 'not-signed-in', message: expect.stringContaining(words) });
    expect(balancer.asked.slice(before).filter((url) => !url.endsWith(`/${balancer.keyId}`))).toEqual([]);
  });

  it('that is broken, changed, or signed with the public key as a secret is refused', async () => {
    const [head = '', claims = '', signature = ''] = balancer.proof().split('.');
    const forged = Buffer.from(JSON.stringify({ email: 'owner@example.com', exp: seconds(60) })).toString('base64url');
    const pem = await (await balancer.fetch(balancerKeyUrl(arn, balancer.keyId), {})).text();
    const mac = createHmac('sha256', pem).update(`${head}.${forged}`).digest('base64url');
    for (const data of ['', '..', `${head}.${claims}`, `${head}.${claims}.${signature}.x`, `${head}.${forged}.${signature}`, `${head}.${forged}.${mac}`, `${head}.${claims}.`, `${head}.${claims}.AAAA`, `a b.${claims}.${signature}`, `${'x'.repeat(20_000)}.${claims}.${signature}`]) {
      await expect(open(data)).rejects.toMatchObject({ code: 'not-signed-in' });
    }
  });

  it('has its key where AWS publishes those of the ARN’s region and partition', () => {
    const of = (start: string) => balancerKeyUrl(`${start}:1:loadbalancer/app/x/1`, 'k');
    expect(of('arn:aws:elasticloadbalancing:us-east-2')).toBe('https://public-keys.auth.elb.us-east-2.amazonaws.com/k');
    expect(of('arn:aws-cn:elasticloadbalancing:cn-north-1')).toBe('https://public-keys.auth.elb.cn-north-1.amazonaws.com.cn/k');
    expect(of('arn:aws-us-gov:elasticloadbalancing:us-gov-west-1')).toBe('https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-west-1/k');
  });
});

describe('keys of load balancers', () => {
  it('are kept for the configured time, fetched once for many, and made-up ids cannot flood AWS or keep others out', async () => {
    let now = 0;
    const own = createBalancer();
    const keys = createBalancerKeys({ arn: own.arn, cacheSeconds: 300, fetch: own.fetch, now: () => now });
    await Promise.all([keys(own.keyId), keys(own.keyId)]);
    now = 299_000;
    await keys(own.keyId);
    expect(own.asked).toHaveLength(1);
    const flood = Array.from({ length: 100 }, async (_, i) => keys(`made-up-${i}`).catch((e: Error) => e.message));
    expect(new Set(await Promise.all(flood)).size).toBe(2);
    expect(own.asked).toHaveLength(11);
    now = 301_000;
    await keys(own.keyId);
    expect(own.asked).toHaveLength(12);
    const uncached = createBalancerKeys({ arn: own.arn, cacheSeconds: 0, fetch: own.fetch, now: () => now });
    await uncached(own.keyId);
    await uncached(own.keyId);
    expect(own.asked).toHaveLength(14);
  });

  it('must be P-256, and an answer that is no key is told apart from a wrong proof', async () => {
    const trouble: unknown[] = [];
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
    for (const answer of [new Response(rsa), new Response('<html>'), new Response('', { status: 500 })]) {
      await expect(createBalancerKeys({ arn, cacheSeconds: 300, fetch: async () => answer, onTrouble: (e) => trouble.push(e) })('k')).rejects.toMatchObject({ code: 'unavailable' });
    }
    expect(trouble).toHaveLength(3);
  });

  it('belong to a session of the load balancer that is ended with its cookies', () => {
    const set: string[] = [];
    const response = { append: (_name: string, value: string) => set.push(value) };
    endBalancerSession({ headers: { cookie: 'AWSELBAuthSessionCookie-0=a; AWSELBAuthSessionCookie-1=b; other=c' } }, response as unknown as Parameters<typeof endBalancerSession>[1]);
    expect(set.map((one) => one.split(';')[0])).toEqual(['AWSELBAuthSessionCookie-0=', 'AWSELBAuthSessionCookie-1=']);
    expect(set[0]).toContain('Max-Age=-1');
  });
});

describe('trusted proxies', () => {
  it('are known by address, network or name, in either form of IPv4', () => {
    const trusts = trustedPeers(['10.1.0.0/16', '192.0.2.7', 'fd00::/8', 'loopback', 'linklocal']);
    for (const yes of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', 'fd12::1', '127.0.0.1', '::1', 'fe80::1%eth0']) expect([yes, trusts(yes)]).toEqual([yes, true]);
    for (const no of ['10.2.0.1', '192.0.2.8', '::ffff:192.0.2.8', '2001:db8::1', '', undefined, 'localhost', '10.1.2.3, 1.1.1.1']) expect([no, trusts(no)]).toEqual([no, false]);
    expect(trustedPeers([])('127.0.0.1')).toBe(false);
    expect(trustedPeers(['uniquelocal'])('172.31.0.1')).toBe(true);
  });
});

describe('the policy of pages that sign in', () => {
  const document = { token_endpoint: 'https://tokens.example.com/token', authorization_endpoint: 'https://login.example.com/authorize' };

  it('lets them talk to the provider’s hosts and to nobody else', () => {
    const origins = originsIn('https://login.example.com/realms/acme', document);
    expect(origins).toEqual({ connect: ['https://login.example.com', 'https://tokens.example.com'], frame: ['https://login.example.com'] });
    const policy = widenPolicy("default-src 'self';connect-src 'self' https://errors.example.com;frame-ancestors 'none'", origins, true);
    expect(policy.split(';')).toEqual(["default-src 'self'", "connect-src 'self' https://errors.example.com https://login.example.com https://tokens.example.com", "frame-ancestors 'self'", "frame-src 'self' https://login.example.com"]);
    expect(widenPolicy("frame-ancestors 'none'", origins, false)).toContain("frame-ancestors 'none'");
    expect(originsIn('https://a.example.com', { token_endpoint: "javascript:alert(1); script-src 'unsafe-inline'" })).toEqual({ connect: ['https://a.example.com'], frame: ['https://a.example.com'] });
  });

  it('is learnt from the provider once an hour, and does not depend on its answering', async () => {
    let now = 0;
    let asked = 0;
    let up = false;
    const trouble: unknown[] = [];
    const origins = createProviderOrigins('https://login.example.com', { now: () => now, onTrouble: (e) => trouble.push(e), fetch: async () => ((asked += 1), up ? Response.json(document) : new Response('', { status: 503 })) });
    expect((await origins()).connect).toEqual(['https://login.example.com']);
    await origins();
    expect([asked, trouble.length]).toEqual([1, 1]);
    up = true;
    now = 31_000;
    expect((await origins()).connect).toContain('https://tokens.example.com');
    up = false;
    now += 59 * 60_000;
    await origins();
    expect(asked).toBe(2);
    now += 60_000;
    expect((await origins()).connect).toContain('https://tokens.example.com');
    expect(asked).toBe(3);
  });
});
