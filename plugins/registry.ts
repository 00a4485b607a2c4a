import {
  type Capabilities,
  type CapabilityName,
  type Plugin,
  type PluginContext,
  type SetupGuide,
  VendorError,
} from './contract.ts';
import { createCatalogue, type Catalogue } from './catalogue.ts';
import { createHttp } from './http.ts';
import { createOutbound, type Outbound } from './outbound/index.ts';
import { measured } from './measured.ts';
import type { InstancePlace, ListeningInstance, PluginInstance, Provided, Registry, RegistryOptions } from './registry-types.ts';
import { parseSettings, settingProblems } from './settings.ts';
import { createShortCache, type ShortCache } from './short-cache.ts';
import { versionOf } from './version-of.ts';

export type { PluginInfo, PluginInstance, Registry, RegistryOptions } from './registry-types.ts';

const BUILTIN = 'builtin';
const EMAIL = 'email';
const OF_THE_PROCESS = 'smtp-of-the-process';
const MOST_CONNECTED = 500;

interface Parts {
  options: RegistryOptions;
  catalogue: Catalogue;
  instancesOf(organizationId: string): Promise<readonly PluginInstance[]>;
  projectSettings: ShortCache<{ conferenceUrlTemplate?: string | undefined }>;
  connected: Map<string, { version: string; capabilities: Capabilities }>;
  /** For addresses that people typed, and for those of the process's own configuration. */
  outbound: { guarded: Outbound; free: Outbound };
}

/** Makes the registry of one process. Nothing is loaded or connected before it is asked for. */
export function createRegistry(options: RegistryOptions): Registry {
  const instances = createShortCache((organizationId) => options.instances(organizationId), options);
  const projectSettings = createShortCache((projectId) => options.projectSettings(projectId), options);
  const parts: Parts = {
    options,
    catalogue: createCatalogue(options.plugins ?? []),
    instancesOf: (organizationId) => instances.get(organizationId),
    projectSettings,
    connected: new Map(),
    outbound: { guarded: createOutbound({ allow: options.outboundAllow ?? [] }), free: createOutbound({ allow: ['*'] }) },
  };
  const registry: Registry = {
    find: (organizationId, projectId, name) => findProvider(parts, { organizationId, projectId }, name),
    async capability(organizationId, projectId, name) {
      const found = await registry.find(organizationId, projectId, name);
      if (found) return found;
      throw new VendorError('not-found', `No plugin provides “${name}” here: set one up under Integrations`);
    },
    async mailOfInstallation(organizationId) {
      const instance = emailFallback(options);
      return instance && provided(parts, { place: { organizationId, projectId: null }, instance, name: EMAIL });
    },
    provider: (place, name) => providerOf(parts, place, name),
    plugins: () => parts.catalogue.infos(),
    checkSettings: async (pluginId, settings) =>
      settingProblems(await parts.catalogue.get(pluginId), settings),
    health: (place) => healthOf(parts, place),
    guide: (place) => guideOf(parts, place),
    listening: (organizationId) => listening(parts, organizationId),
    inbound: (place, request, host) => inbound(parts, { ...place, request, host }),
    invalidate: (organizationId) => instances.forget(organizationId),
  };
  return registry;
}

type Place = { organizationId: string; projectId: string | null };

async function findProvider<C extends CapabilityName>(
  parts: Parts,
  place: Place,
  name: C,
): Promise<Provided<C> | null> {
  const instances = (await parts.instancesOf(place.organizationId)).filter(
    (instance) => instance.isEnabled && instance.capabilities.includes(name),
  );
  const chosen = nearest(instances, place.projectId) ?? (await fallback(parts, place, name));
  return chosen === null ? null : provided(parts, { place, instance: chosen, name });
}

