import { storageName } from '../domain/incident/naming.ts';
import type { Kit } from './deps.ts';
import { ensureResource } from './ensure.ts';
import type { IntegrationActivities } from './types.ts';

const SUBFOLDERS = ['Logs', 'Screenshots'];

/** Activities about the folder of files. */
export function storageActivities(kit: Kit): Pick<IntegrationActivities, 'createStorage'> {
  return {
    createStorage: (input) =>
      ensureResource(kit, input, {
        kind: 'storage',
        capability: 'storage',
        create: (storage, { state, restricted }, { mark }) => storage.createFolder({ ...mark, name: storageName(state.key), private: restricted, subfolders: SUBFOLDERS }),
      }),
  };
}
