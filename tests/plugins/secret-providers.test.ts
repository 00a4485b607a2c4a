import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseSettings } from '../../config/config.ts';
import { ConfigError, openConfig } from '../../config/load.ts';
import { processProviders } from '../../plugins/process.ts';
import { startMoto, type Moto } from '../support/moto.ts';
import { TEST_SERVER } from '../support/postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const JWT = 'q8Zr2vT5xW1yA4bC7dE0fG3hJ6kL9mN2'.repeat(2);
const folder = mkdtempSync(path.join(tmpdir(), 'dispatch-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (env: Record<string, string>) => openConfig(processProviders, { env, envFile: null });
async function problemsOf(env: Record<string, string>): Promise<ConfigError['problems']> {
  const error: unknown = await open(env).then(() => null, (reason: unknown) => reason);
  if (error instanceof ConfigError) return error.problems;
  throw error ?? new Error('it was taken');
}
/** What a program of ours says and ends with, in an environment that has nothing but this. */
function runs(file: string, args: string[], env: Record<string, string>) {
  return spawnSync(process.execPath, [path.join(ROOT, file), ...args], { env: { HOME: folder, DISPATCH_DATA: folder, PATH: '/usr/bin:/bin', ...env }, encoding: 'utf8', timeout: 60_000 });
}
/** DATABASE_* of the run's server, without its credentials, and the credentials. */
function database(): { env: Record<string, string>; credentials: string } {
  const settings = JSON.parse(process.env[TEST_SERVER] ?? '{}') as DatabaseSettings;
  return { env: { DATABASE_HOSTNAME: settings.hostname, DATABASE_PORT: String(settings.port), DATABASE_NAME: settings.name }, credentials: `${settings.user}:${settings.password}` };
}

describe('kms-secret', () => {
  let moto: Moto;
  let sealed: (text: string) => Promise<string>;

  beforeAll(async () => {
    moto = await startMoto();
    const kms = new KMSClient({ region: 'eu-west-1', endpoint: moto.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    sealed = async (text) => {
      const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from(text) }));
      return Buffer.from(CiphertextBlob ?? []).toString('base64');
    };
  });
  afterAll(() => moto.stop());

  it('reveals what is sealed; secrets that other installations keep in plain text stay, with a hint', async () => {
    const env = { ...moto.env, SECRET_PROVIDER: 'kms-secret', DATABASE_CREDENTIALS: await sealed('me:p:a@ss%w'), DISPATCH_JWT_SECRET: await sealed(JWT), SMTP_USER: 'u', SMTP_PASSWORD: 'plain' };
    const { config, hints } = await open(env);
    expect(config.database).toMatchObject({ user: 'me', password: 'p:a@ss%w' });
    expect(config.auth.jwtSecret).toBe(JWT);
    expect(hints).toEqual(['SMTP_PASSWORD is in plain text, although SECRET_PROVIDER is kms-secret.']);
  });

  it('lets a process reach its database with sealed credentials from a file', async () => {
    const { env, credentials } = database();
    const file = path.join(folder, 'credentials');
    writeFileSync(file, `${await sealed(credentials)}\n`);
    const done = runs('scripts/migrate.ts', [], { ...moto.env, ...env, SECRET_PROVIDER: 'kms-secret', DATABASE_CREDENTIALS_FILE: file });
    expect(done.stdout + done.stderr).toContain('up to date');
    expect(done.status).toBe(0);
  });

  it('shows where a value comes from, and not the value', async () => {
    const env = { ...moto.env, SECRET_PROVIDER: 'kms-secret', DATABASE_HOSTNAME: 'db', DATABASE_CREDENTIALS: await sealed('me:hunter2'), DISPATCH_JWT_SECRET: JWT };
    const shown = runs('scripts/config.ts', ['--json'], env);
    expect(shown.status).toBe(0);
    const rows = JSON.parse(shown.stdout) as { key: string; value: string; source: string }[];
    expect(rows.find((row) => row.key === 'DATABASE_CREDENTIALS')).toMatchObject({ source: 'environment, kms-secret', value: '••••••••' });
    expect(rows.find((row) => row.key === 'SECRET_PROVIDER')).toMatchObject({ value: 'kms-secret', source: 'environment' });
    expect(shown.stdout + shown.stderr).not.toContain('hunter2');
  });

  it('names every secret that cannot be revealed and why, together with other wrong values', async () => {
    const foreign = Buffer.from(`${'0'.repeat(36)}${'x'.repeat(100)}`).toString('base64');
    const env = { ...moto.env, SECRET_PROVIDER: 'kms-secret', DATABASE_CREDENTIALS: 'me:hunter2', DISPATCH_ENCRYPTION_KEY: foreign, DISPATCH_JWT_SECRET: JWT, PORT: 'x' };
    const problems = await problemsOf(env);
    expect(problems.map((p) => p.key).sort()).toEqual(['DATABASE_CREDENTIALS', 'DISPATCH_ENCRYPTION_KEY', 'PORT']);
    expect(problems.find((p) => p.key === 'DATABASE_CREDENTIALS')?.found).toBe('a secret of 10 characters that cannot be revealed (it is not base64)');
    expect(problems.find((p) => p.key === 'DISPATCH_ENCRYPTION_KEY')?.found).toMatch(/^a secret of \d+ characters that cannot be revealed \(.{10,}\)$/);
    expect(JSON.stringify(problems)).not.toMatch(/hunter2|xxxx/);
  });

  it('says so when KMS does not answer', async () => {
    const env = { ...moto.env, AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:9', SECRET_PROVIDER: 'kms-secret', DATABASE_CREDENTIALS: await sealed('me:x'), DISPATCH_JWT_SECRET: JWT };
    expect((await problemsOf(env))[0]?.found).toContain('AWS KMS cannot be asked');
  });
});

describe('metatron-secret', () => {
  const sealed = (text: string) => Buffer.from(`sealed ${text}`).toString('base64');

  it('reveals through the command', () => {
    const { env, credentials } = database();
    const command = path.join(folder, 'metatron');
    writeFileSync(command, '#!/bin/sh\n[ "$1" = decrypt ] && exec sed "s/^sealed //"\n');
    chmodSync(command, 0o755);
    const done = runs('scripts/migrate.ts', [], { ...env, PATH: `${folder}:/usr/bin:/bin`, SECRET_PROVIDER: 'metatron-secret', DATABASE_CREDENTIALS: sealed(credentials) });
    expect(done.stdout + done.stderr).toContain('up to date');
  });

  it('says what to do where the command is absent', () => {
    const done = runs('scripts/migrate.ts', [], { PATH: '/nowhere', SECRET_PROVIDER: 'metatron-secret', DATABASE_CREDENTIALS: sealed('me:hunter2') });
    expect(done.status).toBe(78);
    expect(done.stdout + done.stderr).toContain('the command metatron is not on PATH: install it, or choose another SECRET_PROVIDER');
  });
});

describe('a provider of somebody else', () => {
  const entry = path.join(folder, 'vault.mjs');
  writeFileSync(
    entry,
    `const settings = { safeParse: (v) => v.VAULT_ADDR ? { success: true, data: v } : { success: false, error: { issues: [{ path: ['VAULT_ADDR'], message: 'the address of the vault' }] } } };
     export const plugin = { id: 'vault', name: 'Vault', description: '', setup: '', settings, secrets: [], capabilities: ['secretProvider'],
       connect: ({ VAULT_ADDR }) => ({ secretProvider: { reveal: async (value) => value.replace('vault:', VAULT_ADDR + '/') } }), health: async () => ({ ok: true, detail: '' }) };`,
  );
  const env = { DISPATCH_EXTRA_PLUGINS: entry, SECRET_PROVIDER: 'vault', DISPATCH_JWT_SECRET: JWT, DATABASE_CREDENTIALS: 'me:vault:x' };

  it('is set up by variables', async () => {
    expect((await open({ ...env, VAULT_ADDR: 'v' })).config.database.password).toBe('v/x');
    expect(await problemsOf(env)).toEqual([{ key: 'VAULT_ADDR', found: 'nothing', allowed: 'for vault: the address of the vault' }]);
  });

  it('is refused by name when there is none, with those that there are', async () => {
    const problems = await problemsOf({ ...env, SECRET_PROVIDER: 'kms', METRIC_PROVIDERS: 'datadog' });
    expect(problems).toEqual([
      { key: 'SECRET_PROVIDER', found: '"kms"', allowed: expect.stringMatching(/^kms-secret, metatron-secret, vault,/) },
      { key: 'METRIC_PROVIDERS', found: '"datadog"', allowed: expect.stringMatching(/^prometheus, statsd,/) },
    ]);
    expect((await open({ ...env, SECRET_PROVIDER: 'none' })).config.database.password).toBe('vault:x');
  });
});
