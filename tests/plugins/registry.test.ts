import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Capabilities, Plugin } from '../../plugins/contract.ts';
import { PLUGINS } from '../../plugins/index.ts';
import { createRegistry, type PluginInstance, type RegistryOptions } from '../../plugins/registry.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { expectKind } from './conformance/making.ts';

const PRODUCT = PLUGINS.map((plugin) => plugin.id);

const Settings = z.object({
  host: z.string().min(1, 'may not be empty'),
  token: z.string().min(3, 'is too short'),
});
const counted = { connects: 0 };
const group: NonNullable<Capabilities['participantGroup']> = {
  create: async ({ name }) => ({ externalId: name, url: null, name, address: null }),
  addMembers: async () => ({ failed: [] }),
  removeMember: async () => undefined,
  members: async () => [],
};

/** A plugin that answers who it is: the group's id is `<plugin>@<host>`. */
function pluginOf(id: string): Plugin<z.infer<typeof Settings>> {
  return {
    id,
    name: id.toUpperCase(),
    description: '',
    setup: '',
    settings: Settings,
    secrets: ['token'],
    capabilities: ['participantGroup'],
    connect(settings, context) {
      counted.connects += 1;
      return {
        participantGroup: {
          ...group,
          members: async () => [`${id}@${settings.host}@${context.projectId ?? 'all'}`],
        },
      };
    },
    health: async (settings) => ({ ok: settings.host !== 'down', detail: `asked ${settings.host}` }),
    events: async (settings, _context, { request }) =>
      request.path === `/${settings.host}`
        ? { status: 200, body: 'ok' }
        : { status: 401, body: null },
  };
}

function instance(pluginId: string, changes: Partial<PluginInstance> = {}): PluginInstance {
  return {
    id: `${pluginId}-1`,
    pluginId,
    projectId: null,
    isEnabled: true,
    capabilities: ['participantGroup'],
    settings: { host: 'a', token: 'secret' },
    ...changes,
  };
}

function registryOf(instances: PluginInstance[], changes: Partial<RegistryOptions> = {}) {
  const store = createMemoryStore();
  return createRegistry({
    webUrl: 'https://dispatch.example',
    instances: async () => instances,
    organizationSlug: async () => 'acme',
    projectSettings: async () => ({}),
    store: () => store,
    smtp: null,
    plugins: [pluginOf('one'), pluginOf('two')],
    cacheMs: 0,
    ...changes,
  });
}

const who = async (registry: ReturnType<typeof registryOf>, projectId: string | null) =>
  (await registry.capability('org', projectId, 'participantGroup')).impl.members('x');

describe('which plugin is in charge', () => {
  it('the project’s own, else the organization’s, else the product', async () => {
    const registry = registryOf([
      instance('one'),
      instance('two', { projectId: 'payments', settings: { host: 'b', token: 'secret' } }),
    ]);
    expect(await who(registry, 'payments')).toEqual(['two@b@payments']);
    expect(await who(registry, 'search')).toEqual(['one@a@search']);
    expect(await who(registry, null)).toEqual(['one@a@all']);
    expect((await registryOf([]).capability('org', null, 'participantGroup')).pluginId).toBe('builtin');
  });

  it('is not one that is disabled, or set up for other capabilities', async () => {
    const registry = registryOf([
      instance('one', { isEnabled: false }),
      instance('two', { capabilities: ['email'] }),
    ]);
    expect((await registry.capability('org', 'payments', 'participantGroup')).pluginId).toBe('builtin');
  });

  it('nobody for what nobody offers', async () => {
    const registry = registryOf([]);
    expect(await registry.find('org', null, 'email')).toBeNull();
    const error = await expectKind('not-found', () => registry.capability('org', null, 'runbook'));
    expect(error.message).toContain('runbook');
  });

  it('mail: the server of the process when no plugin is set up, a plugin when one is', async () => {
    const smtp = {
      host: 'mail.example.org',
      port: 25,
      user: null,
      password: null,
      secure: false,
      from: 'dispatch@example.org',
    };
    expect((await registryOf([], { smtp }).find('org', null, 'email'))?.pluginId).toBe('email');
    const own: Plugin = {
      ...pluginOf('mailer'),
      settings: z.object({}),
      secrets: [],
      capabilities: ['email'],
      connect: () => ({ email: { send: async () => ({ providerId: 'x' }) } }),
    };
    const registry = registryOf([instance('mailer', { capabilities: ['email'], settings: {} })], {
      smtp,
      plugins: [own],
    });
    expect((await registry.find('org', null, 'email'))?.pluginId).toBe('mailer');
  });

  it('calls take their address from the project', async () => {
    const registry = registryOf([], {
      projectSettings: async (id) => ({ conferenceUrlTemplate: `https://${id}.example.org/{key}-{secret}` }),
    });
    const { impl } = await registry.capability('org', 'payments', 'conference');
    const made = await impl.create({
      incidentId: 'i',
      mark: 'm',
      name: 'INC-1',
      title: '',
      description: '',
      people: [],
    });
    expect(made.url).toMatch(/^https:\/\/payments\.example\.org\/INC-1-\w{16}$/);
  });
});

