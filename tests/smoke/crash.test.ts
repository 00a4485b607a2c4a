import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settled } from '../support/client.ts';
import { startWithVendor, vendorCounts, type WithVendor } from '../support/use-fake-vendor.ts';

let world: WithVendor;
beforeAll(async () => {
  world = await startWithVendor();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const KINDS = ['conference', 'conversation', 'document', 'notificationsGroup', 'storage', 'tacticalGroup', 'ticket'];

/** A call by what it does: method, collection and part, without ids. */
const kindOf = (call: { method: string; path: string }): string => {
  const [collection, , part] = call.path.split('/').filter((segment) => segment !== '');
  return `${call.method} ${[collection, part].filter((segment) => segment !== undefined).join('/')}`;
};

/** Kills the worker with SIGKILL at the next call of this kind, before or after the vendor did its work; the answer is lost. */
function killAt(kind: string, moment: 'before' | 'after'): Promise<void> {
  const { dispatch, vendor } = world;
  return new Promise((resolve) => {
    vendor.setHook(async (when, call) => {
      if (when !== moment || kindOf(call) !== kind) return false;
      vendor.setHook(null);
      await dispatch.worker.kill();
      resolve();
      return true;
    });
  });
}

/** The kinds of calls that change something at the vendor, in the order of an undisturbed declaration. */
async function effectsOfOneDeclaration(): Promise<string[]> {
  const before = world.vendor.calls.length;
  const { id } = await world.dispatch.api.declare({ title: 'Undisturbed' });
  await world.dispatch.api.until(id, (i) => settled(i) && i.resources.length >= KINDS.length, 60);
  const calls = world.vendor.calls.slice(before).filter((call) => call.method !== 'GET');
  return [...new Set(calls.map(kindOf))];
}

describe('a worker killed at any effect of a declaration', () => {
  it('leaves everything there exactly once after a restart', async () => {
    const { dispatch, vendor } = world;
    const effects = await effectsOfOneDeclaration();
    expect(effects.length).toBeGreaterThanOrEqual(7);
    const wounded: { id: string; effect: string; moment: 'before' | 'after' }[] = [];
    for (const [n, effect] of effects.entries()) {
      // Creating is what doubles when its answer is lost; the other effects are met before and after by turns.
      const moment = /^POST [a-z]+$/.test(effect) || n % 2 === 0 ? 'after' : 'before';
      const killed = killAt(effect, moment);
      const { id } = await dispatch.api.declare({ title: `Killed ${moment} ${effect}` });
      await killed;
      await dispatch.worker.start();
      wounded.push({ id, effect, moment });
    }
    // Those that were killed before wait for their next attempts while the others are killed, and may be hit again.
    for (const { id, effect, moment } of wounded) {
      const ready = await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= KINDS.length, 120).catch((error: unknown) => {
        throw new Error(`killed ${moment} ${effect}: ${String(error)}\n${dispatch.tail()}`);
      });
      const counts = vendorCounts(vendor, id);
      expect({ effect, moment, kinds: KINDS.map((kind) => [kind, counts[kind]]) }).toEqual({ effect, moment, kinds: KINDS.map((kind) => [kind, 1]) });
      expect(Object.entries(counts).filter(([, count]) => count !== 1)).toEqual([]);
      expect(ready.resources.map((r) => r.kind).sort()).toEqual(KINDS);
      const { body } = await dispatch.api.call<{ intact: boolean }>('GET', `/incidents/${id}/events/verify`);
      expect(body.intact).toBe(true);
    }
  }, 600_000);

  it('posts each message to the conversation once', () => {
    const conversations = [...(world.vendor.data.collections.get('conversations')?.values() ?? [])];
    for (const { messages } of conversations) expect(new Set(messages.map((m) => m.key)).size).toBe(messages.length);
    expect(conversations.every((c) => c.messages.length > 0)).toBe(true);
  });
});
