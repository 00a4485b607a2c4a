import { expect } from '@jest/globals';
import { expectKind, makingChecks, newPlace, type Make } from './making.ts';
import { type Check, people } from './world.ts';

const make: Make = ({ use }, place) =>
  use('storage').createFolder({ ...place, name: 'INC-42', private: true });

/** What every storage provider must do. */
export const storageChecks: Check[] = [
  ...makingChecks('folder', make),
  {
    name: 'one who cannot be let in does not keep the others out',
    async run(world) {
      const { externalId } = await make(world, await newPlace(world, 'folder'));
      const { failed } = await world
        .use('storage')
        .share(externalId, [...people(1), world.stranger, { email: 'last@example.org', name: 'Last' }]);
      expect(failed.map((person) => person.email)).toEqual([world.stranger.email]);
    },
  },
  {
    name: 'sharing, unsharing and read-only can be repeated',
    async run(world) {
      const storage = world.use('storage');
      const { externalId } = await make(world, await newPlace(world, 'folder'));
      for (const round of [1, 2]) {
        expect(await storage.share(externalId, people(3))).toEqual({ failed: [] });
        await storage.setReadOnly(externalId, round === 2);
      }
      await storage.unshare(externalId, 'person0@example.org');
      await storage.unshare(externalId, 'person0@example.org');
    },
  },
  {
    name: 'privacy can be changed again and again, where it can be changed at all',
    async run(world) {
      const storage = world.use('storage');
      const { externalId } = await make(world, await newPlace(world, 'folder'));
      for (const isPrivate of [true, true, false]) await storage.setPrivate?.(externalId, isPrivate);
      if (storage.setPrivate) await expectKind('not-found', () => storage.setPrivate?.('00000000-0000-4000-8000-000000000000', true) ?? Promise.resolve());
    },
  },
  {
    name: 'a folder that is not there is not found',
    async run(world) {
      await expectKind('not-found', () =>
        world.use('storage').setReadOnly('00000000-0000-4000-8000-000000000000', true),
      );
    },
  },
];