describe('objects that a plugin made before', () => {
  it('stay with it when another is put in charge', async () => {
    const registry = registryOf([instance('one', { capabilities: [] }), instance('two')]);
    const { impl } = await registry.provider(
      { organizationId: 'org', projectId: 'payments', pluginId: 'one' },
      'participantGroup',
    );
    expect(await impl.members('x')).toEqual(['one@a@payments']);
    expect(
      (await registry.provider({ organizationId: 'org', projectId: null, pluginId: 'builtin' }, 'ticket'))
        .pluginId,
    ).toBe('builtin');
  });

  it('are out of reach when it is not set up any more, unknown, or cannot do that', async () => {
    const registry = registryOf([instance('one', { isEnabled: false }), instance('two')]);
    const place = { organizationId: 'org', projectId: null };
    expect(
      (
        await expectKind('not-found', () =>
          registry.provider({ ...place, pluginId: 'one' }, 'participantGroup'),
        )
      ).message,
    ).toContain('ONE is not set up here');
    expect(
      (
        await expectKind('not-found', () =>
          registry.provider({ ...place, pluginId: 'gone' }, 'participantGroup'),
        )
      ).message,
    ).toContain(`there are: ${PRODUCT.join(', ')}, one, two`);
    await expectKind('not-found', () => registry.provider({ ...place, pluginId: 'two' }, 'ticket'));
  });
});

describe('settings', () => {
  it('that are not valid name the setting; a bad secret is auth', async () => {
    const bad = (settings: unknown) =>
      registryOf([instance('one', { settings })]).capability('org', null, 'participantGroup');
    expect((await expectKind('invalid', () => bad({ host: '', token: 'secret' }))).message).toContain(
      'host: may not be empty',
    );
    const secret = await expectKind('auth', () => bad({ host: 'a', token: 'x' }));
    expect(secret.message).toContain('token: is too short');
    expect(secret.message).not.toContain('“x”');
    await expectKind('invalid', () => bad(null));
  });

  it('are checked before they are saved', async () => {
    const registry = registryOf([]);
    expect(await registry.checkSettings('one', { host: 'a', token: 'secret' })).toEqual([]);
    expect(await registry.checkSettings('one', { host: '' })).toEqual([
      { setting: 'host', detail: 'may not be empty' },
      { setting: 'token', detail: expect.any(String) },
    ]);
    expect(await registry.checkSettings('builtin', { urlTemplate: 'ftp://x' })).toHaveLength(1);
  });

  it('have a form by their JSON Schema', async () => {
    const infos = await registryOf([]).plugins();
    expect(infos.map((info) => info.id)).toEqual([...PRODUCT, 'one', 'two']);
    expect(infos.find((info) => info.id === 'email')?.schema).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['host', 'from']),
      properties: { port: { type: 'integer', default: 587 } },
    });
  });

  it('that change connect the plugin anew; those that do not keep it', async () => {
    const instances = [instance('one')];
    const registry = registryOf(instances);
    counted.connects = 0;
    await who(registry, null);
    await who(registry, null);
    expect(counted.connects).toBe(1);
    instances[0] = instance('one', { settings: { token: 'secret', host: 'a' } });
    await who(registry, null);
    expect(counted.connects).toBe(1);
    instances[0] = instance('one', { settings: { host: 'c', token: 'secret' } });
    expect(await who(registry, null)).toEqual(['one@c@all']);
    expect(counted.connects).toBe(2);
  });
});

