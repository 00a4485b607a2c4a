import type { Config } from '../config/load.ts';
import type { Metrics } from '../config/metrics.ts';
import { createCipher, type Cipher } from '../config/secrets.ts';
import { createBuiltinStore } from '../models/builtin-store.ts';
import { projectOf } from '../models/configuration.ts';
import type { Database } from '../models/connect.ts';
import { organizationSlug } from '../models/organizations.ts';
import { pluginInstances } from '../models/plugin-instances.ts';
import { loadExtraPlugins } from '../plugins/extra.ts';
import { createRegistry, type Registry } from '../plugins/registry.ts';

/** What the registry of a worker is made from. */
interface RegistryParts {
  config: Config;
  db: Database;
  metrics: Metrics;
}

/** The registry of plugins, those of the configuration included, on the product's own tables. Rejects with ExtraPluginError when one cannot be used. */
export async function openRegistry({ config, db, metrics }: RegistryParts): Promise<Registry> {
  const cipher: Cipher | null = config.encryptionKey === null ? null : createCipher(config.encryptionKey);
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
