import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changesAfter, changesAt, lastPosition, notifyChange, pruneChanges } from '../../../models/live.ts';
import { listen } from '../../../models/listen.ts';
import { postMessage } from '../../../models/messages.ts';
import { select, transaction } from '../../../models/sql.ts';
import { createIncidentWorld, type IncidentWorld } from '../../support/incident-world.ts';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.stop());

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await sleep(25);
  expect(condition()).toBe(true);
}

function ear() {
  const heard = { positions: [] as number[], reconnects: 0, errors: 0 };
  const listener = { onPosition: (p: number) => void heard.positions.push(p), onReconnect: () => void (heard.reconnects += 1), onError: () => void (heard.errors += 1) };
  return { heard, listener };
}

describe('live changes', () => {
  it('are heard when the transaction commits, and not before or without', async () => {
    const { heard, listener } = ear();
    const listening = await listen(world.db, listener);
    const change = { organizationId: world.organizationId, incidentId: null, topic: 'settings' as const, entityId: 'a' };
    await transaction(world.db, async (tx) => {
      await notifyChange(tx, change);
      await sleep(100);
      expect(heard.positions).toEqual([]);
    });
    await until(() => heard.positions.length === 1);
    await expect(
      transaction(world.db, async (tx) => {
        await notifyChange(tx, change);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await notifyChange(world.db, { ...change, entityId: 'b' });
    await until(() => heard.positions.length === 2);
    expect((await changesAt(world.db, heard.positions)).map((c) => c.entityId)).toEqual(['a', 'b']);
    await listening.close();
  });

  it('tell what an event touched, with ids only', async () => {
    const before = await lastPosition(world.db);
    const nadia = await world.person('Nadia');
    const state = await world.declare({ commander: nadia, title: 'Very secret title' });
    await world.command(state.id, 'changeStage', { data: { stage: 'stable', reason: null }, by: nadia });
    await postMessage(world.db, { incidentId: state.id, key: 'm', kind: 'person', author: nadia, authorName: 'Nadia', body: 'secret text' });
    await postMessage(world.db, { incidentId: state.id, key: 'm', kind: 'person', author: nadia, authorName: 'Nadia', body: 'again' });
    const changes = await changesAfter(world.db, { organizationId: world.organizationId, position: before, overlapSeconds: 0 });
    expect(changes.map((c) => c.topic)).toEqual(expect.arrayContaining(['incident', 'events', 'participants', 'steps', 'messages']));
    expect(changes.filter((c) => c.topic === 'messages')).toHaveLength(1);
    expect(JSON.stringify(changes)).not.toContain('secret');
  });

  it('are read again after a gap, with an overlap, for one organization only', async () => {
    const position = await lastPosition(world.db);
    await notifyChange(world.db, [1, 2, 3].map((n) => ({ organizationId: world.organizationId, incidentId: null, topic: 'settings' as const, entityId: `gap-${n}` })));
    const entities = async (overlapSeconds: number) => (await changesAfter(world.db, { organizationId: world.organizationId, position, overlapSeconds })).map((c) => c.entityId);
    expect(await entities(0)).toEqual(['gap-1', 'gap-2', 'gap-3']);
    const overlapping = await entities(60);
    expect(overlapping.slice(-3)).toEqual(['gap-1', 'gap-2', 'gap-3']);
    expect(overlapping.length).toBeGreaterThan(3);
    expect(await changesAfter(world.db, { organizationId: '00000000-0000-4000-8000-000000000000', position: 0 })).toEqual([]);
  });

  it('go on by themselves after the connection was cut', async () => {
    const { heard, listener } = ear();
    const listening = await listen(world.db, listener);
    await select(world.db, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dispatch-live' and datname = current_database()`);
    await until(() => heard.reconnects === 1);
    expect(heard.errors).toBeGreaterThan(0);
    await notifyChange(world.db, { organizationId: world.organizationId, incidentId: null, topic: 'settings', entityId: 'after' });
    await until(() => heard.positions.length === 1);
    await listening.close();
    await sleep(300);
    expect(await select(world.db, `select pid from pg_stat_activity where application_name = 'dispatch-live' and datname = current_database()`)).toEqual([]);
  });

  it('are forgotten after a while', async () => {
    await select(world.db, `update changes set at = now() - interval '3 days' where position = (select min(position) from changes) returning position`);
    expect(await pruneChanges(world.db, 48)).toBe(1);
  });
});
