import { expect } from '@jest/globals';
import type { OutgoingMessage } from '../../../plugins/contract.ts';
import { expectKind, makingChecks, newPlace, type Make } from './making.ts';
import { type Check, people, type World } from './world.ts';

const make: Make = ({ use }, place) =>
  use('conversation').create({ ...place, name: 'inc-42', topic: 'Card payments', private: false });

const message = (key: string): OutgoingMessage => ({
  key,
  markdown: `**Hello** from ${key}`,
  onlyFor: null,
  buttons: [{ label: 'Open', url: 'https://dispatch.example/' }],
  pin: false,
});

async function conversation(world: World): Promise<string> {
  return (await make(world, await newPlace(world, 'conversation'))).externalId;
}

/** What every conversation provider must do. */
export const conversationChecks: Check[] = [
  ...makingChecks('conversation', make),
  {
    name: 'all members of many pages are listed',
    async run(world) {
      const id = await conversation(world);
      const everybody = people(120);
      expect(await world.use('conversation').addMembers(id, everybody)).toEqual({ failed: [] });
      const listed = await world.use('conversation').members(id);
      expect([...listed].sort()).toEqual(everybody.map((person) => person.email).sort());
    },
  },
  {
    name: 'one who cannot be added does not fail the others',
    async run(world) {
      const id = await conversation(world);
      const [first, last] = people(2);
      if (!first || !last) throw new Error('two people were asked for');
      const { failed } = await world.use('conversation').addMembers(id, [first, world.stranger, last]);
      expect(failed.map((person) => person.email)).toEqual([world.stranger.email]);
      expect(failed[0]?.reason).not.toBe('');
      expect([...(await world.use('conversation').members(id))].sort()).toEqual(
        [first.email, last.email].sort(),
      );
    },
  },
  {
    name: 'adding and removing twice is no error',
    async run(world) {
      const id = await conversation(world);
      const chat = world.use('conversation');
      const everybody = people(3);
      await chat.addMembers(id, everybody);
      expect(await chat.addMembers(id, everybody)).toEqual({ failed: [] });
      await chat.removeMember(id, 'person1@example.org');
      await chat.removeMember(id, 'person1@example.org');
      expect([...(await chat.members(id))].sort()).toEqual(['person0@example.org', 'person2@example.org']);
    },
  },
  {
    name: 'a message with the same key is posted once',
    async run(world) {
      const id = await conversation(world);
      const chat = world.use('conversation');
      const [first, second] = [await chat.post(id, message('a')), await chat.post(id, message('a'))];
      const other = await chat.post(id, message('b'));
      expect(second.messageId).toBe(first.messageId);
      expect(other.messageId).not.toBe(first.messageId);
      expect(await world.messageCount(id)).toBe(2);
    },
  },
  {
    name: 'archiving and opening again can be repeated',
    async run(world) {
      const id = await conversation(world);
      const chat = world.use('conversation');
      await chat.archive(id);
      await chat.archive(id);
      await expectKind('conflict', () => chat.post(id, message('while archived')));
      await chat.unarchive(id);
      await chat.unarchive(id);
      await chat.post(id, message('after'));
      expect(await world.messageCount(id)).toBe(1);
    },
  },
  {
    name: 'name, topic, bookmarks and privacy can be changed, again and again',
    async run(world) {
      const id = await conversation(world);
      const chat = world.use('conversation');
      for (const round of [1, 2]) {
        await chat.setTopic(id, 'Stable, commander Nadia');
        await chat.setBookmarks(id, [{ title: `Ticket ${round}`, url: 'https://vendor.example/t' }]);
        await chat.setPrivate(id, true);
      }
      const renamed = await chat.rename(id, 'pay-8841');
      expect(renamed.externalId).toBe(id);
      expect(renamed.name).toContain('pay-8841');
    },
  },
  {
    name: 'what is not there is not found',
    async run(world) {
      const chat = world.use('conversation');
      const nowhere = '00000000-0000-4000-8000-000000000000';
      await expectKind('not-found', () => chat.setTopic(nowhere, 'x'));
      await expectKind('not-found', () => chat.members(nowhere));
      await expectKind('not-found', () => chat.post(nowhere, message('x')));
    },
  },
];
