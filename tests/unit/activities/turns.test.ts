import { describe, expect, it } from '@jest/globals';
import { createAtMost, createRooms } from '../../../activities/at-most.ts';
import { createInTurn } from '../../../activities/in-turn.ts';

/** Work that ends when it is told to, and remembers what began. */
function gates() {
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((resolve) => open.set(name, resolve));
    return name;
  };
  const end = async (name: string) => {
    open.get(name)?.();
    for (let n = 0; n < 10; n += 1) await Promise.resolve();
  };
  return { begun, work, end };
}

describe('work in turn', () => {
  it('waits for what runs under the same key, also when that fails, and for nothing else', async () => {
    const inTurn = createInTurn();
    const { begun, work, end } = gates();
    const failing = inTurn('a', async () => { await work('a1')(); throw new Error('a1 failed'); });
    const second = inTurn('a', work('a2'));
    const other = inTurn('b', work('b1'));
    await end('');
    expect(begun).toEqual(['a1', 'b1']);
    await end('a1');
    await expect(failing).rejects.toThrow('a1 failed');
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    await end('a2');
    await end('b1');
    expect(await Promise.all([second, other])).toEqual(['a2', 'b1']);
  });
});

describe('at most so many at once', () => {
  it('lets the next in as one leaves, whether it failed or not', async () => {
    const atMost = createAtMost(2);
    const { begun, work, end } = gates();
    const all = ['1', '2', '3', '4'].map((name) => atMost(work(name)));
    await end('');
    expect(begun).toEqual(['1', '2']);
    await end('2');
    expect(begun).toEqual(['1', '2', '3']);
    await end('1');
    await end('3');
    await end('4');
    expect(await Promise.all(all)).toEqual(['1', '2', '3', '4']);
    await expect(atMost(async () => { throw new Error('no'); })).rejects.toThrow('no');
    expect(await atMost(async () => 'free again')).toBe('free again');
  });
  it('in one room keeps nobody in another waiting', async () => {
    const rooms = createRooms(1);
    const { begun, work, end } = gates();
    const all = [rooms('a', work('a1')), rooms('a', work('a2')), rooms('b', work('b1'))];
    await end('');
    expect(begun).toEqual(['a1', 'b1']);
    for (const name of ['a1', 'a2', 'b1']) await end(name);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'b1']);
  });
});
