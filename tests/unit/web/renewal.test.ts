import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { Change } from '../../../web/src/live/changes.ts';
import { createRenewal } from '../../../web/src/live/renewal.ts';

const settle = (milliseconds = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const change: Change = { position: 1, topic: 'tasks', incidentId: null, id: null };

/** A query on screen whose answers are given by hand. */
function watch(client: QueryClient, routeId: string) {
  const answers: ((value: number) => void)[] = [];
  const observer = new QueryObserver(client, { queryKey: [routeId, {}, {}], queryFn: () => new Promise<number>((resolve) => answers.push(resolve)), staleTime: Number.POSITIVE_INFINITY });
  const stop = observer.subscribe(() => undefined);
  return { answers, stop, value: () => observer.getCurrentResult().data };
}

describe('createRenewal', () => {
  it('asks once for a burst of changes, and only for what they touch', async () => {
    const client = new QueryClient();
    const tasks = watch(client, 'tasks.list');
    const messages = watch(client, 'timeline.messages');
    tasks.answers[0]?.(1);
    messages.answers[0]?.(1);
    await settle();
    const renewal = createRenewal(client);
    for (let count = 0; count < 40; count += 1) renewal.add(change);
    await settle(200);
    expect([tasks.answers.length, messages.answers.length]).toEqual([2, 1]);
    renewal.stop();
    tasks.stop();
    messages.stop();
    client.clear();
  });

  it('asks once more after an answer that was under way when the change came, without cancelling it', async () => {
    const client = new QueryClient();
    const tasks = watch(client, 'tasks.list');
    const renewal = createRenewal(client);
    renewal.add(change);
    await settle(200);
    expect(tasks.answers).toHaveLength(1);
    tasks.answers[0]?.(1);
    await settle(20);
    expect(tasks.value()).toBe(1);
    expect(tasks.answers).toHaveLength(2);
    tasks.answers[1]?.(2);
    await settle(20);
    expect(tasks.value()).toBe(2);
    expect(tasks.answers).toHaveLength(2);
    renewal.stop();
    tasks.stop();
    client.clear();
  });

  it('renews everything but the session', async () => {
    const client = new QueryClient();
    const tasks = watch(client, 'tasks.list');
    const session = watch(client, 'session.get');
    tasks.answers[0]?.(1);
    session.answers[0]?.(1);
    await settle();
    const renewal = createRenewal(client);
    renewal.everything();
    await settle(20);
    expect([tasks.answers.length, session.answers.length]).toEqual([2, 1]);
    renewal.stop();
    tasks.stop();
    session.stop();
    client.clear();
  });
});
