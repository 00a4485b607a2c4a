import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateSecrets, parseSecrets, readOrCreateSecrets } from '../../../scripts/parts/secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dispatch-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the secrets of an installation', () => {
  it('are strong, and never the same', () => {
    const [one, other] = [generateSecrets(), generateSecrets()];
    expect(Buffer.from(one.encryptionKey, 'base64')).toHaveLength(32);
    expect(one.jwtSecret.length).toBeGreaterThanOrEqual(48);
    expect(one.databasePassword).toMatch(/^[\w-]{32}$/);
    for (const key of ['databasePassword', 'jwtSecret', 'encryptionKey'] as const)
      expect(one[key]).not.toBe(other[key]);
  });

  it('are generated once and kept for the owner only', async () => {
    const file = path.join(folder, 'secrets.json');
    const first = await readOrCreateSecrets({ file, dataExists: false });
    expect(await readOrCreateSecrets({ file, dataExists: true })).toEqual(first);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secrets.json']);
  });

  it('are closed again when somebody opened them', async () => {
    const file = path.join(folder, 'secrets.json');
    await writeFile(file, JSON.stringify(generateSecrets()), { mode: 0o644 });
    await readOrCreateSecrets({ file, dataExists: true });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are not made anew beside data that they would not open', async () => {
    const file = path.join(folder, 'secrets.json');
    const fault = { message: expect.stringContaining('secrets.json is missing'), exitCode: 78 };
    await expect(readOrCreateSecrets({ file, dataExists: true })).rejects.toMatchObject(fault);
    expect(await readdir(folder)).toEqual([]);
  });

  it('are not replaced when the file is damaged', async () => {
    const file = path.join(folder, 'secrets.json');
    await writeFile(file, '{"databasePassword": "x"');
    await expect(readOrCreateSecrets({ file, dataExists: false })).rejects.toThrow('is not readable JSON');
    expect(await readFile(file, 'utf8')).toBe('{"databasePassword": "x"');
    expect(() => parseSecrets('{"databasePassword": "x", "jwtSecret": "y"}', 'f')).toThrow(
      'f has no "encryptionKey"',
    );
  });
});