describe('the instances', () => {
  it('are asked for once a moment, again after a change or a failure', async () => {
    let asked = 0;
    let fails = false;
    const load = async () => {
      asked += 1;
      if (fails) throw new Error('the database is away');
      return [instance('one')];
    };
    const registry = registryOf([], { instances: load, cacheMs: 60_000 });
    await Promise.all([who(registry, null), who(registry, 'payments'), who(registry, null)]);
    expect(asked).toBe(1);
    registry.invalidate('org');
    await who(registry, null);
    expect(asked).toBe(2);
    fails = true;
    registry.invalidate('org');
    await expect(who(registry, null)).rejects.toThrow('the database is away');
    fails = false;
    expect(await who(registry, null)).toEqual(['one@a@all']);
  });
});

describe('health and requests of vendors', () => {
  const place = { organizationId: 'org', projectId: null };
  it('health never throws', async () => {
    const registry = registryOf([
      instance('one', { settings: { host: 'down', token: 'secret' } }),
      instance('two', { settings: {} }),
    ]);
    expect(await registry.health({ ...place, pluginId: 'one' })).toEqual({ ok: false, detail: 'asked down' });
    expect((await registry.health({ ...place, pluginId: 'two' })).detail).toContain(
      'settings of TWO are not valid',
    );
    expect((await registry.health({ ...place, pluginId: 'gone' })).ok).toBe(false);
    expect(await registry.health({ ...place, pluginId: 'builtin' })).toMatchObject({ ok: true });
  });

  it('a request goes to the instance that knows its signature', async () => {
    const host = () => ({ accept: async () => true, interact: async () => ({ kind: 'done' as const }), opensForm: () => false, later: () => undefined });
    const registry = registryOf([
      instance('one'),
      instance('one', { id: 'one-2', projectId: 'payments', settings: { host: 'b', token: 'secret' } }),
    ]);
    const send = (path: string) =>
      registry.inbound({ organizationId: 'org', pluginId: 'one' }, { path, headers: {}, rawBody: new Uint8Array() }, host);
    expect((await send('/b')).status).toBe(200);
    expect((await send('/elsewhere')).status).toBe(401);
    await expectKind('not-found', () =>
      registry.inbound({ organizationId: 'org', pluginId: 'two' }, { path: '/a', headers: {}, rawBody: new Uint8Array() }, host),
    );
    await expectKind('not-found', () =>
      registry.inbound({ organizationId: 'org', pluginId: 'builtin' }, { path: '/a', headers: {}, rawBody: new Uint8Array() }, host),
    );
  });
});

it('a plugin from outside cannot reach the product’s own tables', async () => {
  const nosy: Plugin = {
    ...pluginOf('nosy'),
    settings: z.object({}),
    connect: (_settings, { store }) => ({
      participantGroup: { ...group, members: (id) => store.listMembers(id) },
    }),
  };
  const registry = registryOf([instance('nosy', { settings: {} })], { plugins: [nosy] });
  const { impl } = await registry.capability('org', null, 'participantGroup');
  expect(() => impl.members('x')).toThrow('for the built-in plugin only');
});
