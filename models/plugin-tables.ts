import type { Cipher } from '../config/secrets.ts';
import { createBuiltinStore } from './builtin-store.ts';
import { projectOf } from './configuration.ts';
import type { Database } from './connect.ts';
import { organizationSlug } from './organizations.ts';
import { pluginInstances } from './plugin-instances.ts';

/** What the registry of plugins reads from the database; without a cipher sealed settings stay unread. */
export function pluginTables(db: Database, cipher: Cipher | null) {
  return {
    instances: (organizationId: string) => pluginInstances(db, cipher, organizationId),
    organizationSlug: (organizationId: string) => organizationSlug(db, organizationId),
    projectSettings: async (projectId: string) => (await projectOf(db, projectId)).settings,
    store: (organizationId: string) => createBuiltinStore(db, organizationId),
  };
}
