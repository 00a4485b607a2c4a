import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES } from '../../plugins/contract.ts';
import { loadExtraPlugins } from '../../plugins/extra.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { expectKind } from './conformance/making.ts';
import { registryWith } from './harness/instance.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PERSON = { mail: 'nadia@acme.example', fullName: 'Nadia Rahman', job: 'Engineer', team: null };

describe('the plugin of the documentation', () => {
  let folder = '';
  let doc = '';
  const server = createServer((request, response) => {
    if (request.headers.authorization !== 'Bearer right') return void response.writeHead(401).end();
    if (request.url === '/people/nadia%40acme.example')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(PERSON));
    return void response.writeHead(request.url?.startsWith('/people?') ? 200 : 404).end('[]');
  });
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dispatch-docs-'));
    doc = await readFile(path.join(ROOT, 'docs/plugins.md'), 'utf8');
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(path.join(folder, 'plugin.js'), /```js\n(.*?)```/s.exec(doc)?.[1] ?? '');
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  it('is loaded from outside and works', async () => {
    const [plugin] = await loadExtraPlugins([path.join(folder, 'plugin.js')]);
    if (!plugin) throw new Error('the example was not loaded');
    const address = server.address();
    const baseUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
    const registryOf = (token: string) =>
      registryWith({ plugin, settings: { baseUrl, token }, store: createMemoryStore(), plugins: [plugin] });
    const { impl, pluginId } = await registryOf('right').capability('org', null, 'contact');
    expect(pluginId).toBe('acme-directory');
    expect(await impl.find(' Nadia@acme.example')).toMatchObject({ name: 'Nadia Rahman', title: 'Engineer' });
    expect(await impl.find('nobody@acme.example')).toBeNull();
    const place = { organizationId: 'org', projectId: null, pluginId: 'acme-directory' };
    expect(await registryOf('right').health(place)).toMatchObject({ ok: true });
    expect((await registryOf('wrong').health(place)).detail).toContain('refused our credentials');
    await expectKind('auth', async () =>
      (await registryOf('wrong').capability('org', null, 'contact')).impl.find('nadia@acme.example'),
    );
    await expectKind('invalid', () =>
      registryWith({
        plugin,
        settings: { baseUrl: 'x', token: 'right' },
        store: createMemoryStore(),
        plugins: [plugin],
      }).capability('org', null, 'contact'),
    );
  });

  it('every capability is in its list', () => {
    for (const name of CAPABILITIES) expect(doc).toContain(`\`${name}\``);
  });
});
