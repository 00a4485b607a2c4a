import { expect } from '@jest/globals';
import { expectKind, newPlace } from './making.ts';
import type { Check, World } from './world.ts';

const LONG_AGO = '2020-01-01T00:00:00.000Z';

async function documentWithTasks(world: World): Promise<string> {
  const place = await newPlace(world, 'document');
  const { externalId } = await world
    .use('document')
    .create({
      ...place,
      kind: 'incident',
      title: 'INC-42',
      folderId: null,
      template: '# {{key}}\n',
      values: { key: 'INC-42' },
      private: false,
    });
  await world.writeAsPerson(externalId, '- [ ] Move the traffic @marek@example.org');
  await world.writeAsPerson(externalId, '- [ ] Tell support');
  return externalId;
}

/** What every provider of tasks inside documents must do. */
export const taskChecks: Check[] = [
  {
    name: 'tasks that people wrote are found, with their assignee',
    async run(world) {
      const id = await documentWithTasks(world);
      const tasks = await world.use('task').list(id, LONG_AGO);
      expect(tasks.map(({ assignee, resolved }) => ({ assignee, resolved }))).toEqual([
        { assignee: 'marek@example.org', resolved: false },
        { assignee: null, resolved: false },
      ]);
      expect(tasks[1]?.title).toContain('Tell support');
    },
  },
  {
    name: 'resolving marks one and can be repeated; opening again takes it back',
    async run(world) {
      const id = await documentWithTasks(world);
      const tasks = world.use('task');
      const [first] = await tasks.list(id, LONG_AGO);
      const taskId = first?.taskId ?? '';
      await tasks.resolve(id, taskId);
      await tasks.resolve(id, taskId);
      expect((await tasks.list(id, LONG_AGO)).map((task) => task.resolved)).toEqual([true, false]);
      if (tasks.reopen) {
        await tasks.reopen(id, taskId);
        expect((await tasks.list(id, LONG_AGO)).map((task) => task.resolved)).toEqual([false, false]);
      }
    },
  },
  {
    name: 'a task keeps its id when others come, go and are resolved',
    async run(world) {
      const id = await documentWithTasks(world);
      const before = await world.use('task').list(id, LONG_AGO);
      await world.writeAsPerson(id, '- [ ] A third thing');
      const after = await world.use('task').list(id, LONG_AGO);
      expect(after.slice(0, 2).map((task) => task.taskId)).toEqual(before.map((task) => task.taskId));
    },
  },
  {
    name: 'resolving does not touch what people write at the same time',
    async run(world) {
      const id = await documentWithTasks(world);
      const [first] = await world.use('task').list(id, LONG_AGO);
      await Promise.all([
        world.use('task').resolve(id, first?.taskId ?? ''),
        world.writeAsPerson(id, 'Written meanwhile.'),
      ]);
      expect(await world.use('document').read(id)).toContain('Written meanwhile.');
      expect((await world.use('task').list(id, LONG_AGO))[0]?.resolved).toBe(true);
    },
  },
  {
    name: 'a task that is gone is not found',
    async run(world) {
      const id = await documentWithTasks(world);
      await expectKind('not-found', () => world.use('task').resolve(id, 'gone'));
    },
  },
];
