import { expect } from '@jest/globals';
import { expectKind, makingChecks, newPlace, type Make } from './making.ts';
import { briefOf, type Check } from './world.ts';

const pageWith =
  (serviceExternalId: string): Make =>
  async ({ use }, place) => {
    const { pageId } = await use('oncall').page({
      ...place,
      serviceExternalId,
      person: { email: 'marek@example.org', name: 'Marek Novak' },
      brief: briefOf(place.incidentId),
    });
    return { externalId: pageId };
  };

/** What every on-call provider must do. */
export const oncallChecks: Check[] = [
  ...makingChecks('page', (world, place) => pageWith('payments')(world, place)),
  {
    name: 'who is on call now and next',
    async run(world) {
      const { id, at, current, next } = world.service;
      expect((await world.use('oncall').current(id, at))?.email).toBe(current);
      expect((await world.use('oncall').next(id, at))?.email).toBe(next);
    },
  },
  {
    name: 'a service that is not there is not found',
    async run(world) {
      const nowhere = '00000000-0000-4000-8000-000000000000';
      await expectKind('not-found', () => world.use('oncall').current(nowhere, world.service.at));
    },
  },
  {
    name: 'two people of one incident are two pages',
    async run(world) {
      const place = await newPlace(world, 'page');
      const one = await pageWith(world.service.id)(world, place);
      const other = await pageWith(world.service.id)(world, { ...place, mark: `${place.mark}:other` });
      expect(other.externalId).not.toBe(one.externalId);
    },
  },
];