/** The project's instance, else the organization's; of several in one place the first. */
function nearest(instances: readonly PluginInstance[], projectId: string | null): PluginInstance | null {
  const own = projectId === null ? undefined : instances.find((instance) => instance.projectId === projectId);
  return own ?? instances.find((instance) => instance.projectId === null) ?? null;
}

/** What the product itself provides without being set up; null when it does not. */
async function fallback(parts: Parts, place: Place, name: CapabilityName): Promise<PluginInstance | null> {
  if (name === 'email') return emailFallback(parts.options);
  const builtin = await parts.catalogue.get(BUILTIN);
  return builtin.capabilities.includes(name) ? builtinInstance(parts, place) : null;
}

function emailFallback({ smtp }: RegistryOptions): PluginInstance | null {
  if (smtp === null) return null;
  const settings = { ...smtp, user: smtp.user ?? undefined, password: smtp.password ?? undefined };
  return {
    id: OF_THE_PROCESS,
    pluginId: EMAIL,
    projectId: null,
    isEnabled: true,
    capabilities: ['email'],
    settings,
  };
}

/** The built-in provider with the settings that the project gives it. */
async function builtinInstance(parts: Parts, place: Place): Promise<PluginInstance> {
  const project = place.projectId === null ? {} : await parts.projectSettings.get(place.projectId);
  const settings = project.conferenceUrlTemplate ? { urlTemplate: project.conferenceUrlTemplate } : {};
  return {
    id: `builtin-of-${place.projectId ?? place.organizationId}`,
    pluginId: BUILTIN,
    projectId: place.projectId,
    isEnabled: true,
    capabilities: [],
    settings,
  };
}

async function providerOf<C extends CapabilityName>(
  parts: Parts,
  place: InstancePlace,
  name: C,
): Promise<Provided<C>> {
  const instance = await instanceOf(parts, place);
  return provided(parts, { place, instance, name });
}

/** The enabled instance of one plugin nearest to the place, or what the product provides by itself. */
async function instanceOf(parts: Parts, place: InstancePlace): Promise<PluginInstance> {
  const plugin = await parts.catalogue.get(place.pluginId);
  const own = (await parts.instancesOf(place.organizationId)).filter(
    (instance) => instance.isEnabled && instance.pluginId === place.pluginId,
  );
  const found = nearest(own, place.projectId);
  if (found) return found;
  if (place.pluginId === BUILTIN) return builtinInstance(parts, place);
  const email = place.pluginId === EMAIL ? emailFallback(parts.options) : null;
  if (email) return email;
  throw new VendorError(
    'not-found',
    `${plugin.name} is not set up here any more: set it up under Integrations`,
  );
}

async function provided<C extends CapabilityName>(
  parts: Parts,
  wanted: { place: Place; instance: PluginInstance; name: C },
): Promise<Provided<C>> {
  const { place, instance, name } = wanted;
  const plugin = await parts.catalogue.get(instance.pluginId);
  const impl = (await connect(parts, { place, instance, plugin }))[name];
  if (impl) return { pluginId: plugin.id, impl };
  throw new VendorError(
    'not-found',
    `${plugin.name} does not provide “${name}”: choose another plugin for it under Integrations`,
  );
}

/** Connected instances are kept while their settings stay the same. */
async function connect(
  parts: Parts,
  wanted: { place: Place; instance: PluginInstance; plugin: Plugin },
): Promise<Capabilities> {
  const { place, instance, plugin } = wanted;
  const key = `${place.organizationId}/${place.projectId ?? ''}/${instance.id}`;
  const version = versionOf(instance.settings);
  const kept = parts.connected.get(key);
  if (kept?.version === version) return kept.capabilities;
  const settings = parseSettings(plugin, instance.settings);
  const connected = plugin.connect(settings, await contextOf(parts, place, { plugin, instance }));
  const capabilities = measured(connected, plugin.id, parts.options.onCall);
  if (parts.connected.size >= MOST_CONNECTED) parts.connected.clear();
  parts.connected.set(key, { version, capabilities });
  return capabilities;
}

