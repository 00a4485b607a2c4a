import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** Makes the cache of everything read: live changes renew it, so nothing is asked for again just because a window got the focus. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const { status } = ApiProblem.from(error);
        if (status === 401 && query.queryKey[0] !== 'session.get') onSignedOut();
        // What one may not see any more goes off the screen and out of memory; other failures keep showing what was there.
        if ((status === 403 || status === 404) && query.state.data !== undefined) query.setState({ data: undefined });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: 'offlineFirst',
        retry: (count, error) => ApiProblem.from(error).offline && count < 3,
        retryDelay: (count) => Math.min(500 * 2 ** count, 5_000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
