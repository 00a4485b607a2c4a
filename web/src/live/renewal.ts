import type { Query, QueryClient } from '@tanstack/react-query';
import { affects, type Change } from './changes.ts';

const GATHER = 120;

/** Renews what is on screen when it has changed; `forget` also drops what is kept for pages that are not on screen, because some of it may be hidden now. */
export type Renewal = { add: (change: Change) => void; everything: (options?: { forget: boolean }) => void; stop: () => void };

/**
 * Gathers changes, which come in bursts (a declaration makes forty), and asks again for each query they touch, at most eight times a second.
 * A query that is being fetched at that moment may have been read before the change, so it is asked for once more when it is done; it is not
 * cancelled, since under a steady stream of changes a slow answer would then never arrive.
 */
export function createRenewal(client: QueryClient): Renewal {
  const cache = client.getQueryCache();
  const again = new Set<Query>();
  let waiting: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const renew = (query: Query): void => {
    if (query.state.fetchStatus === 'fetching') again.add(query);
    else void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
  };
  const flush = (): void => {
    timer = undefined;
    const changes = waiting;
    waiting = [];
    for (const query of cache.findAll({ predicate: ({ queryKey }) => changes.some((change) => affects(change, queryKey)) })) renew(query);
  };
  const leave = cache.subscribe((event) => {
    if (event.type !== 'updated' || event.query.state.fetchStatus === 'fetching' || !again.delete(event.query)) return;
    queueMicrotask(() => renew(event.query));
  });
  return {
    add(change) {
      waiting.push(change);
      timer ??= setTimeout(flush, GATHER);
    },
    everything({ forget } = { forget: false }) {
      if (forget) client.removeQueries({ type: 'inactive', predicate: ({ queryKey }) => queryKey[0] !== 'session.get' });
      for (const query of cache.findAll({ predicate: ({ queryKey }) => queryKey[0] !== 'session.get' })) renew(query);
    },
    stop() {
      clearTimeout(timer);
      leave();
    },
  };
}
