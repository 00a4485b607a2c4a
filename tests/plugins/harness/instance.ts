import { randomUUID } from 'node:crypto';
import {
  type BuiltinStore,
  type Capabilities,
  type CapabilityName,
  type Plugin,
} from '../../../plugins/contract.ts';
import { createRegistry, type Registry } from '../../../plugins/registry.ts';

/** A registry whose organization has one instance of one plugin, for everything that the plugin offers. */
export function registryWith(input: {
  plugin: Pick<Plugin, 'id' | 'capabilities'>;
  settings: unknown;
  organizationId?: string;
  store: BuiltinStore;
  plugins?: Plugin[];
}): Registry {
  const { plugin, settings, store, plugins } = input;
  const instance = {
    id: randomUUID(),
    pluginId: plugin.id,
    projectId: null,
    isEnabled: true,
    capabilities: plugin.capabilities,
    settings,
  };
  return createRegistry({
    webUrl: 'https://dispatch.example',
    instances: async () => [instance],
    organizationSlug: async () => 'default',
    projectSettings: async () => ({}),
    store: () => store,
    smtp: null,
    // The fakes of vendors are on loopback.
    outboundAllow: ['127.0.0.0/8', '::1'],
    plugins: plugins ?? [],
  });
}

/** Everything that the plugin offers, asked for through the registry as activities do. */
export async function capabilitiesOf(
  registry: Registry,
  place: { organizationId: string; pluginId: string },
  names: readonly CapabilityName[],
): Promise<Capabilities> {
  const entries = await Promise.all(
    names.map(
      async (name) => [name, (await registry.provider({ ...place, projectId: null }, name)).impl] as const,
    ),
  );
  return Object.fromEntries(entries) as Capabilities;
}
