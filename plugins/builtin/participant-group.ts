import type { ParticipantGroupCapability } from '../contract.ts';
import { addMembers, type BuiltinContext, incidentPage, objectOf, removeMember } from './objects.ts';

/** Groups inside the product: a list of members that messages are sent to one by one, so there is no address. */
export function builtinParticipantGroup(context: BuiltinContext): ParticipantGroupCapability {
  const { store } = context;
  return {
    async create({ mark, incidentId, name, description, people }) {
      const object = await store.ensureObject({
        mark,
        incidentId,
        kind: 'group',
        name,
        data: { description },
      });
      await addMembers(store, object.id, people);
      return {
        externalId: object.id,
        url: incidentPage(context, incidentId, 'people'),
        name: object.name,
        address: null,
      };
    },
    async addMembers(id, people) {
      await objectOf(store, 'group', id);
      return addMembers(store, id, people);
    },
    removeMember: (id, email) => removeMember(store, id, email),
    async members(id) {
      await objectOf(store, 'group', id);
      return store.listMembers(id);
    },
  };
}
