import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig, loadHints, readSettings } from '../../../config/load.ts';

const SECRET = 'q8Zr2vT5xW1yA4bC7dE0fG3hJ6kL9mN2';
const BARE = { DISPATCH_JWT_SECRET: SECRET };
const alone = { envFile: null };

const folder = mkdtempSync(path.join(tmpdir(), 'dispatch-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function problemsOf(env: Record<string, string>, part: 'api' | 'worker' = 'api'): ConfigError['problems'] {
  try {
    loadConfig(env, { ...alone, part });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function envFile(text: string): string {
  const file = path.join(folder, 'settings.env');
  writeFileSync(file, text);
  return file;
}

describe('loading the configuration', () => {
  it('has a default for everything but the secret that signs sessions', () => {
    const config = loadConfig(BARE, alone);
    expect(config).toMatchObject({
      env: 'production',
      server: { host: '127.0.0.1', port: 8000, uiUrl: 'http://localhost:8000', trustedProxies: [] },
      database: { hostname: 'localhost', port: 5432, name: 'dispatch', user: 'postgres', password: '', ssl: 'disable' },
      temporal: { address: 'localhost:7233', namespace: 'default', tls: null, payloadKey: null },
      auth: { providerSlug: 'dispatch-auth-provider-basic', jwtExpSeconds: 86_400 },
      smtp: null,
    });
    expect(problemsOf({})).toEqual([{ key: 'DISPATCH_JWT_SECRET', found: 'nothing', allowed: expect.stringContaining('32') }]);
  });

  it('lets the environment win over the file', () => {
    const file = envFile('PORT=9000\nLOG_LEVEL=debug\n# PORT=1\n');
    const config = loadConfig({ ...BARE, PORT: '9100' }, { envFile: file });
    expect([config.server.port, config.logLevel]).toEqual([9100, 'debug']);
    const sources = Object.fromEntries(readSettings({ ...BARE, PORT: '9100' }, { envFile: file }).map((s) => [s.key, s.source]));
    expect(sources).toMatchObject({ PORT: 'environment', LOG_LEVEL: '.env', HOST: 'default' });
  });

  it.each(['p:a@ss%w', 'a:b:c', '%40', 'sp ace', 'ünï', ''])('takes the password %j as it is', (password) => {
    const { database } = loadConfig({ ...BARE, DATABASE_CREDENTIALS: `somebody:${password}` }, alone);
    expect(database).toMatchObject({ user: 'somebody', password });
  });

  it('names every wrong value at once, with what is allowed', () => {
    const problems = problemsOf({ ...BARE, PORT: 'eighty', DATABASE_SSL: 'maybe', TEMPORAL_ADDRESS: 'http://x', DATABASE_CREDENTIALS: 'nopassword' });
    expect(problems.map((p) => p.key)).toEqual(['PORT', 'DATABASE_CREDENTIALS', 'DATABASE_SSL', 'TEMPORAL_ADDRESS']);
    expect(problems[0]).toEqual({ key: 'PORT', found: '"eighty"', allowed: 'a whole number from 0 to 65535' });
  });

  it('never shows a secret, right or wrong', () => {
    const wrong = { ...BARE, DATABASE_CREDENTIALS: 'hunter2', DISPATCH_ENCRYPTION_KEY: 'not-a-key-but-secret', DISPATCH_JWT_SECRET: 'short-secret' };
    const said = problemsOf(wrong).map((p) => `${p.key} ${p.found} ${p.allowed}`).join('\n');
    expect(said).toContain('DISPATCH_ENCRYPTION_KEY a secret of 20 characters');
    expect(said).not.toMatch(/hunter2|not-a-key|short-secret/);
    expect(JSON.stringify(readSettings(wrong, alone))).not.toMatch(/hunter2|not-a-key|short-secret/);
  });

  it('refuses a weak signing secret in production only', () => {
    for (const weak of ['short', 'a'.repeat(64)]) {
      expect(problemsOf({ DISPATCH_JWT_SECRET: weak }).map((p) => p.key)).toEqual(['DISPATCH_JWT_SECRET']);
      expect(problemsOf({ DISPATCH_JWT_SECRET: weak, NODE_ENV: 'development' })).toEqual([]);
    }
  });

  it('asks a worker for no signing secret, and nobody when authentication is off', () => {
    expect(problemsOf({}, 'worker')).toEqual([]);
    expect(problemsOf({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '' })).toEqual([]);
    expect(loadHints({ DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '' }, alone).join()).toContain('Authentication is off');
    expect(loadHints(BARE, alone)).toEqual([]);
  });

  it('takes quotes off and says so', () => {
    const env = { ...BARE, DATABASE_NAME: '"incidents"', DATABASE_HOSTNAME: "'db'" };
    expect(loadConfig(env, alone).database).toMatchObject({ name: 'incidents', hostname: 'db' });
    expect(loadHints(env, alone).map((h) => h.split(' ')[0])).toEqual(['DATABASE_HOSTNAME', 'DATABASE_NAME']);
  });

  it('takes an empty variable as not set, except where empty means something', () => {
    const config = loadConfig({ ...BARE, PORT: '', DATABASE_HOSTNAME: '', DISPATCH_AUTHENTICATION_PROVIDER_SLUG: '' }, alone);
    expect([config.server.port, config.database.hostname, config.auth.providerSlug]).toEqual([8000, 'localhost', '']);
  });

  it('turns TLS to Temporal on with an API key or certificates, and refuses half a certificate', () => {
    expect(loadConfig({ ...BARE, TEMPORAL_API_KEY: 'k' }, alone).temporal.tls).not.toBeNull();
    expect(problemsOf({ ...BARE, TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }).map((p) => p.key)).toEqual(['TEMPORAL_TLS']);
    const pem = '-----BEGIN CERTIFICATE-----\\nabc\\n-----END CERTIFICATE-----';
    expect(problemsOf({ ...BARE, TEMPORAL_TLS_CLIENT_CERT_PATH: pem }).map((p) => p.key)).toEqual(['TEMPORAL_TLS_CLIENT_KEY_PATH']);
    expect(problemsOf({ ...BARE, TEMPORAL_TLS_CLIENT_CERT_PATH: path.join(folder, 'missing.pem') })[0]?.allowed).toContain('can be read');
    const both = loadConfig({ ...BARE, TEMPORAL_TLS_CLIENT_CERT_PATH: pem, TEMPORAL_TLS_CLIENT_KEY_PATH: pem }, alone);
    expect(both.temporal.tls?.cert).toContain('\nabc\n');
  });

  it('reads mail settings and names of log levels that other installations use', () => {
    const config = loadConfig({ ...BARE, SMTP_HOST: 'mail', SMTP_PORT: '465', LOG_LEVEL: 'WARNING', TRUSTED_PROXIES: '10.0.0.1, 10.0.0.2' }, alone);
    expect(config.smtp).toEqual({ host: 'mail', port: 465, user: null, password: null, secure: true, from: 'Dispatch <dispatch@example.com>' });
    expect([config.logLevel, config.server.trustedProxies]).toEqual(['warn', ['10.0.0.1', '10.0.0.2']]);
    expect(problemsOf({ ...BARE, SMTP_HOST: 'mail', SMTP_PASSWORD: 'x' }).map((p) => p.key)).toEqual(['SMTP_USER']);
  });
});
