import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settled } from '../support/client.ts';
import { startDispatch, type RunningDispatch } from '../support/dispatch.ts';

let dispatch: RunningDispatch;
beforeAll(async () => {
  dispatch = await startDispatch({ ownPostgres: true });
}, 120_000);
afterAll(() => dispatch?.stop(), 60_000);

describe('with a part down', () => {
  it('declares while Temporal is down, says what waits, and completes when it is back', async () => {
    await dispatch.temporal.kill();
    const declared = await dispatch.api.declare({ title: 'Declared without Temporal' });
    const waiting = await dispatch.api.incident(declared.key);
    expect(waiting.workflow.waiting).toMatch(/Temporal|start/i);
    const refused = await dispatch.api.call<{ detail: string }>('POST', `/incidents/${declared.id}/stage`, { stage: 'stable' });
    expect(refused.status).toBe(503);
    expect(refused.body.detail).toMatch(/again/i);
    await dispatch.temporal.start();
    const ready = await dispatch.api.until(declared.id, (i) => settled(i) && i.resources.length >= 7, 120);
    expect(ready.workflow.waiting).toBeNull();
  }, 180_000);

  it('completes a declaration whose worker was away', async () => {
    await dispatch.worker.kill();
    const { id } = await dispatch.api.declare({ title: 'Declared without a worker' });
    expect((await dispatch.api.incident(id)).resources).toEqual([]);
    await dispatch.worker.start();
    await dispatch.api.until(id, (i) => settled(i) && i.resources.length >= 7, 90);
  }, 150_000);

  it('loses nothing when Postgres restarts in the middle', async () => {
    const before = await dispatch.api.declare({ title: 'Before the restart' });
    await dispatch.postgres.restart();
    await dispatch.api.until(before.id, (i) => settled(i) && i.resources.length >= 7, 90);
    const after = await dispatch.api.declare({ title: 'After the restart' });
    await dispatch.api.until(after.id, (i) => settled(i) && i.resources.length >= 7, 90);
    const verified = await dispatch.api.call<{ intact: boolean }>('GET', `/incidents/${before.id}/events/verify`);
    expect(verified.body.intact).toBe(true);
  }, 200_000);
});
