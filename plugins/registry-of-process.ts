import type { Config } from '../config/config.ts';
import type { Metrics } from '../config/metrics.ts';
import { loadExtraPlugins } from './extra.ts';
import { createRegistry, type Registry, type RegistryOptions } from './registry.ts';

/** What the registry of a process is made from; `tables` is what the product stores about plugins. */
export interface RegistryParts {
  config: Config;
  metrics: Metrics;
  tables: Pick<RegistryOptions, 'instances' | 'organizationSlug' | 'projectSettings' | 'store'>;
}

/** The registry of plugins of a process, those of the configuration included. Rejects with ExtraPluginError when one of them cannot be used. */
export async function openRegistry({ config, metrics, tables }: RegistryParts): Promise<Registry> {
  return createRegistry({
    ...tables,
    webUrl: config.server.uiUrl,
    smtp: config.smtp,
    outboundAllow: config.limits.outboundAllow,
    plugins: await loadExtraPlugins(config.extraPlugins),
    onCall: ({ pluginId: plugin, capability, outcome, milliseconds }) => metrics.time('vendor_call', milliseconds, { plugin, capability, outcome }),
  });
}