async function contextOf(
  { options, outbound }: Parts,
  place: Place,
  { plugin, instance }: { plugin: Plugin; instance: PluginInstance },
): Promise<PluginContext> {
  const store = options.store(place.organizationId);
  const { fetch, openSocket } = instance.id === OF_THE_PROCESS ? outbound.free : outbound.guarded;
  const now = options.now ?? (() => new Date());
  return {
    ...place,
    webUrl: options.webUrl,
    organizationSlug: await options.organizationSlug(place.organizationId),
    fetch,
    openSocket,
    now,
    createHttp: (http) => createHttp({ ...http, fetch, now }),
    vendorError: (kind, message, retryAfterMs = null) => new VendorError(kind, message, retryAfterMs),
    store:
      plugin.id === BUILTIN ? store : new Proxy(store, { get: (_store, name) => refuseStore(plugin, name) }),
  };
}

function refuseStore(plugin: Plugin, name: string | symbol): never {
  throw new Error(
    `The plugin “${plugin.id}” used context.store.${String(name)}, which is for the built-in plugin only`,
  );
}

async function healthOf(parts: Parts, place: InstancePlace) {
  try {
    const plugin = await parts.catalogue.get(place.pluginId);
    const instance = await instanceOf(parts, place);
    return await plugin.health(
      parseSettings(plugin, instance.settings),
      await contextOf(parts, place, { plugin, instance }),
    );
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** By the settings of the place when there are any that can be read, else as for a new instance. */
async function guideOf(parts: Parts, place: InstancePlace): Promise<SetupGuide | null> {
  const plugin = await parts.catalogue.get(place.pluginId);
  const { webUrl, organizationSlug } = parts.options;
  const own = (await parts.instancesOf(place.organizationId)).filter((instance) => instance.pluginId === place.pluginId);
  const parsed = plugin.settings.safeParse(nearest(own, place.projectId)?.settings);
  const context = { webUrl, organizationSlug: await organizationSlug(place.organizationId) };
  return plugin.guide?.(parsed.success ? parsed.data : null, context) ?? null;
}

async function listening(parts: Parts, organizationId: string): Promise<ListeningInstance[]> {
  const found: ListeningInstance[] = [];
  for (const instance of await parts.instancesOf(organizationId)) {
    const plugin = await parts.catalogue.get(instance.pluginId).catch(() => null);
    if (!instance.isEnabled || plugin?.listen === undefined) continue;
    const parsed = plugin.settings.safeParse(instance.settings);
    if (!parsed.success) continue;
    const { projectId, pluginId } = instance;
    const context = await contextOf(parts, { organizationId, projectId }, { plugin, instance });
    found.push({ key: `${organizationId}/${instance.id}/${versionOf(instance.settings)}`, projectId, pluginId, listen: (host) => plugin.listen?.(parsed.data, context, host) ?? null });
  }
  return found;
}

async function inbound(
  parts: Parts,
  input: { organizationId: string; pluginId: string; request: Parameters<Registry['inbound']>[1]; host: Parameters<Registry['inbound']>[2] },
) {
  const plugin = await parts.catalogue.get(input.pluginId);
  const instances = (await parts.instancesOf(input.organizationId)).filter(
    (instance) => instance.isEnabled && instance.pluginId === input.pluginId,
  );
  if (!plugin.events || instances.length === 0)
    throw new VendorError('not-found', `${plugin.name} takes no requests here`);
  let refusal = null;
  for (const instance of instances) {
    const place = { organizationId: input.organizationId, projectId: instance.projectId };
    const result = await plugin.events(
      parseSettings(plugin, instance.settings),
      await contextOf(parts, place, { plugin, instance }),
      { request: input.request, host: input.host(instance.projectId) },
    );
    if (result.status !== 401) return result;
    refusal = result;
  }
  return refusal ?? { status: 401, body: null };
}
