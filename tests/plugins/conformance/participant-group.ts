import { expect } from '@jest/globals';
import { expectKind, makingChecks, newPlace, type Make } from './making.ts';
import { type Check, people, type World } from './world.ts';

const make: Make = ({ use }, place) =>
  use('participantGroup').create({
    ...place,
    name: 'inc-42-tactical',
    description: 'Those who work on it',
    people: people(2),
  });

async function group(world: World): Promise<string> {
  return (await make(world, await newPlace(world, 'group'))).externalId;
}

/** What every group provider must do. */
export const participantGroupChecks: Check[] = [
  ...makingChecks('group', make),
  {
    name: 'all members of many pages are listed, the first ones too',
    async run(world) {
      const id = await group(world);
      await world.use('participantGroup').addMembers(id, people(120));
      expect(new Set(await world.use('participantGroup').members(id)).size).toBe(120);
    },
  },
  {
    name: 'one who cannot be added does not fail the others',
    async run(world) {
      const id = await group(world);
      const { failed } = await world
        .use('participantGroup')
        .addMembers(id, [world.stranger, { email: 'last@example.org', name: 'Last' }]);
      expect(failed.map((person) => person.email)).toEqual([world.stranger.email]);
      expect(await world.use('participantGroup').members(id)).toContain('last@example.org');
    },
  },
  {
    name: 'adding and removing twice is no error',
    async run(world) {
      const groups = world.use('participantGroup');
      const id = await group(world);
      expect(await groups.addMembers(id, people(2))).toEqual({ failed: [] });
      await groups.removeMember(id, 'person0@example.org');
      await groups.removeMember(id, 'person0@example.org');
      expect(await groups.members(id)).toEqual(['person1@example.org']);
    },
  },
  {
    name: 'a group that is not there is not found',
    async run(world) {
      await expectKind('not-found', () =>
        world.use('participantGroup').members('00000000-0000-4000-8000-000000000000'),
      );
    },
  },
];
