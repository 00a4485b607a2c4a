import { type OncallCapability, VendorError } from '../contract.ts';
import { type BuiltinContext, incidentPage, objectOf } from './objects.ts';
import { personOnCall, type Rotation, shiftAt } from './rotation.ts';

const STATES = ['pending', 'accepted', 'declined'] as const;

/** Rotations that are kept with the services; a page is an object that the product turns into a message to the person. */
export function builtinOncall(context: BuiltinContext): OncallCapability {
  const { store } = context;
  const rotationOf = async (serviceId: string): Promise<Rotation> => {
    const rotation = await store.rotation(serviceId);
    if (rotation === null)
      throw new VendorError(
        'not-found',
        `There is no rotation for the service ${serviceId}: give the service one under Services`,
      );
    return rotation;
  };
  return {
    current: async (serviceId, at) => personOnCall(await rotationOf(serviceId), at),
    async next(serviceId, at) {
      const rotation = await rotationOf(serviceId);
      const shift = shiftAt(rotation, at);
      return shift === null ? null : personOnCall(rotation, shift.endsAt);
    },
    async shift(serviceId, at) {
      const shift = shiftAt(await rotationOf(serviceId), at);
      return shift === null ? null : { ...shift, schedule: null };
    },
    async page({ mark, incidentId, serviceExternalId, person, brief }) {
      const data = {
        serviceId: serviceExternalId,
        email: person.email,
        state: 'pending',
        at: context.now().toISOString(),
      };
      const object = await store.ensureObject({
        mark,
        incidentId,
        kind: 'page',
        name: `${brief.key} ${person.email}`,
        data,
      });
      return { pageId: object.id, url: incidentPage(context, incidentId) };
    },
    async pageState(pageId) {
      const { data } = await objectOf(store, 'page', pageId);
      return STATES.find((state) => state === data['state']) ?? 'pending';
    },
  };
}
