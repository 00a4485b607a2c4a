import type { Config } from '../config/load.ts';
import { createCipher, type Cipher } from '../config/secrets.ts';
import { createBuiltinStore } from '../models/builtin-store.ts';
import { projectOf } from '../models/configuration.ts';
import type { Database } from '../models/connect.ts';
import { organizationSlug } from '../models/organizations.ts';
import { pluginInstances } from '../models/plugin-instances.ts';
import { loadExtraPlugins } from '../plugins/extra.ts';
import { createRegistry, type Registry } from '../plugins/registry.ts';

/** The registry of plugins, those of the configuration included, on the product's own tables. Rejects with ExtraPluginError when one cannot be used. */
export async function openRegistry(config: Config, db: Database): Promise<Registry> {
  const cipher: Cipher | null = config.encryptionKey === null ? null : createCipher(config.encryptionKey);
  return createRegistry({
    webUrl: config.server.uiUrl,
    smtp: config.smtp,
    plugins: await loadExtraPlugins(config.extraPlugins),
    instances: (organizationId) => pluginInstances(db, cipher, organizationId),
    organizationSlug: (organizationId) => organizationSlug(db, organizationId),
    projectSettings: async (projectId) => (await projectOf(db, projectId)).settings,
    store: (organizationId) => createBuiltinStore(db, organizationId),
  });
}
