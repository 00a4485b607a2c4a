import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ensureOne } from '../../../plugins/ensure-one.ts';

interface Thing {
  id: string;
  at: string;
}

let made = 0;

/** A vendor without unique marks; every call waits for its turn in the given schedule. */
function vendor(things: Thing[], wait: () => Promise<void>) {
  return {
    find: async () => {
      await wait();
      return [...things];
    },
    create: async () => {
      await wait();
      made += 1;
      const thing = { id: `id${made}`, at: String(made).padStart(9, '0') };
      things.push(thing);
      return thing;
    },
    remove: async (thing: Thing) => {
      await wait();
      const at = things.findIndex((other) => other.id === thing.id);
      if (at !== -1) things.splice(at, 1);
    },
    idOf: (thing: Thing) => thing.id,
    madeAt: (thing: Thing) => thing.at,
  };
}

const now = async () => undefined;

describe('one object per mark', () => {
  it('adopts the oldest and takes the others away', async () => {
    const things = [
      { id: 'b', at: '2' },
      { id: 'a', at: '1' },
      { id: 'c', at: '3' },
    ];
    expect(await ensureOne(vendor(things, now))).toEqual({ id: 'a', at: '1' });
    expect(things.map((thing) => thing.id)).toEqual(['a']);
  });

  it('leaves duplicates alone where it cannot remove, and still answers the same one', async () => {
    const things = [
      { id: 'b', at: '2' },
      { id: 'a', at: '1' },
    ];
    const { remove: _remove, ...keeping } = vendor(things, now);
    expect((await ensureOne(keeping)).id).toBe('a');
    expect(things).toHaveLength(2);
  });

  it('answers its own when the list lags behind', async () => {
    const { find: _find, ...blind } = vendor([], now);
    expect((await ensureOne({ ...blind, find: async () => [] })).id).toBe(`id${made}`);
  });

  it('holds for callers at once, in whatever order their calls arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, callers) => {
        const things: Thing[] = [];
        const wait = () => scheduler.schedule(Promise.resolve());
        const answers = Promise.all(Array.from({ length: callers }, () => ensureOne(vendor(things, wait))));
        await scheduler.waitFor(answers);
        expect(new Set((await answers).map((thing) => thing.id)).size).toBe(1);
        expect(things).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});
