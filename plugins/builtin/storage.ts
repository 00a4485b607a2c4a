import type { StorageCapability } from '../contract.ts';
import { addMembers, type BuiltinContext, incidentPage, objectOf, removeMember } from './objects.ts';

/** The incident's files inside the product; who may see them is decided by access to the incident, the members are kept for the record. */
export function builtinStorage(context: BuiltinContext): StorageCapability {
  const { store } = context;
  const change = async (id: string, data: Record<string, unknown>) => {
    await objectOf(store, 'storage', id);
    await store.updateObject(id, { data });
  };
  return {
    async createFolder({ mark, incidentId, name, private: isPrivate, subfolders }) {
      const data = { private: isPrivate, readOnly: false, open: false, subfolders: subfolders ?? [] };
      const object = await store.ensureObject({ mark, incidentId, kind: 'storage', name, data });
      return { externalId: object.id, url: incidentPage(context, incidentId, 'overview'), name: object.name };
    },
    async share(id, people) {
      await objectOf(store, 'storage', id);
      return addMembers(store, id, people);
    },
    unshare: (id, email) => removeMember(store, id, email),
    setPrivate: (id, isPrivate) => change(id, { private: isPrivate }),
    setReadOnly: (id, readOnly) => change(id, { readOnly }),
    setOpen: (id, open) => change(id, { open }),
  };
}
