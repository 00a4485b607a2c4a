import type { Config } from '../config/config.ts';
import type { Metrics } from '../config/metrics.ts';
import type { Cipher } from '../config/secrets.ts';
import { createBuiltinStore } from '../models/builtin-store.ts';
import { projectOf } from '../models/configuration.ts';
import type { Database } from '../models/connect.ts';
import { organizationSlug } from '../models/organizations.ts';
import { pluginInstances } from '../models/plugin-instances.ts';
import { loadExtraPlugins } from '../plugins/extra.ts';
import { createRegistry, type Registry } from '../plugins/registry.ts';

/** What the registry of the API is made from. */
interface RegistryParts {
  config: Config;
  db: Database;
  cipher: Cipher | null;
  metrics: Metrics;
}

/** The plugins as the API asks them (settings, health, who is on call); rejects with ExtraPluginError when a configured one cannot be used. */
export async function openRegistry({ config, db, cipher, metrics }: RegistryParts): Promise<Registry> {
  return createRegistry({
    webUrl: config.server.uiUrl,
    smtp: config.smtp,
    outboundAllow: config.limits.outboundAllow,
    plugins: await loadExtraPlugins(config.extraPlugins),
    instances: (organizationId) => pluginInstances(db, cipher, organizationId),
    organizationSlug: (organizationId) => organizationSlug(db, organizationId),
    projectSettings: async (projectId) => (await projectOf(db, projectId)).settings,
    onCall: ({ pluginId: plugin, capability, outcome, milliseconds }) => metrics.time('vendor_call', milliseconds, { plugin, capability, outcome }),
    store: (organizationId) => createBuiltinStore(db, organizationId),
  });
}
