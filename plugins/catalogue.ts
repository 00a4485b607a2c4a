import { z } from 'zod';
import { type Plugin, VendorError } from './contract.ts';
import { PLUGINS } from './index.ts';
import type { PluginInfo } from './registry-types.ts';

/** The plugins that a process knows. */
export interface Catalogue {
  /** Loads the plugin when it is first asked for. `not-found` names the plugins there are. */
  get(id: string): Promise<Plugin>;
  infos(): Promise<PluginInfo[]>;
}

/** The plugins of the product plus `extra`; an extra one with the id of one of the product's takes its place. */
export function createCatalogue(extra: readonly Plugin[]): Catalogue {
  const loaders = new Map<string, () => Promise<Plugin>>(
    PLUGINS.map((plugin) => [plugin.id, () => plugin.load()]),
  );
  for (const plugin of extra) loaders.set(plugin.id, () => Promise.resolve(plugin));
  const loaded = new Map<string, Promise<Plugin>>();
  const get = (id: string) => {
    const load = loaders.get(id);
    if (!load)
      return Promise.reject(
        new VendorError(
          'not-found',
          `There is no plugin “${id}”; there are: ${[...loaders.keys()].join(', ')}`,
        ),
      );
    const plugin = loaded.get(id) ?? load();
    loaded.set(id, plugin);
    return plugin;
  };
  const infos = async () => (await Promise.all([...loaders.keys()].map(get))).filter(servesPeople).map(infoOf);
  return { get, infos };
}

/** Plugins that serve only the process are set up by its environment, not by people. */
function servesPeople({ capabilities }: Plugin): boolean {
  return capabilities.some((name) => name !== 'secretProvider' && name !== 'metricProvider');
}

function infoOf(plugin: Plugin): PluginInfo {
  const { id, name, description, setup, capabilities, secrets } = plugin;
  return {
    id,
    name,
    description,
    setup,
    capabilities,
    secrets,
    schema: z.toJSONSchema(plugin.settings, { io: 'input', unrepresentable: 'any' }),
  };
}
