import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Config, ConfigError, loadConfig } from '../../../config/load.ts';

const BARE = { DISPATCH_JWT_SECRET: 'q8Zr2vT5xW1yA4bC7dE0fG3hJ6kL9mN2' };
const ARN = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/front/50dc6c495c0c9188';
const folder = mkdtempSync(path.join(tmpdir(), 'dispatch-rows-'));
writeFileSync(path.join(folder, 'index.html'), '<p>');
writeFileSync(path.join(folder, 'mjml'), '#!/bin/sh\n');
chmodSync(path.join(folder, 'mjml'), 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (env: Record<string, string>): Config => loadConfig({ ...BARE, ...env }, { envFile: null });
function problemsOf(env: Record<string, string>): ConfigError['problems'] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const PKCE = {
  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce',
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: 'https://login.example.com/keys',
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: 'https://login.example.com',
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: 'dispatch',
};

interface Row {
  key: string;
  read(config: Config): unknown;
  initial: unknown;
  /** Values that are taken, and what they become. */
  good: [string, unknown][];
  /** Values that are refused, and words of what is said to be allowed. */
  bad: [string, RegExp][];
}
const ROWS: Row[] = [
  { key: 'LOG_LEVEL', read: (c) => c.logLevel, initial: 'warn', good: [['CRITICAL', 'fatal'], ['error', 'error'], ['WARNING', 'warn'], ['Info', 'info'], ['DEBUG', 'debug']], bad: [['TRACE', /^CRITICAL, ERROR, WARNING, INFO, DEBUG$/], ['warn', /WARNING/]] },
  { key: 'STATIC_DIR', read: (c) => c.server.staticDir, initial: 'web/dist', good: [['', ''], [folder, folder]], bad: [['/nowhere', /index\.html/]] },
  { key: 'METRIC_PROVIDERS', read: (c) => c.metrics.providers, initial: [], good: [['prometheus, statsd', ['prometheus', 'statsd']]], bad: [['Prometheus!', /names of providers/]] },
  { key: 'ENV_TAGS', read: (c) => c.tags, initial: {}, good: [['foo:LANG_OF_TEST,baz:UNSET_IN_TEST', { foo: 'C' }]], bad: [['foo', /tag:VARIABLE/], ['a:B,a:C', /once/], ['a:B:C', /tag:VARIABLE/], ['x:DATABASE_CREDENTIALS', /no secret/], ['x:MY_API_TOKEN', /no secret/]] },
  { key: 'SENTRY_DSN', read: (c) => c.sentryDsn, initial: null, good: [['https://key@sentry.example.com/1', 'https://key@sentry.example.com/1'], ['https://key:secret@sentry.example.com/1', 'https://key@sentry.example.com/1']], bad: [['https://sentry.example.com/1', /DSN/], ['key@sentry', /DSN/]] },
  { key: 'MJML_PATH', read: (c) => c.mjmlPath, initial: null, good: [[folder, folder]], bad: [['/nowhere', /executable named mjml/]] },
  { key: 'DISPATCH_UI_URL', read: (c) => c.server.uiUrl, initial: 'http://localhost:8000', good: [['https://d.example.com/', 'https://d.example.com']], bad: [['d.example.com', /https?:\/\//]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG', read: (c) => c.auth.providerSlug, initial: 'dispatch-auth-provider-basic', good: [['', '']], bad: [['ldap', /basic, .*-pkce, .*-header, .*-aws-alb, nothing at all/]] },
  { key: 'DISPATCH_AUTHENTICATION_DEFAULT_USER', read: (c) => c.auth.defaultUser, initial: 'dispatch@example.com', good: [['Me@Example.com', 'me@example.com']], bad: [['me', /e-mail/]] },
  { key: 'DISPATCH_JWT_SECRET', read: (c) => c.auth.jwtSecret, initial: BARE.DISPATCH_JWT_SECRET, good: [['N7'.repeat(8) + 'abcdefghijklmnop', 'N7'.repeat(8) + 'abcdefghijklmnop']], bad: [['password', /32 random/], ['', /random secret/]] },
  { key: 'DISPATCH_JWT_ALG', read: (c) => c.auth.jwtAlg, initial: 'HS256', good: [['hs512', 'HS512']], bad: [['none', /HS256, HS384, HS512/], ['RS256', /HS256/]] },
  { key: 'DISPATCH_JWT_EXP', read: (c) => c.auth.jwtExpSeconds, initial: 86_400, good: [['3600', 3600]], bad: [['0', /from 60/], ['1d', /whole number/]] },
  { key: 'DISPATCH_JWT_AUDIENCE', read: (c) => c.auth.jwtAudience, initial: null, good: [['api://dispatch', 'api://dispatch']], bad: [] },
  { key: 'DISPATCH_JWT_EMAIL_OVERRIDE', read: (c) => c.auth.emailClaim, initial: 'email', good: [['user.mail', 'user.mail'], ['https://example.com/email', 'https://example.com/email']], bad: [['user..mail', /path with dots/], ['e mail', /without spaces/]] },
  { key: 'DISPATCH_REGISTRATION', read: (c) => c.auth.registration.mode, initial: 'approval', good: [['open', 'open'], ['OFF', 'off']], bad: [['yes', /open, approval, domains, off/]] },
  { key: 'DISPATCH_REGISTRATION_DOMAINS', read: (c) => c.auth.registration.domains, initial: [], good: [['@Example.com, example.org', ['example.com', 'example.org']]], bad: [['example', /domains/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS', read: (c) => c.auth.pkce.jwksUrl, initial: null, good: [['https://x.example.com/jwks', 'https://x.example.com/jwks']], bad: [['file:///keys', /https?:\/\//]] },
  { key: 'DISPATCH_PKCE_DONT_VERIFY_AT_HASH', read: (c) => c.auth.pkce.dontVerifyAtHash, initial: false, good: [['true', true], ['1', true], ['yes', true], ['on', true], ['false', false], ['', false]], bad: [['maybe', /true or false/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL', read: (c) => c.auth.pkce.openIdConnectUrl, initial: null, good: [['https://x.example.com/realm/.well-known/openid-configuration', 'https://x.example.com/realm']], bad: [['x.example.com', /issuer/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID', read: (c) => c.auth.pkce.clientId, initial: null, good: [['dispatch', 'dispatch']], bad: [] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN', read: (c) => c.auth.pkce.useIdToken, initial: false, good: [['on', true]], bad: [['2', /true or false/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME', read: (c) => c.auth.header.name, initial: 'remote-user', good: [['X-Forwarded-User', 'x-forwarded-user']], bad: [['remote user', /HTTP header/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN', read: (c) => c.auth.alb.arn, initial: null, good: [[ARN, ARN]], bad: [['arn:aws:iam::1:role/x', /Application Load Balancer/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM', read: (c) => c.auth.alb.emailClaim, initial: 'email', good: [['mail', 'mail']], bad: [['.', /claim/]] },
  { key: 'DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS', read: (c) => c.auth.alb.publicKeyCacheSeconds, initial: 300, good: [['0', 0]], bad: [['-1', /whole number/]] },
  { key: 'TRUSTED_PROXIES', read: (c) => c.server.trustedProxies, initial: [], good: [['10.0.0.0/8, ::1, loopback', ['10.0.0.0/8', '::1', 'loopback']]], bad: [['10.0.0.0/40', /networks/], ['everybody', /networks/]] },
  { key: 'DATABASE_HOSTNAME', read: (c) => c.database.hostname, initial: 'localhost', good: [['db.example.com', 'db.example.com']], bad: [] },
  { key: 'DATABASE_CREDENTIALS', read: (c) => [c.database.user, c.database.password], initial: ['postgres', ''], good: [['me:a:b@c%d', ['me', 'a:b@c%d']]], bad: [['nopassword', /user:password/]] },
  { key: 'DATABASE_NAME', read: (c) => c.database.name, initial: 'dispatch', good: [['incidents', 'incidents']], bad: [] },
  { key: 'DATABASE_PORT', read: (c) => c.database.port, initial: 5432, good: [['6543', 6543]], bad: [['postgres', /1 to 65535/]] },
  { key: 'DATABASE_SSL', read: (c) => c.database.ssl, initial: 'disable', good: [['verify', 'verify']], bad: [['maybe', /disable, require, verify/]] },
];
const AROUND = { LANG_OF_TEST: 'C' };

describe.each(ROWS)('$key', ({ key, read, initial, good, bad }) => {
  it('has its default', () => expect(read(load({}))).toEqual(initial));
  it.each(good)('takes %j', (value, becomes) => expect(read(load({ ...AROUND, [key]: value }))).toEqual(becomes));
  if (bad.length > 0) {
    it.each(bad)('refuses %j and says what is allowed', (value, words) => {
      expect(problemsOf({ [key]: value })).toEqual([{ key, found: expect.any(String), allowed: expect.stringMatching(words) }]);
    });
  }
});

describe('settings that need one another', () => {
  const keysOf = (env: Record<string, string>) => problemsOf(env).map((p) => p.key);

  it('names everything that sign-in through OpenID Connect needs', () => {
    expect(keysOf({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce' })).toEqual(Object.keys(PKCE).slice(1));
    expect(load(PKCE).auth.pkce).toMatchObject({ jwksUrl: 'https://login.example.com/keys', openIdConnectUrl: 'https://login.example.com', clientId: 'dispatch' });
  });

  it('takes keys over plain HTTP in production from this machine only', () => {
    const jwks = (url: string) => keysOf({ ...PKCE, DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: url });
    expect(jwks('http://login.example.com/keys')).toEqual(['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS']);
    expect(jwks('http://127.0.0.1:4000/keys')).toEqual([]);
  });

  it('asks for the proxies behind a header, the balancer behind its data, the domains of a registration', () => {
    expect(keysOf({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-header' })).toEqual(['TRUSTED_PROXIES']);
    expect(keysOf({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-header', TRUSTED_PROXIES: '10.0.0.1' })).toEqual([]);
    expect(keysOf({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-aws-alb' })).toEqual(['DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN']);
    expect(keysOf({ DISPATCH_REGISTRATION: 'domains' })).toEqual(['DISPATCH_REGISTRATION_DOMAINS']);
  });

  it('derives the address of the web from host and port', () => {
    const uiUrl = (env: Record<string, string>) => load(env).server.uiUrl;
    expect(uiUrl({ PORT: '9000', HOST: '0.0.0.0' })).toBe('http://localhost:9000');
    expect(uiUrl({ PORT: '80', HOST: 'dispatch.internal' })).toBe('http://dispatch.internal');
    expect(uiUrl({ HOST: 'fd00::1' })).toBe('http://[fd00::1]:8000');
  });
});
