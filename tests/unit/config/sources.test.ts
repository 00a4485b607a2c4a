import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parseEnvFile } from '../../../config/env-file.ts';
import { ConfigError, loadConfig, loadHints, readSettings } from '../../../config/load.ts';
import { forProcesses, givenSettings } from '../../../scripts/environment.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dispatch-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(text: string): string {
  const name = path.join(folder, `${(files += 1)}`);
  writeFileSync(name, text);
  return name;
}
const SECRET = 'q8Zr2vT5xW1yA4bC7dE0fG3hJ6kL9mN2';
const sourceOf = (env: Record<string, string>, envFile: string | null, key: string) => readSettings(env, { envFile }).find((s) => s.key === key)?.source;

describe('the file .env', () => {
  const valueOf = (line: string) => parseEnvFile(line).get('A');

  it.each([
    ['A=b', 'b'],
    ['  export A = b c  ', 'b c'],
    ['A=p#ss:w@rd%', 'p#ss:w@rd%'],
    ['A=b # a comment', 'b'],
    ['A= # only a comment', ''],
    ['A="b # c" # d', 'b # c'],
    ["A='it is \"b\"'", 'it is "b"'],
    ['A="one\\ntwo"', 'one\ntwo'],
    ['A="one\ntwo"\nB=c', 'one\ntwo'],
    ['A="b" c', '"b" c'],
    ['A=1\r\nA=2\r\n', '2'],
    ['\uFEFFA=b', 'b'],
  ])('reads %j', (text, value) => expect(valueOf(text)?.text).toBe(value));

  it('passes over comments and what assigns nothing', () => {
    expect([...parseEnvFile('# A=1\nnonsense\n\nB=2').keys()]).toEqual(['B']);
  });

  it('hints at quotes that are not needed, and only at those', () => {
    const envFile = file(`DATABASE_NAME="incidents"\nDATABASE_CREDENTIALS="me:a # b"\nDISPATCH_JWT_SECRET=${SECRET}\n`);
    expect(loadConfig({}, { envFile }).database).toMatchObject({ name: 'incidents', password: 'a # b' });
    expect(loadHints({}, { envFile })).toEqual([expect.stringMatching(/^DATABASE_NAME stood in quotes/)]);
  });
});

describe('secrets in files', () => {
  it('are read, the line break at their end taken off', () => {
    const env = { DISPATCH_JWT_SECRET_FILE: file(`${SECRET}\n`), DATABASE_CREDENTIALS_FILE: file('me:p"a"ss\n') };
    const config = loadConfig(env, { envFile: null });
    expect([config.auth.jwtSecret, config.database.password]).toEqual([SECRET, 'p"a"ss']);
    expect(sourceOf(env, null, 'DATABASE_CREDENTIALS')).toBe('environment (DATABASE_CREDENTIALS_FILE)');
  });

  it('win over .env, and over an empty variable', () => {
    const envFile = file('DATABASE_CREDENTIALS=other:one\n');
    const env = { DISPATCH_JWT_SECRET: SECRET, DATABASE_CREDENTIALS: '', DATABASE_CREDENTIALS_FILE: file('me:mine') };
    expect(loadConfig(env, { envFile }).database.user).toBe('me');
  });

  it('are named when they cannot be read, or compete with a value', () => {
    const missing = path.join(folder, 'missing');
    const wrong = { DISPATCH_JWT_SECRET: SECRET, SMTP_PASSWORD: 'x', SMTP_USER: 'y', SMTP_PASSWORD_FILE: file('z'), DATABASE_CREDENTIALS_FILE: missing, PORT: 'x' };
    const problems = (() => {
      try {
        loadConfig(wrong, { envFile: null });
      } catch (error) {
        if (error instanceof ConfigError) return error.problems;
      }
      return [];
    })();
    expect(problems.map((p) => p.key).sort()).toEqual(['DATABASE_CREDENTIALS_FILE', 'PORT', 'SMTP_PASSWORD_FILE']);
    expect(problems.find((p) => p.key === 'DATABASE_CREDENTIALS_FILE')).toMatchObject({ found: JSON.stringify(missing), allowed: expect.stringContaining('can be read') });
  });
});

describe('names of an old installation', () => {
  const old = {
    DISPATCH_JWT_SECRET: SECRET,
    VITE_DISPATCH_AUTHENTICATION_PROVIDER_SLUG: 'dispatch-auth-provider-pkce',
    VITE_DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: 'https://login.example.com',
    VUE_APP_DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: 'dispatch',
    VITE_DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN: 'true',
    DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: 'https://login.example.com/keys',
  };

  it('still work, with a hint for each', () => {
    const { auth } = loadConfig(old, { envFile: null });
    expect([auth.providerSlug, auth.pkce.clientId, auth.pkce.useIdToken]).toEqual(['dispatch-auth-provider-pkce', 'dispatch', true]);
    expect(loadHints(old, { envFile: null }).filter((hint) => hint.includes('is the former name of'))).toHaveLength(4);
    expect(sourceOf(old, null, 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG')).toBe('environment (VITE_DISPATCH_AUTHENTICATION_PROVIDER_SLUG)');
  });

  it('give way to the present ones, wherever those stand', () => {
    const envFile = file('DISPATCH_AUTHENTICATION_PROVIDER_SLUG=dispatch-auth-provider-basic\n');
    expect(loadConfig(old, { envFile }).auth.providerSlug).toBe('dispatch-auth-provider-basic');
  });
});

describe('what commands hand to processes', () => {
  it('has files read and names renamed, so that nothing is said twice', async () => {
    const env = { HOME: '/root', DATABASE_CREDENTIALS_FILE: file('me:mine'), VITE_DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN: 'true', PORT: '"9000"' };
    const given = await givenSettings(env, file('LOG_LEVEL=INFO\nOTHER=1\n'));
    expect(forProcesses(given)).toEqual({ HOME: '/root', DATABASE_CREDENTIALS: 'me:mine', DISPATCH_AUTHENTICATION_PROVIDER_USE_ID_TOKEN: 'true', PORT: '9000', LOG_LEVEL: 'INFO', OTHER: '1' });
    expect(given.origins).toMatchObject({ DATABASE_CREDENTIALS: 'environment (DATABASE_CREDENTIALS_FILE)', LOG_LEVEL: '.env', PORT: 'environment' });
    expect(given.hints).toHaveLength(2);
  });
});
