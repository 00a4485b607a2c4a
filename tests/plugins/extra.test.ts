import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExtraPluginError, loadExtraPlugins } from '../../plugins/extra.ts';

let folder = '';
const file = (name: string) => path.join(folder, name);

const GOOD = (id: string, changes = '') =>
  `const plugin = { id: '${id}', name: 'X', description: '', setup: '', settings: { safeParse: () => ({ success: true }) }, secrets: [], capabilities: ['ai'], connect() { return {} }, async health() { return { ok: true, detail: 'x' } }, ${changes} };`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dispatch-extra-'));
  const files: Record<string, string> = {
    'named.mjs': `${GOOD('acme')} export { plugin };`,
    'default.mjs': `${GOOD('acme-two')} export default plugin;`,
    'again.mjs': `${GOOD('acme')} export { plugin };`,
    'nothing.mjs': 'export const x = 1;',
    'broken.mjs': 'throw new Error("no licence");',
    'bad-id.mjs': `${GOOD('Acme Inc')} export { plugin };`,
    'bad-capability.mjs': `${GOOD('acme', "capabilities: ['telepathy']")} export { plugin };`,
    'no-capability.mjs': `${GOOD('acme', 'capabilities: []')} export { plugin };`,
    'no-connect.mjs': `${GOOD('acme', 'connect: null')} export { plugin };`,
    'no-schema.mjs': `${GOOD('acme', 'settings: {}')} export { plugin };`,
    'no-secrets.mjs': `${GOOD('acme', 'secrets: null')} export { plugin };`,
  };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(file(name), text)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('plugins from outside', () => {
  it('are loaded from absolute paths, as `plugin` or as the default', async () => {
    expect(
      (await loadExtraPlugins([file('named.mjs'), file('default.mjs')])).map((plugin) => plugin.id),
    ).toEqual(['acme', 'acme-two']);
    expect(await loadExtraPlugins([])).toEqual([]);
  });

  it('the tests’ own vendor is one', async () => {
    const [plugin] = await loadExtraPlugins([
      path.resolve(import.meta.dirname, '../support/fake-vendor/plugin.ts'),
    ]);
    expect(plugin?.id).toBe('fake-vendor');
  });

  it.each([
    ['./plugin.js', 'neither an absolute path nor a package name'],
    ['../../etc/passwd', 'neither an absolute path nor a package name'],
    ['https://example.org/plugin.js', 'neither an absolute path nor a package name'],
    ['@acme/not-installed', 'cannot be loaded'],
  ])('%s is refused: %s', async (entry, problem) => {
    await expect(loadExtraPlugins([entry])).rejects.toThrow(problem);
  });

  it.each([
    ['nothing.mjs', 'exports no plugin'],
    ['broken.mjs', 'no licence'],
    ['bad-id.mjs', '`id`'],
    ['bad-capability.mjs', '“telepathy” is not one of conversation'],
    ['no-capability.mjs', '`capabilities`'],
    ['no-connect.mjs', '`connect`'],
    ['no-schema.mjs', '`settings`'],
    ['no-secrets.mjs', '`secrets`'],
    ['missing.mjs', 'cannot be loaded'],
  ])('%s is refused: %s', async (name, problem) => {
    const error: unknown = await loadExtraPlugins([file(name)]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ExtraPluginError);
    expect(String(error)).toContain(problem);
    expect(String(error)).toContain(`DISPATCH_EXTRA_PLUGINS: ${file(name)}`);
  });

  it('two with one id are refused', async () => {
    await expect(loadExtraPlugins([file('named.mjs'), file('again.mjs')])).rejects.toThrow('already loaded');
  });
});
